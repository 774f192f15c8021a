"""Constructs that fixes change as a whole: the programs in `cases.md`, and properties of all of them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CASE = re.compile(r"^## (.+)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class _Case(NamedTuple):
    name: str
    before: str
    after: str | None


def _cases() -> Iterator[_Case]:
    text = (Path(__file__).parent / "cases.md").read_text()
    for name, body in _CASE.findall(text):
        before, *after = _BLOCK.findall(body)
        yield _Case(name, before, after[0] if after else None)


CASES = list(_cases())


@pytest.fixture
def fixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    """Returns a function that fixes a program and returns the new text."""

    def fix(text: str) -> str:
        path = tmp_path / "program.py"
        path.write_bytes(text.encode())
        main(["check", "--isolated", "--no-cache", "--jobs", "1", "--fix", "--unsafe-fixes", str(path)])
        capsys.readouterr()
        return path.read_bytes().decode()

    return fix


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(case: _Case, fixed: Callable[[str], str]) -> None:
    found = fixed(case.before)
    if case.after is None:
        assert "tf.placeholder(" in found
        assert found.count("tf.placeholder(") == case.before.count("tf.placeholder(")
    else:
        assert found == case.after


@pytest.mark.parametrize("case", [case for case in CASES if case.after], ids=lambda case: case.name)
def test_a_second_run_changes_nothing(case: _Case, fixed: Callable[[str], str]) -> None:
    assert case.after is not None
    assert fixed(case.after) == case.after


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_comments_and_line_ends_stay(case: _Case, fixed: Callable[[str], str]) -> None:
    lines = [f"{line}  # {number}" if _ends_statement(line) else line for number, line in _numbered(case.before)]
    text = "\r\n".join(lines)
    found = fixed(text)
    assert set(re.findall(r"(?<!\r)\n", found)) == set()
    ast.parse(found)
    if case.after is None:
        return
    kept = {
        token.string
        for token in tokenize.generate_tokens(io.StringIO(found).readline)
        if token.type == tokenize.COMMENT
    }
    moved = {line.rpartition("# ")[2] for line in lines if "# " in line and _computes(line)}
    assert {f"# {number}" for number in moved} <= kept


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(text.split("\n"))


def _ends_statement(line: str) -> bool:
    """Returns whether a line is a whole assignment, so that a comment can stand behind it."""
    return re.fullmatch(r"\s*[\w.]+ = [\w.()*+ ]+", line) is not None


def _computes(line: str) -> bool:
    """Returns whether a line computes something that stays in the program."""
    return re.search(r"= (x|self\.x|tf\.reduce)\b", line) is not None
