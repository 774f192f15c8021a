"""Tests of every rule: its documentation is true and up to date."""

from __future__ import annotations

import json
import sys

import pytest

import build_docs
import record_examples
from support.cases import job_of, quick_clock
from tf2lint.linting.rule import Rule
from tf2lint.linting.rule_docs import SECTIONS, parse_rule_docs
from tf2lint.model import Severity
from tf2lint.rules import OFF_BY_DEFAULT, rules
from tf2lint.runner.file_checker import FileChecker

RECORD = json.loads(record_examples.RECORD.read_text("utf-8"))["examples"]
EACH_RULE = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)


def codes(program: str, rule: Rule, time_limit: float = 0) -> set[str]:
    """Returns the codes that are reported for a program that belongs to no project."""
    extended = [] if rule.default else [rule.code]
    job = job_of("/nowhere/example.py", extend_select=extended, time_limit=time_limit)
    with quick_clock():
        return {located.finding.code for located in FileChecker().check(job, program.encode()).findings}


@EACH_RULE
def test_the_example_is_reported_with_this_code(rule: Rule) -> None:
    is_slow = rule.code == "TF004"  # only with the million elements that its example leaves out
    assert rule.code in codes(parse_rule_docs(rule).code("Example"), rule, 0.5 if is_slow else 0)


@EACH_RULE
def test_the_replacement_has_no_findings(rule: Rule) -> None:
    program = parse_rule_docs(rule).code("Use instead")
    assert program.strip()
    assert codes(program, rule) == set()


def test_no_two_rules_claim_the_same_name() -> None:
    claimed = [name for rule in rules() for name in rule.names]
    assert len(claimed) == len(set(claimed))


@EACH_RULE
def test_no_section_is_empty(rule: Rule) -> None:
    docs = parse_rule_docs(rule)
    assert docs.summary.endswith(".")
    assert all(docs.sections[title] for title in SECTIONS)


def test_the_record_is_that_of_the_examples() -> None:
    compared = [rule for rule in rules() if rule.code not in record_examples.NOT_COMPARED]
    current = {rule.code: record_examples.source_hash(rule) for rule in compared}
    assert {code: one["sha256"] for code, one in RECORD.items()} == current, "run tools/record_examples.py"
    assert [code for code, one in RECORD.items() if not one["prints"] and not one["values"]] == []


@pytest.mark.tensorflow
@pytest.mark.parametrize("family", sorted({rule.code[:3] for rule in rules()}))
def test_the_replacement_runs_and_does_what_the_example_did(family: str) -> None:
    from proofs.values import differences

    family_rules = [rule for rule in rules() if rule.code.startswith(family)]
    jobs = [(record_examples.programs(rule)[1], record_examples.names_in_both(rule)) for rule in family_rules]
    for rule, result in zip(family_rules, record_examples.run(sys.executable, jobs), strict=True):
        assert "error" not in result, (rule.code, result)
        recorded = RECORD.get(rule.code, result)
        assert result["prints"] == recorded["prints"], rule.code
        assert result["values"].keys() == recorded["values"].keys(), rule.code
        for name, value in recorded["values"].items():
            assert differences(value, result["values"][name]) == set(), (rule.code, name)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def test_off_by_default_lists_the_rules_that_are_off() -> None:
    assert {rule.code for rule in rules() if not rule.default} == set(OFF_BY_DEFAULT)


def test_a_rule_module_must_be_named_like_a_rule() -> None:
    with pytest.raises(ValueError, match="named like tf101_removed_name"):
        Rule("tf2lint.rules.removed_name", rules()[0].severity)


def test_the_pages_are_up_to_date() -> None:
    assert build_docs.stale(build_docs.pages()) == []


@pytest.mark.parametrize(
    ("covering", "covered"),
    sorted({(rule.code, code) for rule in rules() for coverage in rule.covers for code in coverage.codes}),
)
def test_a_finding_is_at_least_as_severe_as_those_that_it_covers(covering: str, covered: str) -> None:
    ranks = {rule.code: list(Severity).index(rule.severity) for rule in rules()}
    assert ranks[covering] <= ranks[covered]
