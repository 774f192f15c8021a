"""Annotations that are written as strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source.parsing import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator


def strings_in(node: ast.expr) -> Iterator[ast.Constant]:
    """The string constants of an annotation that stand for types (those of `Literal[...]` do not)."""
    pending: list[ast.AST] = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner
        elif not (isinstance(inner, ast.Subscript) and _name(inner.value) == "Literal"):
            pending.extend(ast.iter_child_nodes(inner))


def parse_annotation(text: ast.Constant) -> ast.expr | None:
    """The expression in a string annotation, its nodes where they stand in the file.

    Where the string isn't written plainly in one piece (escapes, several lines,
    implicit concatenation) every node gets the place of the whole string.

    Returns:
        None if the string is no expression.
    """
    assert isinstance(text.value, str)
    try:
        parsed = parse_expression(text.value)
    except SyntaxError:
        return None
    width = len(text.value.encode("utf-8", "surrogatepass")) + 2
    plain = text.lineno == text.end_lineno and text.end_col_offset == text.col_offset + width
    for node in ast.walk(parsed):
        if isinstance(node, ast.expr):
            _place(node, text, plain=plain)
    return parsed


def _place(node: ast.expr, text: ast.Constant, *, plain: bool) -> None:
    if plain:
        first, last = node.col_offset, node.end_col_offset or node.col_offset
        node.col_offset = text.col_offset + 1 + first
        node.end_col_offset = text.col_offset + 1 + last
    else:
        node.col_offset, node.end_col_offset = text.col_offset, text.end_col_offset
    node.lineno, node.end_lineno = text.lineno, text.lineno if plain else text.end_lineno


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
