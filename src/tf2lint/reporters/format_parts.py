"""The parts of the formats that are printed finding by finding, while a check goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.reporters.summary_text import statistics
from tf2lint.reporters.text_parts import painter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style


class Parts(NamedTuple):
    """The parts of a format.

    Attributes:
        finding: renders one finding.
        end: renders what comes after all findings.
        between: what stands between two findings, and before the end.
    """

    finding: Callable[[Located, Style], str]
    end: Callable[[Report, Style], str]
    between: str = ""


def render_parts(parts: Parts, report: Report, style: Style) -> str:
    """Renders a whole report, or the statistics instead of the findings."""
    if style.statistics:
        findings = ["".join(f"{line}\n" for line in statistics(report, painter(color=style.color)))]
    else:
        findings = [parts.finding(located, style) for located in report.findings]
    return parts.between.join(filter(None, [*findings, parts.end(report, style)]))
