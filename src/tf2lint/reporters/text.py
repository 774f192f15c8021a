"""One line a finding, as compilers and linters write them, and a summary that leaves no silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.model import Severity
from tf2lint.reporters.summary import counted, looked_at
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

    #: Puts a text into a colour.
    Paint = Callable[[str, str], str]

_COLOURS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
#: How much of a long line is shown.
_WIDTH: Final = 120


def render(report: Report, style: Style) -> str:
    """The report as text for people."""
    paint = _painted if style.colour else _plain
    if style.statistics:
        lines = list(_statistics(report, paint))
    else:
        lines = [line for located in report.findings for line in _finding(located, style, paint)]
    if style.summary:
        lines += _summary(report)
    return "".join(f"{line}\n" for line in lines)


def _plain(text: str, _colour: str) -> str:
    return text


def _painted(text: str, colour: str) -> str:
    from rich.style import Style  # only where there is a terminal

    return Style.parse(colour).render(text)


def _finding(located: Located, style: Style, paint: Paint) -> Iterator[str]:
    finding = located.finding
    cell = "" if located.cell is None else f"cell {located.cell}:"
    place = f"{paint(finding.path, 'bold')}:{cell}{finding.span.line}:{finding.span.column}"
    yield f"{place}: {paint(finding.code, _COLOURS[finding.severity])} {finding.message}"
    if style.source and located.line.strip():
        yield from _source(located, paint)


def _source(located: Located, paint: Paint) -> Iterator[str]:
    """The line of a finding, with a line below that marks it."""
    span, line = located.finding.span, located.line
    start = min(span.column - 1, len(line))
    end = max(span.end_column - 1 if span.end_line == span.line else len(line), start + 1)
    cut = max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    shown = "".join(character if character.isprintable() else " " for character in line[cut : cut + _WIDTH])
    number = str(span.line)
    gap, mark = _width(shown[: start - cut]), max(_width(shown[start - cut : end - cut]), 1)
    bar, marked = paint("|", "dim"), paint("^" * mark, _COLOURS[located.finding.severity])
    yield f"  {paint(number, 'dim')} {bar} {shown}"
    yield f"  {' ' * len(number)} {bar} {' ' * gap}{marked}"


def _width(text: str) -> int:
    """How many places a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # wide characters are rare

    return cell_len(text)


def _statistics(report: Report, paint: Paint) -> Iterator[str]:
    known = {rule.code: rule for rule in rules()}
    counts = sorted(report.by_code().items(), key=lambda counted: -counted[1])
    width = len(str(max((count for _, count in counts), default=0)))
    for code, count in counts:
        rule = known[code]
        yield f"{count:>{width}}  {paint(code, _COLOURS[rule.severity])}  {rule.severity:<7}  {rule.name}"


def _summary(report: Report) -> Iterator[str]:
    counts = [counted(count, severity) for severity, count in report.by_severity().items() if count]
    found = counted(len(report.findings), "finding") + (f" ({', '.join(counts)})" if counts else "")
    yield f"{found}: {looked_at(report)}"
    left_out = [
        (report.suppressed, "accepted by comments"),
        (report.accepted, "accepted by the baseline"),
        (report.unchanged, "in lines that did not change"),
    ]
    if any(count for count, _ in left_out):
        yield f"Not counted: {', '.join(f'{count} {why}' for count, why in left_out if count)}."
    if report.gone:
        was = "is" if report.gone == 1 else "are"
        yield f"{counted(report.gone, 'finding')} of the baseline {was} gone: --prune-baseline takes them out of it."
