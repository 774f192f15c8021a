"""Programs that mean the same have the same findings: each case, changed in ways that don't matter."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from support.cases import FOLDER, cases, job_of
from support.equivalent_programs import CHANGES, place
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from pathlib import Path

#: Cases about comments, line ends, and texts that the changes themselves would change.
ABOUT_TEXT = ("TF001", "TF002", "TF003", "TF004", "noqa", "tf2lint:")
#: Some rules look only for classes and functions at the top level of a module.
INCOMPLETE = ("always_true", "finally_nothing")
CASES = [case for case in cases() if len(case.files) == 1]


@pytest.mark.parametrize("file", sorted({case.name.partition(":")[0] for case in CASES}))
def test_findings_stay_the_same(file: str, tmp_path: Path) -> None:
    checker = FileChecker()
    differences: list[str] = []
    for case in CASES:
        ((name, text),) = case.files.items()
        if case.name.partition(":")[0] != file or any(word in f"{case.name}{text}" for word in ABOUT_TEXT):
            continue
        job = job_of(str(tmp_path / name), case.settings.get("target"))

        def found(program: str) -> Counter[tuple[str, int]]:
            findings = checker.check(job, program.encode()).findings  # noqa: B023
            return Counter((located.finding.code, located.finding.span.line) for located in findings)

        text = re.sub(r"\s*# TF\d{3}.*", "", text)
        before = found(text)
        for change, make in CHANGES.items():
            if change in INCOMPLETE:
                continue
            try:
                changed = make(text)
            except (SyntaxError, ValueError):
                continue
            if changed is not None:
                expected = Counter((code, place(changed, line, is_old=True)) for code, line in before.elements())
                after = Counter(
                    (code, place(changed, line, is_old=False)) for code, line in found(changed.text).elements()
                )
                if after != expected:
                    differences.append(f"{case.name}: {change}: {expected - after} became {after - expected}")
    assert not differences


def test_there_are_cases() -> None:
    assert len(CASES) > 900
    assert FOLDER.is_dir()
