"""Where a node stands in a source text, in characters."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span

if TYPE_CHECKING:
    from tf2lint.table import Lookup

#: The nodes that know where they stand.
Positioned = ast.expr | ast.stmt | ast.alias | ast.keyword | ast.arg
#: What ends a line for Python's parser.
LINE_END: Final = re.compile(r"\r\n|\r|\n")
_WIDE: Final = re.compile(r"[^\x00-\x7f]")


class Lines:
    """The lines of a source, as Python's parser counts them.

    Args:
        source: the text, with whatever line ends it has.
    """

    def __init__(self, source: str) -> None:
        # Where all is ASCII, bytes are characters, and the lines are never asked for.
        self._lines = [] if source.isascii() else LINE_END.split(source)
        self._wide: dict[int, tuple[list[int], list[int]]] = {}

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
        if line not in self._wide:
            self._wide[line] = _wide_characters(self._lines[line - 1])
        ends, more = self._wide[line]
        return offset + 1 - more[bisect_right(ends, offset)]


def _wide_characters(text: str) -> tuple[list[int], list[int]]:
    """Where the characters of a line end that take several bytes, and how many bytes more than characters there are.

    The second list has one more: before any of them it is none.
    """
    ends, more = list[int](), [0]
    for found in _WIDE.finditer(text):
        width = len(found[0].encode("utf-8", "surrogatepass"))
        ends.append(found.start() + more[-1] + width)
        more.append(more[-1] + width - 1)
    return ends, more


def symbol_node(node: Positioned, lookup: Lookup) -> Positioned:
    """The part of `tf.GraphKeys.UPDATE_OPS` that is `tf.GraphKeys`: without what follows the table's name."""
    if lookup.missing:
        return node
    for attribute in reversed(lookup.rest):
        if not isinstance(node, ast.Attribute) or node.attr != attribute:
            break
        node = node.value
    return node


def first_line(node: ast.stmt | ast.Lambda) -> int:
    """The line in which a statement or a lambda begins, with its decorators."""
    decorators: list[ast.expr] | None = getattr(node, "decorator_list", None)
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno
