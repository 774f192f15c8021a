"""The pages that people follow step by step: each step is done, in its order, and gives what the page shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.pages import Shell, is_shown, steps

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "work").mkdir()
    return Shell(tmp_path / "work", tmp_path / "bin")


def test_getting_started(shell: Shell) -> None:
    shutil.copytree(ROOT / "examples", shell.folder / "examples")
    done = list(steps(DOCS / "getting-started.md"))
    for step in done:
        if step.change:
            shell.change(step.change)
        else:
            _, output = shell.run(step.command)
            assert is_shown(output, step.output), f"{step.command}\n{output}"
    assert [bool(step.change) for step in done].count(True) == 3
    assert len(done) == 9


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("a b\nc\n", True),
        ("a\n    b\nc\n", True),
        ("...\nc\n", True),
        ("a b\n...\n", True),
        ("a b\n", False),
        ("a b\nc\nd\n", False),
        ("a\nb\nc\n", False),
    ],
)
def test_what_counts_as_shown(page: str, shown: bool) -> None:
    assert is_shown("a b\nc\n", page) is shown
