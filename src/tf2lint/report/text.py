"""One line a finding, as compilers and linters write them, and a summary that leaves no silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tf2lint.report.summary import Report


def render(report: Report) -> str:
    """The report as text for people.

    Args:
        report: what the check of all files gave.
    """
    lines = [
        f"{finding.path}:{finding.span.line}:{finding.span.column}: {finding.code} {finding.message}"
        for finding in report.findings
    ]
    return "".join(f"{line}\n" for line in [*lines, _summary(report)])


def _summary(report: Report) -> str:
    found = _count(len(report.findings), "finding")
    looked = f"{_count(report.files, 'file')} checked for TensorFlow {report.target}"
    used = f"{report.tensorflow_files} of them {'uses' if report.tensorflow_files == 1 else 'use'} it"
    names = f"{_count(report.names_unresolved, 'name')} of it chosen at run time"
    return f"{found}: {looked}, {used}, {names}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
