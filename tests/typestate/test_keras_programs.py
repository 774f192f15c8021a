"""What is said of Keras happens: each kind of finding has a program that was run, and so was what to write instead."""

from __future__ import annotations

import importlib.util
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
    """A program, how it ends on each Keras, and what to write instead."""

    code: str
    title: str
    on_3: str
    on_2: str
    text: str
    instead: str


PAGE = (Path(__file__).parent / "keras_programs.md").read_text("utf-8")
PROGRAMS = [Program(*found) for found in CASE.findall(PAGE)]
ALL = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: f"{program.code}: {program.title}")
#: The Keras of each target, and whether it is chosen where programs are run.
TARGETS = {"2.21": False, "2.15": True}


def codes(text: str, target: str) -> set[str]:
    return {finding.code for finding in Engine(Settings(target=target)).check(text, "/nowhere/example.py").findings}


def test_every_rule_about_models_has_programs() -> None:
    assert PAGE.count("\n## ") == len(PROGRAMS)
    assert {program.code for program in PROGRAMS} >= {rule.code for rule in rules() if rule.code.startswith("TF7")}


@ALL
def test_it_is_found_where_it_fails(program: Program) -> None:
    assert (program.code in codes(program.text, "2.21")) == (program.on_3 != "works")
    assert (program.code in codes(program.text, "2.15")) == (program.on_2 != "works")


@ALL
def test_nothing_is_found_in_what_to_write_instead(program: Program) -> None:
    assert all(codes(program.instead, target) == set() for target in TARGETS)


@pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None or importlib.util.find_spec("tf_keras") is None,
    reason="TensorFlow and tf_keras are not installed",
)
@pytest.mark.parametrize("target", TARGETS)
def test_it_happens(target: str) -> None:
    ended = outcomes([text for one in PROGRAMS for text in (one.text, one.instead)], legacy=TARGETS[target])
    told = [end for one in PROGRAMS for end in (one.on_2 if TARGETS[target] else one.on_3, "works")]
    names = [f"{one.code}: {one.title}{instead}" for one in PROGRAMS for instead in ("", ", instead")]
    assert dict(zip(names, ended, strict=True)) == dict(zip(names, told, strict=True))
