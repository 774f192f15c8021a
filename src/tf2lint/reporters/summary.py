"""The result of a check of all files, and the helpers that all formats share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tf2lint.model import SAFE, STOP_GAP, UNSAFE, Severity

if TYPE_CHECKING:
    from tf2lint.model import Located


@dataclass(slots=True)
class Report:
    """The findings in all files, and how much was checked.

    Attributes:
        target: the target TensorFlow version.
        findings: the findings, ordered by file and position.
        files: the number of files checked.
        tensorflow_files: the number of files that use TensorFlow.
        names_resolved: the number of references to TensorFlow names.
        names_unresolved: the number of references whose name is only known at run time.
        suppressed: the number of findings suppressed by comments.
        accepted: the number of findings that the baseline accepts.
        unchanged: the number of findings left out because their lines have not changed.
        gone: the number of findings in the baseline that no longer exist.
        fixed: the number of findings that this run has fixed.
    """

    target: str
    findings: list[Located] = field(default_factory=list)
    files: int = 0
    tensorflow_files: int = 0
    names_resolved: int = 0
    names_unresolved: int = 0
    suppressed: int = 0
    accepted: int = 0
    unchanged: int = 0
    gone: int = 0
    fixed: int = 0

    def severity_by_code(self) -> dict[str, Severity]:
        """Returns the highest severity that the findings of each code have."""
        found: dict[str, set[Severity]] = {}
        for located in self.findings:
            found.setdefault(located.finding.code, set()).add(located.finding.severity)
        return {code: next(one for one in Severity if one in severities) for code, severities in found.items()}

    def by_severity(self) -> dict[Severity, int]:
        """Returns the number of findings of each severity, the most severe first."""
        counts = Counter(located.finding.severity for located in self.findings)
        return {severity: counts[severity] for severity in Severity}

    def fixable(self) -> dict[str, int]:
        """Returns the number of findings with a fix, by how safe it is."""
        fixes = (located.finding.fix for located in self.findings)
        counts = Counter(fix.safety for fix in fixes if fix is not None)
        return {safety: counts[safety] for safety in (SAFE, UNSAFE, STOP_GAP)}

    def by_code(self) -> dict[str, int]:
        """Returns the number of findings of each code that has any, sorted by code."""
        return dict(sorted(Counter(located.finding.code for located in self.findings).items()))


@dataclass(frozen=True, slots=True)
class Style:
    """Options of the formats for people.

    Attributes:
        color: whether to use terminal colors.
        source: whether to show the source lines of findings.
        statistics: whether to count findings per rule instead of listing them.
        summary: whether to add a summary.
        width: the number of columns at which lines are wrapped.
    """

    color: bool = False
    source: bool = False
    statistics: bool = False
    summary: bool = True
    width: int = 80


def pluralized(number: int, noun: str) -> str:
    """Returns the singular or plural of a noun for a number."""
    return noun if number == 1 or noun == Severity.INFO else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun, such as `1,234 files`."""
    return f"{number:,} {pluralized(number, noun)}"


def coverage(report: Report) -> str:
    """Returns a sentence on how much was checked, so that a report without findings still says something."""
    files = f"{counted(report.files, 'file')} checked for TensorFlow {report.target}"
    users = f"{report.tensorflow_files:,} {'uses' if report.tensorflow_files == 1 else 'use'} it"
    names = f"{counted(report.names_resolved, 'TensorFlow name')} resolved"
    return f"{files}, {users}; {names}, {report.names_unresolved:,} chosen at run time."


def cell_prefix(located: Located) -> str:
    """Returns a message prefix with the position of a finding in a notebook; empty outside of notebooks."""
    return "" if located.cell is None else f"cell {located.cell}, line {located.finding.span.line}: "
