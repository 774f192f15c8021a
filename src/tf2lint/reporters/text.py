"""The text format: one line per finding, as compilers and linters print them, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.model import SAFE, STOP_GAP, UNSAFE, Severity
from tf2lint.reporters.summary import counted, coverage
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

    #: A function that applies a color, its second argument, to a text.
    Paint = Callable[[str, str], str]

_COLORS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
#: The mark of a finding with a fix.
_FIXABLE: Final = "[*]"
#: The options that apply fixes, by how safe they are.
_OPTIONS: Final = {SAFE: "--fix", UNSAFE: "--unsafe-fixes", STOP_GAP: "--stop-gap"}
#: The number of characters shown of a source line.
_MAX_WIDTH: Final = 120


def render(report: Report, style: Style) -> str:
    """Renders the report as text."""
    paint = _painted if style.color else _plain
    if style.statistics:
        lines = list(_statistics(report, paint))
    else:
        lines = [line for located in report.findings for line in _finding(located, style, paint)]
    if style.summary:
        lines += _summary(report)
    return "".join(f"{line}\n" for line in lines)


def _plain(text: str, _color: str) -> str:
    return text


def _painted(text: str, color: str) -> str:
    from rich.style import Style  # slow to import, and only needed on a terminal

    return Style.parse(color).render(text)


def _finding(located: Located, style: Style, paint: Paint) -> Iterator[str]:
    finding = located.finding
    cell = "" if located.cell is None else f"cell {located.cell}:"
    position = f"{paint(finding.path, 'bold')}:{cell}{finding.span.line}:{finding.span.column}"
    mark = "" if finding.fix is None else f" {_FIXABLE}"
    yield f"{position}: {paint(finding.code, _COLORS[finding.severity])}{mark} {full_message(finding)}"
    if style.source and located.line.strip():
        yield from _source(located, paint)


def _source(located: Located, paint: Paint) -> Iterator[str]:
    """Yields the source line of a finding, and a line that underlines the finding."""
    span, line = located.finding.span, located.line
    start = min(span.column - 1, len(line))
    end = max(span.end_column - 1 if span.end_line == span.line else len(line), start + 1)
    cut = max(0, min(start - _MAX_WIDTH // 3, len(line) - _MAX_WIDTH))
    shown = "".join(character if character.isprintable() else " " for character in line[cut : cut + _MAX_WIDTH])
    number = str(span.line)
    gap, mark = _width(shown[: start - cut]), max(_width(shown[start - cut : end - cut]), 1)
    bar, marked = paint("|", "dim"), paint("^" * mark, _COLORS[located.finding.severity])
    yield f"  {paint(number, 'dim')} {bar} {shown}"
    yield f"  {' ' * len(number)} {bar} {' ' * gap}{marked}"


def _width(text: str) -> int:
    """Returns the number of terminal columns that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # slow to import, and wide characters are rare

    return cell_len(text)


def _statistics(report: Report, paint: Paint) -> Iterator[str]:
    by_code = {rule.code: rule for rule in rules()}
    counts = sorted(report.by_code().items(), key=lambda item: -item[1])
    width = len(str(max((count for _, count in counts), default=0)))
    severities = report.severity_by_code()
    for code, count in counts:
        severity = severities[code]
        yield f"{count:>{width}}  {paint(code, _COLORS[severity])}  {severity:<7}  {by_code[code].name}"


def _summary(report: Report) -> Iterator[str]:
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
        yield f"{_FIXABLE} can be fixed: {', '.join(ways)}."
