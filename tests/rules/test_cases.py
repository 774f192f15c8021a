from __future__ import annotations

import pytest

from support.cases import FOLDER, Case, cases, job_of, quick_clock
from tf2lint.engine import Engine
from tf2lint.linting import full_message
from tf2lint.model import Settings
from tf2lint.rules import rules
from tf2lint.runner.file_checker import FileChecker

ALL = cases()


Found = tuple[str, int, str, int, str]


def check(case: Case, folder: object) -> list[Found]:
    """Returns all findings, as the command reports them."""
    checker, found = FileChecker(), list[Found]()
    limit = case.settings.get("time-limit", 0)
    for name, text in case.files.items():
        target, select = case.settings.get("target"), case.settings.get("select")
        source, keras = case.settings.get("source-version", "auto"), case.settings.get("keras-version")
        job = job_of(f"{folder}/{name}", target, select, (), limit, source, keras)
        with quick_clock():
            findings = checker.check(job, text.encode()).findings
        found += [(name, f.span.line, f.code, f.span.column, full_message(f)) for f, _, _ in findings]
    return found


def check_everything(case: Case, folder: object) -> list[Found]:
    """Returns the findings of the engine when it also analyzes code that no rule can report."""
    settings, version = case.settings, case.settings.get("source-version", "auto")
    keras = settings.get("keras-version")
    select = tuple(settings.get("select", ()))
    engine = Engine(Settings(settings.get("target"), select, source_version=version, keras_version=keras))
    found = list[Found]()
    for name, text in case.files.items():
        findings = engine.check(text, f"{folder}/{name}", everything=True).findings
        found += [(name, f.span.line, f.code, f.span.column, full_message(f)) for f in findings]
    return found


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("case")
    case.write(folder)
    found = check(case, folder)
    is_command_only = case.name.startswith(("TF002", "TF003")) or any(
        code.startswith("TF0") for _, _, code, _, _ in found
    )
    if not is_command_only:
        assert check_everything(case, folder) == found, "what is in order was passed over, and something else with it"
    expected = case.expected
    assert [item[:3] for item in found] == [(e.file, e.line, e.code) for e in expected], found
    for (_, _, _, column, message), expectation in zip(found, expected, strict=True):
        assert expectation.text in message
        assert expectation.column in (None, column)


def test_every_rule_has_a_case_with_findings_and_one_without() -> None:
    for rule in rules():
        cases_of_rule = [case for case in ALL if case.name.startswith(f"{rule.code}: ")]
        assert any(expectation.code == rule.code for case in cases_of_rule for expectation in case.expected), rule.code
        assert any(not case.expected for case in cases_of_rule), rule.code


def test_every_case_file_belongs_to_a_rule_or_to_the_resolver() -> None:
    names = {file.stem for file in FOLDER.glob("*.md")}
    resolver = {"containers", "flow", "guards", "passing", "project", "resolver"}
    assert names <= {rule.code for rule in rules()} | resolver
