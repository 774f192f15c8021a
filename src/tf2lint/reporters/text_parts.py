"""What the formats for people have in common: colors, positions, marks, and source lines."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.model import Severity
from tf2lint.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.model import Finding, Located

    #: A function that applies a color, its second argument, to a text.
    Paint = Callable[[str, str], str]

COLORS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
#: The mark of a finding with a fix.
FIXABLE: Final = "[*]"
#: The number of characters shown of a source line.
_MAX_WIDTH: Final = 120
#: What separates the clauses of a message: the first one says what is wrong, the others what to do.
_SEPARATOR: Final = "; "
_INDENTATION: Final = "  "
_HELP: Final = "help: "


def painter(*, color: bool) -> Paint:
    """Returns what applies colors to texts, or leaves them as they are."""
    return _painted if color else _plain


def _plain(text: str, _color: str) -> str:
    return text


def _painted(text: str, color: str) -> str:
    from rich.style import Style  # slow to import, and only needed on a terminal

    return Style.parse(color).render(text)


def position(located: Located, paint: Paint) -> str:
    """Returns where a finding is: `path:line:column`, or `path:cell 2:line:column` in a notebook."""
    span = located.finding.span
    cell = "" if located.cell is None else f"cell {located.cell}:"
    return f"{paint(printable(located.finding.path), 'bold')}:{cell}{span.line}:{span.column}"


def mark(finding: Finding) -> str:
    """Returns the mark of a finding with a fix, after a space; empty for others."""
    return "" if finding.fix is None else f" {FIXABLE}"


def fact_and_help(finding: Finding) -> tuple[str, str]:
    """Returns what is wrong, with what shows it, and what to do, which may be empty."""
    fact, _, advice = finding.message.partition(_SEPARATOR)
    return full_message(finding._replace(message=fact)), advice


def help_lines(advice: str, width: int, paint: Paint) -> Iterator[str]:
    """Yields the lines that say what to do; none if the advice is empty."""
    lines = wrapped(_HELP + advice, width, _INDENTATION, " " * len(_HELP)) if advice else ()
    for number, line in enumerate(lines):
        yield line if number else line.replace(_HELP, paint(_HELP.rstrip(), "bold cyan") + " ", 1)


def wrapped(text: str, width: int, indentation: str = "", more: str = "") -> Iterable[str]:
    """Returns the lines of a text that is wrapped between words.

    Args:
        text: the text.
        width: the number of columns.
        indentation: what all lines begin with.
        more: what the lines after the first one begin with as well.
    """
    return textwrap.wrap(
        text, width, initial_indent=indentation, subsequent_indent=indentation + more, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def source_lines(located: Located, paint: Paint) -> Iterator[str]:
    """Yields the source line of a finding, and a line that underlines the finding."""
    span, line = located.finding.span, located.line
    start = min(span.column - 1, len(line))
    end = max(span.end_column - 1 if span.end_line == span.line else len(line), start + 1)
    cut = max(0, min(start - _MAX_WIDTH // 3, len(line) - _MAX_WIDTH))
    shown = "".join(character if character.isprintable() else " " for character in line[cut : cut + _MAX_WIDTH])
    number = str(span.line)
    gap, length = _width(shown[: start - cut]), max(_width(shown[start - cut : end - cut]), 1)
    bar, marked = paint("|", "dim"), paint("^" * length, COLORS[located.finding.severity])
    yield f"  {paint(number, 'dim')} {bar} {shown}"
    yield f"  {' ' * len(number)} {bar} {' ' * gap}{marked}"


def _width(text: str) -> int:
    """Returns the number of terminal columns that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # slow to import, and wide characters are rare

    return cell_len(text)
