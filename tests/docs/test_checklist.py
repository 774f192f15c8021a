"""The checklist of docs/: what each line of code in it gives."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.rules import OFF_BY_DEFAULT, rules

PAGE = Path(__file__).parents[2] / "docs" / "checklist.md"
ROWS = re.findall(r"^\| (?!habit )(.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
CODE = re.compile(r"TF\d{3}")
ENGINE = Engine()
ALL_ON = Engine(Settings(select=("TF",)))


def code_of(habit: str) -> str:
    """The program that a habit's description is, if it is one."""
    if habit.startswith("`") and habit.endswith("`") and habit.count("`") == 2:
        text = habit.strip("`").replace("): ", "):\n    ").replace("]): ", "]):\n    ")
        try:
            ast.parse(text)
        except SyntaxError:
            return ""
        return text
    return ""


PROGRAMS = [(code_of(habit), told) for habit, told in ROWS if code_of(habit)]


@pytest.mark.parametrize(("program", "told"), PROGRAMS, ids=[program for program, _ in PROGRAMS])
def test_a_line_gives_what_the_page_tells(program: str, told: str, tmp_path: Path) -> None:
    source = f"import tensorflow as tf\n\n{program}\n"
    path, expected = str(tmp_path / "program.py"), set(CODE.findall(told))
    assert {finding.code for finding in ALL_ON.check(source, path).findings} >= expected
    off = set(OFF_BY_DEFAULT) if "where it is switched on" in told else set()
    assert {finding.code for finding in ENGINE.check(source, path).findings} == expected - off


def test_every_row_tells_a_code_or_a_reason() -> None:
    known = {rule.code for rule in rules()}
    for habit, told in ROWS:
        assert set(CODE.findall(told)) <= known
        assert CODE.search(told) or told.startswith("nothing"), habit
        is_code = habit.startswith("`") and habit.endswith("`") and habit.count("`") == 2
        assert not is_code or code_of(habit) or told.startswith("nothing"), f"{habit} is no program"
