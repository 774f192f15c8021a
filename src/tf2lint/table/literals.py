"""Evaluates literals. `ast.literal_eval` leaves reference cycles, which a check must not."""

from __future__ import annotations

import ast


def literal(node: ast.expr | None) -> tuple[bool, object]:
    """Returns whether an expression is a literal (a constant, a negative number, a list or tuple), and its value."""
    match node:
        case ast.Constant(value=value):
            return True, value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() | complex() as number)):
            return True, -number
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            parts = [literal(element) for element in elements]
            values = [value for _, value in parts]
            return all(is_literal for is_literal, _ in parts), values if isinstance(node, ast.List) else tuple(values)
        case _:
            return False, None
