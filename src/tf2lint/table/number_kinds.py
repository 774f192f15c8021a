"""Whether dtypes, and numbers in code, are integers, floats, or doubles. Complex numbers count as floats."""

from __future__ import annotations

import ast
from typing import Final

FLOAT: Final = "float"
DOUBLE: Final = "double"
INTEGER: Final = "integer"


def kind_of_dtype(name: str) -> str:
    """Returns whether a dtype is one of floats, doubles, or integers; empty for others.

    Args:
        name: its name without the leading `tf.`, such as `float32`.
    """
    if name in ("float64", "double"):
        return DOUBLE
    kind = name.rstrip("0123456789")
    if kind in ("float", "bfloat", "half", "complex"):
        return FLOAT
    return INTEGER if kind in ("int", "uint") else ""


def kind_of_numbers(node: ast.expr) -> str:
    """Returns what a number is, or the numbers in a list are as a tensor; empty for all other expressions.

    One float makes floats of all of them.
    """
    match node:
        case ast.Constant(value=value):
            return INTEGER if type(value) is int else FLOAT if type(value) is float else ""
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return kind_of_numbers(operand)
        case ast.List(elts=[_, *_] as elements) | ast.Tuple(elts=[_, *_] as elements):
            kinds = set(map(kind_of_numbers, elements))
            return "" if "" in kinds else FLOAT if FLOAT in kinds else INTEGER
    return ""
