"""Decides where the text of an argument needs parentheses in the expression that it is put into."""

from __future__ import annotations

import ast
from typing import Final

from tf2lint.table import Place

#: Expressions whose text can stand anywhere. A tuple's text has parentheses; a number is no owner: `1.real`.
_ATOMS: Final = (
    ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp,
    ast.SetComp, ast.JoinedStr, ast.Constant,
)  # fmt: skip
#: Expressions that need parentheses even as an argument, unless they have their own.
_NOT_AN_ARGUMENT: Final = (ast.NamedExpr, ast.Yield, ast.YieldFrom)


def needs_parentheses(argument: ast.expr, place: Place) -> bool:
    """Returns whether an argument needs parentheses of its own in an expression.

    The texts of tuples and generator expressions are expected to have theirs.

    Args:
        argument: the argument.
        place: what surrounds it in the expression.
    """
    if isinstance(argument, _NOT_AN_ARGUMENT):
        return True
    if place is Place.ARGUMENT or isinstance(argument, ast.Tuple | ast.GeneratorExp):
        return False
    if place is Place.OWNER and isinstance(argument, ast.Constant):
        return not isinstance(argument.value, str | bytes)
    return not isinstance(argument, _ATOMS)
