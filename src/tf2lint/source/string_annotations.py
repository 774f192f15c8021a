"""Parses annotations that are written as strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source.parsing import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator


def strings_in(node: ast.expr) -> Iterator[ast.Constant]:
    """Yields the string constants of an annotation that denote types (those of `Literal[...]` do not)."""
    pending: list[ast.AST] = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner
        elif not (isinstance(inner, ast.Subscript) and _name(inner.value) == "Literal"):
            pending.extend(ast.iter_child_nodes(inner))


def parse_annotation(text: ast.Constant) -> ast.expr | None:
    """Parses a string annotation and sets the nodes' positions in the file.

    If the string isn't written plainly in one piece (escapes, several lines,
    implicit concatenation), every node gets the position of the whole string.

    Returns:
        The expression; None if the string isn't one.
    """
    assert isinstance(text.value, str)
    try:
        parsed = parse_expression(text.value)
    except SyntaxError:
        return None
    width = len(text.value.encode("utf-8", "surrogatepass")) + 2
    is_plain = text.lineno == text.end_lineno and text.end_col_offset == text.col_offset + width
    for node in ast.walk(parsed):
        if isinstance(node, ast.expr):
            _set_position(node, text, is_plain=is_plain)
    return parsed


def _set_position(node: ast.expr, text: ast.Constant, *, is_plain: bool) -> None:
    if is_plain:
        first, last = node.col_offset, node.end_col_offset or node.col_offset
        node.col_offset = text.col_offset + 1 + first
        node.end_col_offset = text.col_offset + 1 + last
    else:
        node.col_offset, node.end_col_offset = text.col_offset, text.end_col_offset
    node.lineno, node.end_lineno = text.lineno, text.lineno if is_plain else text.end_lineno


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
