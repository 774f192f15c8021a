"""Splits the text of a notebook cell into logical lines: Python's tokens, as far as IPython's syntax depends on them.

IPython's own lines are no Python, so the `tokenize` module, which differs between versions of Python, cannot be used.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\f]+|\\\n)|(?P<newline>\n)|(?P<comment>\#[^\n]*)
    |(?P<string>'''(?:\\.|[^\\])*?(?:'''|\Z)|\"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\Z)
               |'(?:\\.|[^\\'\n])*'|"(?:\\.|[^\\"\n])*")
    |(?P<name>\w+)|(?P<operator>[=!<>+\-*/%&|^@:]=|.)""",
    re.VERBOSE | re.DOTALL,
)
#: What may follow the equals sign of an assignment of a magic's or a shell command's result.
_ESCAPED_VALUE: Final = re.compile(r"(?:[ \t\f]|\\\n)*(?=%[ \t]*[^\W\d]|!(?!=))")
#: A request for help at the end of a line.
_HELP: Final = re.compile(r"%{0,2}(?!\d)[\w*]+(?:\.(?!\d)[\w*]+|\[-?[0-9]+\])*\?\??$")


class LogicalLine(NamedTuple):
    """A logical line: what Python reads as one line, which brackets, strings and backslashes may continue.

    Attributes:
        end: the offset of its line break, or of the end of the text, or of `value`.
        value: the offset of the magic or shell command whose result it assigns; None without one.
        is_help: whether it requests help (`name?`).
        is_complete: whether all of its brackets and strings are closed.
    """

    end: int
    value: int | None
    is_help: bool
    is_complete: bool


def logical_line(text: str, start: int) -> LogicalLine:
    """Returns the logical line at an offset.

    Args:
        text: the text of the cell.
        start: the offset of the first character of the line.
    """
    depth, position, last = 0, start, ""
    has_equals = False
    is_closed = True
    while position < len(text):
        token = _TOKEN.match(text, position)
        assert token is not None
        kind, string = token.lastgroup, token[0]
        if kind == "newline" and depth <= 0:
            break
        if kind == "string":
            is_closed = _is_closed(string)
        elif string in ("(", "[", "{"):
            depth += 1
        elif string in (")", "]", "}"):
            depth = max(depth - 1, 0)
        elif string == "=" and depth == 0 and not has_equals:
            has_equals = True
            escaped = _ESCAPED_VALUE.match(text, token.end())
            if escaped:  # what follows is no Python
                return LogicalLine(escaped.end(), escaped.end(), is_help=False, is_complete=False)
        if kind not in ("space", "newline"):
            last = string
        position = token.end()
    return LogicalLine(position, None, last == "?" and requests_help(text[start:position]), is_closed and depth == 0)


def requests_help(line: str) -> bool:
    """Returns whether a line ends with a request for help (`name?`)."""
    return _HELP.search(line) is not None


def lines_in_strings(text: str) -> frozenset[int]:
    """Returns the numbers, from 0, of the lines that begin inside a string.

    Args:
        text: the text of the cell.
    """
    lines, line = set[int](), 0
    for token in _TOKEN.finditer(text):
        count = token[0].count("\n")
        if token.lastgroup == "string":
            lines.update(range(line + 1, line + count + 1))
        line += count
    return frozenset(lines)


def _is_closed(string: str) -> bool:
    return string[:3] not in ("'''", '"""') or (len(string) >= 6 and string.endswith(string[:3]))
