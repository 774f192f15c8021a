"""The ends of file names that a program contains as literals."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: How many names are followed, one bound to the next.
_MAX_NAMES: Final = 4
#: Functions that return the path that they receive.
_CONVERSIONS: Final = ("str", "Path", "PurePath", "fspath", "abspath", "expanduser", "normpath", "realpath")


def literal_file_name(
    path: ast.expr, bound_value: Callable[[ast.expr], ast.expr | None] | None = None, names: int = _MAX_NAMES
) -> str | None:
    """Returns the literal text at the end of a file's name; None if the name does not end with a literal.

    Args:
        path: the expression of the file's name.
        bound_value: returns the only expression that a name or attribute is bound to; None to follow no names.
        names: how many names to follow at most.
    """

    def end_of(expression: ast.expr) -> str | None:
        return literal_file_name(expression, bound_value, names)

    match path:
        case ast.Constant(value=str(text)):
            return text.replace("\\", "/").rpartition("/")[2] or text
        case ast.JoinedStr(values=[*_, last]) | ast.BinOp(op=ast.Add() | ast.Div(), right=last):
            return end_of(last)
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return end_of(value)
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))):
            return _end_of_template(text, "%")
        case ast.Call(func=ast.Attribute(attr="join"), args=[_, *_, last]):
            return end_of(last)
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            return _end_of_template(text, "}")
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[only], keywords=[]) if (
            name in _CONVERSIONS
        ):
            return end_of(only)
        case ast.Name() | ast.Attribute() if bound_value is not None and names:
            bound = bound_value(path)
            return None if bound is None else literal_file_name(bound, bound_value, names - 1)
        case _:
            return None


def literal_end(path: ast.expr) -> ast.Constant | None:
    """Returns the string that a file's name ends with; None if it does not stand in the expression itself."""
    match path:
        case ast.Constant(value=str()):
            return path
        case ast.BinOp(op=ast.Add() | ast.Div(), right=last):
            return literal_end(last)
        case ast.Call(func=ast.Attribute(attr="join"), args=[_, *_, last]):
            return literal_end(last)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[only], keywords=[]) if (
            name in _CONVERSIONS
        ):
            return literal_end(only)
        case _:
            return None


def _end_of_template(text: str, mark: str) -> str | None:
    """Returns the literal end of a template, after what is filled in; `mark` is a character of each such part."""
    end = text.rpartition(mark)[2]
    if mark == "%":  # `%s`, `%(name)s`, `%.2f`: a conversion ends with its first letter outside of parentheses
        end = end.rpartition(")")[2].lstrip("0123456789.+-# ")[1:] if end != text else end
    return literal_file_name(ast.Constant(end)) if end else None
