"""The full format, for terminals: place, message, and what to write, wrapped at words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.reporters.format_parts import Parts, render_parts
from tf2lint.reporters.summary_text import wrapped_summary
from tf2lint.reporters.text_parts import (
    COLORS,
    fact_and_help,
    help_lines,
    mark,
    painter,
    position,
    source_lines,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style
    from tf2lint.reporters.text_parts import Paint

_INDENTATION: Final = "  "


def render(report: Report, style: Style) -> str:
    """Renders the report: a few lines for each finding, with an empty one behind it."""
    return render_parts(PARTS, report, style)


def _finding(located: Located, style: Style) -> str:
    return "".join(f"{line}\n" for line in _lines(located, style, painter(color=style.color)))


def _lines(located: Located, style: Style, paint: Paint) -> Iterator[str]:
    finding = located.finding
    fact, advice = fact_and_help(finding)
    yield f"{position(located, paint)}: {paint(f'{finding.severity} {finding.code}', COLORS[finding.severity])}" + (
        f"{mark(finding)} {paint(finding.name, 'dim')}"
    )
    yield from wrapped(fact, style.width, _INDENTATION)
    if style.source and located.line.strip():
        yield from source_lines(located, paint)
    yield from help_lines(advice, style.width, paint)


PARTS: Final = Parts(_finding, wrapped_summary, between="\n")
