"""The findings about Keras are true: each kind has a program, and its replacement, that were run on Keras 2 and 3."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from support.keras_runs import outcomes
from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.rules import rules

CASE = re.compile(
    r"^## (TF\d{3}): ([^\n]*)\n\n- Keras 3: (\w+)\n- Keras 2: (\w+)\n\n"
    r"```python\n(.*?)```\n\nInstead:\n\n```python\n(.*?)```",
    re.MULTILINE | re.DOTALL,
)


class Program(NamedTuple):
    """A program, how it ends on each version of Keras, and its replacement."""

    code: str
    title: str
    on_3: str
    on_2: str
    text: str
    instead: str


PAGE = (Path(__file__).parent / "keras_programs.md").read_text("utf-8")
PROGRAMS = [Program(*found) for found in CASE.findall(PAGE)]
EACH_PROGRAM = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: f"{program.code}: {program.title}")
#: The target versions, and whether programs run on `tf_keras` (Keras 2) for them.
TARGETS = {"2.21": False, "2.15": True}


def codes(text: str, target: str) -> set[str]:
    return {finding.code for finding in Engine(Settings(target=target)).check(text, "/nowhere/example.py").findings}


def test_every_rule_about_models_has_programs() -> None:
    assert PAGE.count("\n## ") == len(PROGRAMS)
    assert {program.code for program in PROGRAMS} >= {rule.code for rule in rules() if rule.code.startswith("TF7")}


@EACH_PROGRAM
def test_each_program_is_reported_on_the_versions_where_it_fails(program: Program) -> None:
    assert (program.code in codes(program.text, "2.21")) == (program.on_3 != "works")
    assert (program.code in codes(program.text, "2.15")) == (program.on_2 != "works")


@EACH_PROGRAM
def test_replacements_have_no_findings(program: Program) -> None:
    assert all(codes(program.instead, target) == set() for target in TARGETS)


@pytest.mark.tensorflow
@pytest.mark.parametrize("target", TARGETS)
def test_programs_end_as_documented_on_keras(target: str) -> None:
    actual = outcomes(
        [text for program in PROGRAMS for text in (program.text, program.instead)], legacy=TARGETS[target]
    )
    expected = [end for program in PROGRAMS for end in (program.on_2 if TARGETS[target] else program.on_3, "works")]
    names = [f"{program.code}: {program.title}{instead}" for program in PROGRAMS for instead in ("", ", instead")]
    assert dict(zip(names, actual, strict=True)) == dict(zip(names, expected, strict=True))
