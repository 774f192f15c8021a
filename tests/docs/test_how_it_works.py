"""docs/how-it-works.md: the example is reported as shown, and files and glossary are what the page promises."""

from __future__ import annotations

import re
from pathlib import Path

from support.hosts import tf2lint

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_example_is_reported_as_shown(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(block("python"))
    command, *shown = block("text").splitlines()
    assert command == "$ tf2lint check net.py"
    printed = tf2lint(tmp_path, "check", "--isolated", "--no-cache", "net.py").stdout.splitlines()
    assert len(printed) == len(shown) + 1  # the summary
    for line, expected in zip(printed, shown, strict=False):
        assert line.startswith(expected.removesuffix(" ..."))


def test_every_file_that_is_named_exists() -> None:
    for name in re.findall(r"`(\w+/\w+\.py)`", PAGE):
        assert (ROOT / "src" / "tf2lint" / name).is_file(), name


def test_the_glossary_stays_short() -> None:
    rows = PAGE.partition("## Glossary")[2].splitlines()
    assert 10 < sum(line.startswith("| ") for line in rows) - 1 <= 20
