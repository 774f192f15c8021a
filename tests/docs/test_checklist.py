"""Checks that tf2lint reports the codes that docs/checklist.md lists for each line of code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.rules import OFF_BY_DEFAULT, rules

PAGE = Path(__file__).parents[2] / "docs" / "checklist.md"
ROWS = re.findall(r"^\| (?!pattern )(.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
CODE = re.compile(r"TF\d{3}")
ENGINE = Engine()
ALL_ON = Engine(Settings(select=("TF",)))


def code_of(pattern: str) -> str:
    """Returns the pattern's program; empty if the pattern is described in words."""
    if pattern.startswith("`") and pattern.endswith("`") and pattern.count("`") == 2:
        text = pattern.strip("`").replace("): ", "):\n    ").replace("]): ", "]):\n    ")
        try:
            ast.parse(text)
        except SyntaxError:
            return ""
        return text
    return ""


PROGRAMS = [(code_of(pattern), reported) for pattern, reported in ROWS if code_of(pattern)]


@pytest.mark.parametrize(("program", "reported"), PROGRAMS, ids=[program for program, _ in PROGRAMS])
def test_a_program_has_the_codes_of_the_page(program: str, reported: str, tmp_path: Path) -> None:
    source = f"import tensorflow as tf\n\n{program}\n"
    path, expected = str(tmp_path / "program.py"), set(CODE.findall(reported))
    assert {finding.code for finding in ALL_ON.check(source, path).findings} >= expected
    off = set(OFF_BY_DEFAULT) if "if enabled" in reported else set()
    assert {finding.code for finding in ENGINE.check(source, path).findings} == expected - off


def test_every_row_has_a_code_or_a_reason() -> None:
    known = {rule.code for rule in rules()}
    for pattern, reported in ROWS:
        assert set(CODE.findall(reported)) <= known
        assert CODE.search(reported) or reported.startswith("nothing"), pattern
        is_code = pattern.startswith("`") and pattern.endswith("`") and pattern.count("`") == 2
        assert not is_code or code_of(pattern) or reported.startswith("nothing"), f"{pattern} is not a program"
