"""Where a node stands in a source text, in characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span

if TYPE_CHECKING:
    import ast

    #: The nodes that know where they stand.
    Positioned = ast.expr | ast.stmt | ast.alias | ast.keyword | ast.arg


#: What ends a line for Python's parser.
LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a source, as Python's parser counts them.

    Args:
        source: the text, with whatever line ends it has.
    """

    def __init__(self, source: str) -> None:
        # Where all is ASCII, bytes are characters, and the lines are never asked for.
        self._lines = [] if source.isascii() else LINE_END.split(source)

    def span(self, node: Positioned) -> Span:
        """Where a node stands."""
        end_line, end_offset = node.end_lineno, node.end_col_offset
        if end_line is None or end_offset is None:
            end_line, end_offset = node.lineno, node.col_offset
        return Span(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, end_offset),
        )

    def _column(self, line: int, offset: int) -> int:
        """The column, from 1 and in characters, of an offset in UTF-8 bytes."""
        if not 0 < line <= len(self._lines):
            return offset + 1
        text = self._lines[line - 1]
        if text.isascii():
            return offset + 1
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")) + 1
