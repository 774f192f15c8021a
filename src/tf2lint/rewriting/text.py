"""The text of rewritten code: new text, and expressions of the program as they stand there."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, Final

from tf2lint.table import Root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.rewriting.instantiation import Piece

#: Code in a message is shortened to this many characters, where leaving out arguments can do it.
_MAX_SHOWN: Final = 200
_LEFT_OUT: Final = "..."
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}", ",")


class SourceTexts:
    """Returns the text of expressions of a file, each on one line.

    Args:
        source: the text of the file.
    """

    def __init__(self, source: str) -> None:
        self._lines = [line.encode("utf-8", "surrogatepass") for line in source.split("\n")]
        self._is_plain = "\r" not in source and "\f" not in source

    def of(self, node: ast.expr) -> str:
        """Returns the text of an expression of the file, or of one that is not in it."""
        line, end_line, end = getattr(node, "lineno", 0), node.end_lineno or 0, node.end_col_offset
        if not self._is_plain or not 0 < line <= end_line <= len(self._lines):
            return ast.unparse(node)
        lines = self._lines[line - 1 : end_line]
        lines[-1] = lines[-1][:end]
        lines[0] = lines[0][node.col_offset :]
        text = b"\n".join(lines).decode("utf-8", "surrogatepass")
        return text if len(lines) == 1 else _on_one_line(text, node)


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
