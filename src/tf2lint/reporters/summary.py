"""What the check of all files gave, for every format."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tf2lint.model import Severity

if TYPE_CHECKING:
    from tf2lint.model import Located


@dataclass(slots=True)
class Report:
    """The findings in all files, and what was looked at.

    Attributes:
        target: the TensorFlow version that was checked against.
        findings: in the order of the files and of their text.
        files: how many files were read.
        tensorflow_files: how many of them use TensorFlow.
        names_resolved: how many places name something of TensorFlow.
        names_unresolved: how many choose such a name at run time, so that it is not known.
        suppressed: how many findings are accepted by comments.
        accepted: how many are accepted by the baseline.
        unchanged: how many are left out because their lines did not change.
        gone: how many of the findings that the baseline accepts are no longer there.
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

    def by_severity(self) -> dict[Severity, int]:
        """How many findings there are of each severity, the worst first."""
        counts = Counter(located.finding.severity for located in self.findings)
        return {severity: counts[severity] for severity in Severity}

    def by_code(self) -> dict[str, int]:
        """How many findings there are of each code that has any, in the order of the codes."""
        return dict(sorted(Counter(located.finding.code for located in self.findings).items()))


@dataclass(frozen=True, slots=True)
class Style:
    """How a report shall look, for those formats that leave a choice.

    Attributes:
        colour: whether it is read on a terminal that shows colours.
        source: whether to show the lines of findings.
        statistics: whether to count findings instead of listing them.
        summary: whether to say what was looked at.
    """

    colour: bool = False
    source: bool = False
    statistics: bool = False
    summary: bool = True


def named(number: int, noun: str) -> str:
    """What a number of things is called."""
    return noun if number == 1 or noun == Severity.INFO else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """A number of things, as people write it."""
    return f"{number:,} {named(number, noun)}"


def looked_at(report: Report) -> str:
    """What was looked at, so that silence means something."""
    used = f"{report.tensorflow_files:,} of them {'uses' if report.tensorflow_files == 1 else 'use'} it"
    names = f"{counted(report.names_resolved, 'name')} of it resolved, {report.names_unresolved:,} chosen at run time"
    return f"{counted(report.files, 'file')} checked for TensorFlow {report.target}, {used}; {names}."


def shown_path(path: str) -> str:
    """A path as other programs want it: from the current folder, if it is below that, and with slashes."""
    relative = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
    return (path if relative.startswith("..") and os.path.isabs(path) else relative).replace(os.sep, "/")


def in_cell(located: Located) -> str:
    """Where in a notebook a finding is, to be put before its message; nothing outside of notebooks."""
    return "" if located.cell is None else f"cell {located.cell}, line {located.finding.span.line}: "
