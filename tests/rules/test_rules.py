"""What every rule promises: its documentation is true, and in step."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

import build_docs
from support.cases import job_of, quick_clock
from tf2lint.linting.rule import Rule
from tf2lint.linting.rule_docs import SECTIONS, parse_rule_docs
from tf2lint.rules import OFF_BY_DEFAULT, rules
from tf2lint.runner.file_checker import FileChecker

ALL = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)


def codes(program: str, rule: Rule, time_limit: float = 0) -> set[str]:
    """The codes of what is found in a program that is no part of this project, or of any other."""
    extended = [] if rule.default else [rule.code]
    job = job_of("/nowhere/example.py", extend_select=extended, time_limit=time_limit)
    with quick_clock():
        return {located.finding.code for located in FileChecker().check(job, program.encode()).findings}


@ALL
def test_the_example_is_reported_with_this_code(rule: Rule) -> None:
    is_slow = rule.code == "TF004"  # by what its comment says is left out
    assert rule.code in codes(parse_rule_docs(rule).code("Example"), rule, 0.5 if is_slow else 0)


@ALL
def test_the_replacement_is_silent(rule: Rule) -> None:
    program = parse_rule_docs(rule).code("Use instead")
    assert program.strip()
    assert codes(program, rule) == set()


def test_no_name_is_that_of_two_rules() -> None:
    claimed = [name for rule in rules() for name in rule.names]
    assert len(claimed) == len(set(claimed))


@ALL
def test_every_section_says_something(rule: Rule) -> None:
    told = parse_rule_docs(rule)
    assert told.summary.endswith(".")
    assert all(told.sections[title] for title in SECTIONS)


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed")
@ALL
def test_the_replacement_runs_on_tensorflow(rule: Rule) -> None:
    program = parse_rule_docs(rule).code("Use instead")
    if "tensorflow_probability" in program and importlib.util.find_spec("tensorflow_probability") is None:
        pytest.skip("tensorflow-probability is not installed")
    if "load_data" in program:
        program = program.replace(".load_data()", ".load_data")  # it would download the data
        program = program.replace("(images, labels), _ =", "loader =")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr


def test_codes_and_names_are_each_given_once() -> None:
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def test_the_codes_that_are_off_by_default_are_those_whose_rule_says_so() -> None:
    assert {rule.code for rule in rules() if not rule.default} == set(OFF_BY_DEFAULT)


def test_a_rule_module_must_be_named_like_one() -> None:
    with pytest.raises(ValueError, match="named like tf101_removed_name"):
        Rule("tf2lint.rules.removed_name", rules()[0].severity)


def test_the_pages_are_what_the_rules_make_them() -> None:
    assert build_docs.stale(build_docs.pages()) == []
