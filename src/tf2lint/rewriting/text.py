"""The text of rewritten code: new text, and expressions of the program as they stand there."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.tokens import tokens
from tf2lint.source import Lines, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.model import Span
    from tf2lint.rewriting.instantiation import Piece

#: A line, from 1, and an offset in it in bytes.
Position = tuple[int, int]
#: Code in a message is shortened to this many characters, where leaving out arguments can do it.
_MAX_SHOWN: Final = 200
_LEFT_OUT: Final = "..."
#: What begins like an f-string with an expression in it. Before Python 3.12, that has no positions.
_FORMATTED: Final = re.compile(r"""["'](?:(?<=\b[fF].)|(?<=\b[fFrR]{2}.))(?=[^\n]*(?:\{|\\\n)|""|'')""")
#: What stands before an argument, an element, an index, or a value that is assigned.
_DELIMITED: Final = re.compile(r"[(\[,]$|(?<![=!<>+\-*/%@&|^:])=$")
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}", ",")


class SourceTexts:
    """Returns the text of expressions of a file, each on one line.

    Args:
        source: the text of the file.
        replaced: the expressions for which other code may be written.
        replacement: returns the code to write instead of one of them; empty if it stays.
    """

    def __init__(
        self, source: str, replaced: Iterable[ast.expr] = (), replacement: Callable[[ast.expr], str] = lambda _: ""
    ) -> None:
        self._replacement = replacement
        self._replaced = sorted(replaced, key=_start)
        self._starts = [_start(node) for node in self._replaced]
        self._source = source
        self._lines = split_lines(source)
        self._positions = Lines(source)

    @cached_property
    def has_f_strings(self) -> bool:
        """Whether the file may contain f-strings."""
        return _FORMATTED.search(self._source) is not None

    def of(self, node: ast.expr) -> str:
        """Returns the text of an expression of the file, or of one that is not in it."""
        if isinstance(node, ast.Name):
            inner = self._inside(node) if self._starts else ()
            return (self._replacement(node) if inner else "") or node.id
        start, end = _span(node)
        if not 0 < start[0] <= end[0] <= len(self._lines):
            return ast.unparse(node)
        text = self._between(start, end)
        inner = () if isinstance(node, ast.Constant) else self._inside(node)
        if inner and not (_FORMATTED.search(text) and _has_f_string(node)):
            text = "".join(self._with_replacements(inner, start, end))
        return text if start[0] == end[0] else _on_one_line(text, node)

    def span(self, node: ast.expr) -> Span:
        """Returns the span of an expression of the file."""
        return self._positions.span(node)

    def exact(self, node: ast.expr) -> str:
        """Returns the text of an expression of the file as it stands there, with its lines and comments."""
        return self._between(*_span(node))

    def is_delimited(self, node: ast.expr) -> bool:
        """Returns whether an expression stands between delimiters, as a whole argument or value does.

        Only its own lines are looked at.
        """
        before = self._between((node.lineno, 0), (node.lineno, node.col_offset)).rstrip()
        if not _DELIMITED.search(before):
            return False
        _, (end_line, end) = _span(node)
        after = self._lines[end_line - 1][self._positions.column(end_line, end) - 1 :]
        return after.strip()[:1] in ("", *_CLOSING)

    def in_parentheses(self, node: ast.expr) -> str:
        """Returns the text of an expression that can be any argument.

        A tuple may lack parentheses in an index, and an assignment expression as a positional argument.
        """
        text = self.of(node)
        if isinstance(node, ast.NamedExpr) or (isinstance(node, ast.Tuple) and not _is_one_argument(text)):
            return f"({text})"
        return text

    def _inside(self, node: ast.expr) -> Sequence[ast.expr]:
        """Returns the expressions in an expression for which other code may be written."""
        start, end = _span(node)
        return self._replaced[bisect_left(self._starts, start) : bisect_right(self._starts, end)]

    def _with_replacements(self, inner: Iterable[ast.expr], start: Position, end: Position) -> Iterator[str]:
        """Yields the text between two positions, with replacements for the outermost expressions there."""
        for node in inner:
            first, last = _span(node)
            code = self._replacement(node) if start <= first and last <= end else ""
            if code:
                yield self._between(start, first)
                yield code
                start = last
        yield self._between(start, end)

    def _between(self, start: Position, end: Position) -> str:
        """Returns the text between two positions, whose lines end in line feeds."""
        (first, _), (last, _) = start, end
        before, behind = self._lines[first - 1], self._lines[last - 1]
        begin, stop = self._positions.column(*start) - 1, self._positions.column(*end) - 1
        if first == last:
            return before[begin:stop]
        return "\n".join([before[begin:], *self._lines[first : last - 1], behind[:stop]])


#: Returns the position of an expression.
_start: Final = attrgetter("lineno", "col_offset")


def _span(node: ast.expr) -> tuple[Position, Position]:
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _has_f_string(node: ast.expr) -> bool:
    return any(isinstance(part, ast.JoinedStr) for part in ast.walk(node))


def _is_one_argument(text: str) -> bool:
    call = ast.parse(f"_({text})", mode="eval").body
    return isinstance(call, ast.Call) and len(call.args) == 1 and not isinstance(call.args[0], ast.Starred)


def _on_one_line(text: str, node: ast.expr) -> str:
    """Returns the text of an expression without comments and line breaks."""
    result, previous, end = "", "", (1, 1)
    for token in tokens(f"({text})")[0]:
        if "\n" in token.text:
            return ast.unparse(node)
        is_joined = previous in _OPENING or token.text in _CLOSING
        is_apart = token.start[0] != end[0] and not is_joined
        result += " " * (is_apart or (token.start[0] == end[0] and token.start[1] > end[1])) + token.text
        previous, end = token.text, token.end
    return result[1:-1]


def code(pieces: Sequence[Piece], root: str, text: Callable[[ast.expr], str]) -> str:
    """Returns rewritten code, on one line.

    Args:
        pieces: the code.
        root: the name of TensorFlow in the program.
        text: returns the text of an expression of the program.
    """
    return "".join(_texts(pieces, root, text))


def code_and_shown(pieces: Sequence[Piece], root: str, texts: SourceTexts) -> tuple[str, str]:
    """Returns rewritten code, and as it is shown in a message: without its longest arguments if it is long."""
    parts = _texts(pieces, root, texts.in_parentheses)
    whole = "".join(parts)
    if len(whole) <= _MAX_SHOWN:
        return whole, whole
    arguments = [index for index, piece in enumerate(pieces) if isinstance(piece, ast.expr)]
    for index in sorted(arguments, key=lambda index: -len(parts[index])):
        if sum(map(len, parts)) <= _MAX_SHOWN or len(parts[index]) <= len(_LEFT_OUT):
            break
        parts[index] = _LEFT_OUT
    return whole, "".join(parts)


def _texts(pieces: Sequence[Piece], root: str, text: Callable[[ast.expr], str]) -> list[str]:
    return [
        piece if isinstance(piece, str) else text(piece) if isinstance(piece, ast.expr) else root for piece in pieces
    ]
