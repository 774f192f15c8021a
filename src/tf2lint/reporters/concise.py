"""The concise format: one line per finding, as compilers and linters print them, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.reporters.format_parts import Parts, render_parts
from tf2lint.reporters.summary_text import summary_lines
from tf2lint.reporters.text_parts import COLORS, mark, painter, position, source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style
    from tf2lint.reporters.text_parts import Paint


def render(report: Report, style: Style) -> str:
    """Renders the report, one line per finding."""
    return render_parts(PARTS, report, style)


def _finding(located: Located, style: Style) -> str:
    return "".join(f"{line}\n" for line in _lines(located, style, painter(color=style.color)))


def _lines(located: Located, style: Style, paint: Paint) -> Iterator[str]:
    finding = located.finding
    code = paint(finding.code, COLORS[finding.severity])
    yield f"{position(located, paint)}: {code}{mark(finding)} {full_message(finding)}"
    if style.source and located.line.strip():
        yield from source_lines(located, paint)


PARTS: Final = Parts(_finding, summary_lines)
