"""Decides where the text of an argument needs parentheses in the expression that it is put into."""

from __future__ import annotations

import ast
from typing import Final

#: Expressions whose text can stand anywhere. A number is none: `1.real` is no attribute.
_ATOMS: Final = (
    ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp,
    ast.SetComp, ast.JoinedStr,
)  # fmt: skip
#: Expressions that need parentheses even as an argument, unless they have their own.
_NOT_AN_ARGUMENT: Final = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.GeneratorExp)
#: The parents that only accept an atom, or another expression by precedence.
_OPERATIONS: Final = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Attribute, ast.Await, ast.IfExp, ast.Starred,
)  # fmt: skip


def needs_parentheses(argument: ast.expr, place: ast.expr, parent: ast.AST) -> bool:
    """Returns whether an argument needs parentheses of its own at its place in an expression.

    Args:
        argument: the argument.
        place: the child of the parent that stands for it.
        parent: the expression around it.
    """
    if isinstance(argument, ast.Tuple):
        return False  # its text has parentheses
    if isinstance(argument, _NOT_AN_ARGUMENT):
        return True
    is_function = isinstance(parent, ast.Call) and parent.func is place
    is_owner = isinstance(parent, ast.Subscript) and parent.value is place
    if not (isinstance(parent, _OPERATIONS) or is_function or is_owner):
        return False
    if isinstance(argument, ast.Constant):
        return isinstance(parent, ast.Attribute) and not isinstance(argument.value, str | bytes)
    return not isinstance(argument, _ATOMS)
