"""The last lines of the formats for people, and the counts of findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tf2lint.model import SAFE, STOP_GAP, UNSAFE
from tf2lint.reporters.summary import counted, coverage
from tf2lint.reporters.text_parts import COLORS, FIXABLE, painter, wrapped
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tf2lint.reporters.summary import Report, Style
    from tf2lint.reporters.text_parts import Paint

#: The options that apply fixes, by how safe they are.
_OPTIONS: Final = {SAFE: "--fix", UNSAFE: "--unsafe-fixes", STOP_GAP: "--stop-gap"}


def summary_lines(report: Report, style: Style) -> str:
    """Renders the last lines, if they are wanted."""
    return "".join(f"{line}\n" for line in summary(report)) if style.summary else ""


def wrapped_summary(report: Report, style: Style) -> str:
    """Renders the last lines, wrapped at words, if they are wanted."""
    lines = (line for text in summary(report) for line in wrapped(text, style.width)) if style.summary else ()
    return "".join(f"{line}\n" for line in lines)


def render_paragraphs(paragraphs: Iterable[Iterable[str]], report: Report, style: Style) -> str:
    """Renders paragraphs with empty lines between them, or the statistics instead, and the summary.

    Args:
        paragraphs: the lines of each paragraph.
        report: the report.
        style: the options of the format.
    """
    if style.statistics:
        paragraphs = [statistics(report, painter(color=style.color))]
    texts = ["".join(f"{line}\n" for line in lines) for lines in paragraphs]
    return "\n".join(filter(None, [*texts, wrapped_summary(report, style)]))


def statistics(report: Report, paint: Paint) -> Iterator[str]:
    """Yields how often each rule reports something, and how often each name is reported, most frequent first."""
    by_code = {rule.code: rule for rule in rules()}
    severities = report.severity_by_code()
    for count, code in _ranked(report.by_code()):
        severity = severities[code]
        yield f"{count}  {paint(code, COLORS[severity])}  {severity:<7}  {by_code[code].name}"
    names = Counter(located.finding.symbol for located in report.findings if located.finding.symbol)
    if names:
        yield ""
        yield from (f"{count}  {name}" for count, name in _ranked(names))


def _ranked(counts: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    """Returns the counts, highest first and aligned, with what they count."""
    width = len(str(max(counts.values(), default=0)))
    return [(f"{count:>{width}}", key) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def summary(report: Report) -> Iterator[str]:
    """Yields how much was found, checked, fixed, and left out."""
    counts = [counted(count, severity) for severity, count in report.by_severity().items() if count]
    found = counted(len(report.findings), "finding") + (f" ({', '.join(counts)})" if counts else "")
    yield f"{found}: {coverage(report)}"
    if report.fixed:
        yield f"Fixed {counted(report.fixed, 'more finding')}."
    yield from _fixable(report.fixable())
    left_out = [
        (report.suppressed, "accepted by comments"),
        (report.accepted, "accepted by the baseline"),
        (report.unchanged, "in unchanged lines"),
    ]
    if any(count for count, _ in left_out):
        yield f"Not counted: {', '.join(f'{count} {why}' for count, why in left_out if count)}."
    if report.gone:
        verb = "is" if report.gone == 1 else "are"
        yield f"{counted(report.gone, 'finding')} in the baseline {verb} gone; --prune-baseline updates the file."


def _fixable(counts: Mapping[str, int]) -> Iterator[str]:
    """Yields what options fix findings with a mark, if there are any."""
    ways = [f"{counts[safety]:,} with {option}" for safety, option in _OPTIONS.items() if counts.get(safety)]
    if ways:
        yield f"{FIXABLE} can be fixed: {', '.join(ways)}."
