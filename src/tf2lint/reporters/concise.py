"""The concise format: one line per finding, as compilers and linters print them, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import full_message
from tf2lint.reporters.summary_text import statistics, summary
from tf2lint.reporters.text_parts import COLORS, mark, painter, position, source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style
    from tf2lint.reporters.text_parts import Paint


def render(report: Report, style: Style) -> str:
    """Renders the report, one line per finding."""
    paint = painter(color=style.color)
    if style.statistics:
        lines = list(statistics(report, paint))
    else:
        lines = [line for located in report.findings for line in _finding(located, style, paint)]
    if style.summary:
        lines += summary(report)
    return "".join(f"{line}\n" for line in lines)


def _finding(located: Located, style: Style, paint: Paint) -> Iterator[str]:
    finding = located.finding
    code = paint(finding.code, COLORS[finding.severity])
    yield f"{position(located, paint)}: {code}{mark(finding)} {full_message(finding)}"
    if style.source and located.line.strip():
        yield from source_lines(located, paint)
