"""The text of rewritten code: new text, and expressions of the program as they stand there."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, Final

from tf2lint.source import LINE_END
from tf2lint.table import Root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tf2lint.rewriting.instantiation import Piece

#: A line, from 1, and an offset in it in bytes.
Position = tuple[int, int]
#: Code in a message is shortened to this many characters, where leaving out arguments can do it.
_MAX_SHOWN: Final = 200
_LEFT_OUT: Final = "..."
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}", ",")


class SourceTexts:
    """Returns the text of expressions of a file, each on one line.

    Args:
        source: the text of the file.
        replacement: returns the code to write instead of an expression; empty if that stays.
    """

    def __init__(self, source: str, replacement: Callable[[ast.expr], str] = lambda _: "") -> None:
        self._replacement = replacement
        self._lines = [line.encode("utf-8", "surrogatepass") for line in LINE_END.split(source)]

    def of(self, node: ast.expr) -> str:
        """Returns the text of an expression of the file, or of one that is not in it."""
        line, end_line, end = getattr(node, "lineno", 0), node.end_lineno or 0, node.end_col_offset
        if not 0 < line <= end_line <= len(self._lines):
            return ast.unparse(node)
        text = "".join(self._replaced(node, (line, node.col_offset), (end_line, end or 0)))
        return text if line == end_line else _on_one_line(text, node)

    def _replaced(self, node: ast.expr, start: Position, end: Position) -> Iterator[str]:
        """Yields the text between two positions, with replacements for expressions in a node there."""
        for inner in _outermost(node, self._replacement):
            yield self._between(start, (inner.lineno, inner.col_offset))
            yield self._replacement(inner)
            start = inner.end_lineno or 0, inner.end_col_offset or 0
        yield self._between(start, end)

    def _between(self, start: Position, end: Position) -> str:
        lines = self._lines[start[0] - 1 : end[0]]
        lines[-1] = lines[-1][: end[1]]
        lines[0] = lines[0][start[1] :]
        return b"\n".join(lines).decode("utf-8", "surrogatepass")


def _outermost(node: ast.expr, replacement: Callable[[ast.expr], str]) -> list[ast.expr]:
    """Returns the outermost expressions in a node that have a replacement, in order."""
    found: list[ast.expr] = []
    pending: list[ast.AST] = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.JoinedStr):
            continue  # before Python 3.12, what is in it has no positions
        if isinstance(inner, ast.expr) and replacement(inner):
            found.append(inner)
        else:
            pending += ast.iter_child_nodes(inner)
    return sorted(found, key=lambda inner: (inner.lineno, inner.col_offset))


def _on_one_line(text: str, node: ast.expr) -> str:
    """Returns the text of an expression without comments and line breaks."""
    result, previous, end = "", "", (1, 0)
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({text})").readline):
            if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER):
                continue
            if "\n" in token.string:
                return ast.unparse(node)
            is_joined = previous in _OPENING or token.string in _CLOSING
            is_apart = token.start[0] != end[0] and not is_joined
            result += " " * (is_apart or (token.start[0] == end[0] and token.start[1] > end[1])) + token.string
            previous, end = token.string, token.end
    except (tokenize.TokenError, SyntaxError):
        return ast.unparse(node)
    return result[1:-1]


def code(pieces: Sequence[Piece], root: str, texts: SourceTexts) -> str:
    """Returns rewritten code, on one line.

    Args:
        pieces: the code.
        root: the name of TensorFlow in the program.
        texts: the text of the program's expressions.
    """
    return "".join(_texts(pieces, root, texts))


def shown(pieces: Sequence[Piece], root: str, texts: SourceTexts) -> str:
    """Returns rewritten code as it is shown in a message: without its longest arguments if it is long."""
    parts = _texts(pieces, root, texts)
    arguments = [index for index, piece in enumerate(pieces) if isinstance(piece, ast.expr)]
    for index in sorted(arguments, key=lambda index: -len(parts[index])):
        if sum(map(len, parts)) <= _MAX_SHOWN or len(parts[index]) <= len(_LEFT_OUT):
            break
        parts[index] = _LEFT_OUT
    return "".join(parts)


def _texts(pieces: Sequence[Piece], root: str, texts: SourceTexts) -> list[str]:
    return [
        piece
        if isinstance(piece, str)
        else root
        if isinstance(piece, Root)
        else _with_parentheses(piece, texts.of(piece))
        for piece in pieces
    ]


def _with_parentheses(node: ast.expr, text: str) -> str:
    """Returns the text of an expression in which a tuple has parentheses, which it may lack in an index."""
    return f"({text})" if isinstance(node, ast.Tuple) and not text.startswith("(") else text
