"""Converts positions of syntax nodes to spans in the source text, with columns in characters."""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span

if TYPE_CHECKING:
    from tf2lint.table import Lookup

#: The nodes that have a position.
Positioned = ast.expr | ast.stmt | ast.alias | ast.keyword | ast.arg
#: A line ending, as Python's parser defines it.
LINE_END: Final = re.compile(r"\r\n|\r|\n")
_RETURN: Final = "\r"
_DECORATED: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_MULTIBYTE: Final = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=2)
def split_lines(text: str) -> list[str]:
    """Returns the lines of a text, without their endings; one more if it ends with one.

    The list is the same for all that ask for it while a file is checked, so nothing may change it.
    """
    return LINE_END.split(text) if _RETURN in text else text.split("\n")


class Lines:
    """The lines of a source, as Python's parser counts them.

    Args:
        source: the text, with any line endings.
    """

    def __init__(self, source: str) -> None:
        # In ASCII text, bytes are characters, so the lines are not needed.
        self._lines = [] if source.isascii() else split_lines(source)
        self._multibyte: dict[int, tuple[list[int], list[int]]] = {}

    def span(self, node: Positioned) -> Span:
        """Returns the span of a node."""
        end_line, end_offset = node.end_lineno, node.end_col_offset
        if end_line is None or end_offset is None:
            end_line, end_offset = node.lineno, node.col_offset
        if not self._lines:
            return Span(node.lineno, node.col_offset + 1, end_line, end_offset + 1)
        return Span(
            node.lineno,
            self.column(node.lineno, node.col_offset),
            end_line,
            self.column(end_line, end_offset),
        )

    def column(self, line: int, offset: int) -> int:
        """Converts an offset in UTF-8 bytes to a column in characters, counted from 1."""
        if not 0 < line <= len(self._lines):
            return offset + 1
        if line not in self._multibyte:
            self._multibyte[line] = _multibyte_characters(self._lines[line - 1])
        ends, surplus = self._multibyte[line]
        return offset + 1 - surplus[bisect_right(ends, offset)]


def _multibyte_characters(text: str) -> tuple[list[int], list[int]]:
    """Returns where the multibyte characters of a line end, and how many more bytes than characters precede each end.

    The ends are offsets in bytes. The second list begins with an additional 0, for offsets before the first end.
    """
    ends, surplus = list[int](), [0]
    for found in _MULTIBYTE.finditer(text):
        width = len(found[0].encode("utf-8", "surrogatepass"))
        ends.append(found.start() + surplus[-1] + width)
        surplus.append(surplus[-1] + width - 1)
    return ends, surplus


def symbol_node(node: Positioned, lookup: Lookup) -> Positioned:
    """Returns the part of a node that the table has an entry for: `tf.GraphKeys` of `tf.GraphKeys.UPDATE_OPS`."""
    if lookup.missing:
        return node
    for attribute in reversed(lookup.rest):
        if not isinstance(node, ast.Attribute) or node.attr != attribute:
            break
        node = node.value
    return node


def first_line(node: ast.stmt | ast.Lambda) -> int:
    """Returns the first line of a statement or lambda, including its decorators."""
    if node.__class__ not in _DECORATED:
        return node.lineno
    decorators: list[ast.expr] = getattr(node, "decorator_list")  # noqa: B009  # the check of types would be slow
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno


def lines_of(node: ast.Module | ast.stmt | ast.Lambda) -> range:
    """Returns the lines of a module, statement or lambda, decorators included; of a module all lines."""
    if isinstance(node, ast.Module):
        return range(sys.maxsize)
    first = node.lineno if isinstance(node, ast.Lambda) else first_line(node)
    return range(first, (node.end_lineno or node.lineno) + 1)
