"""Expressions that may evaluate to None instead of something."""

from __future__ import annotations

import ast


def is_none(node: ast.expr) -> bool:
    """Returns whether an expression is `None`."""
    return isinstance(node, ast.Constant) and node.value is None


def unless_none(node: ast.expr) -> ast.expr:
    """Returns what an expression evaluates to where that is not None: `f()` for `f() if c else None`."""
    while isinstance(node, ast.IfExp) and is_none(node.body) is not is_none(node.orelse):
        node = node.orelse if is_none(node.body) else node.body
    return node
