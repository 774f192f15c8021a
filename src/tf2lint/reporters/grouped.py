"""The grouped format: the findings of each rule about each name together, with what to write at each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.reporters.summary import counted
from tf2lint.reporters.summary_text import render_paragraphs
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
    """Renders the report: a paragraph for each rule and name, the most frequent ones first."""
    paint = painter(color=style.color)
    return render_paragraphs((_group(group, style, paint) for group in _groups(report)), report, style)


def _groups(report: Report) -> list[list[Located]]:
    """Returns the findings by rule and name, and where there is no name by what is wrong."""
    groups: dict[tuple[str, str], list[Located]] = {}
    for located in report.findings:
        finding = located.finding
        groups.setdefault((finding.code, finding.symbol or fact_and_help(finding)[0]), []).append(located)
    return sorted(groups.values(), key=lambda group: -len(group))


def _group(group: list[Located], style: Style, paint: Paint) -> Iterator[str]:
    first = group[0].finding
    facts = {fact_and_help(located.finding)[0] for located in group}
    title = first.symbol or first.name
    yield f"{paint(f'{first.severity} {first.code}', COLORS[first.severity])} {paint(title, 'bold')}: " + (
        counted(len(group), "finding")
    )
    if len(facts) == 1:
        yield from wrapped(facts.pop(), style.width, _INDENTATION)
        facts.clear()
    for located in group:
        fact, advice = fact_and_help(located.finding)
        yield f"{_INDENTATION}{position(located, paint)}{mark(located.finding)}"
        if facts:
            yield from wrapped(fact, style.width, _INDENTATION * 2)
        if style.source and located.line.strip():
            yield from source_lines(located, paint)
        yield from (f"{_INDENTATION}{line}" for line in help_lines(advice, style.width - 2, paint))
