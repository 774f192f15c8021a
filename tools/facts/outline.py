"""Parses a module and throws away what the facts never need: most of the bodies of functions and methods.

A TensorFlow wheel holds a million lines. Their whole syntax trees would fill the memory; outlines do not.
"""

from __future__ import annotations

import ast
import warnings

from facts.errors import FactsError
from facts.selfnames import FunctionNode, names_set_on_self, statements

#: Methods that say how a class is called.
CONSTRUCTORS = ("__init__", "__new__")
#: The method of a metaclass that says how its classes are called.
METACLASS_CALL = "__call__"
#: Functions that answer for names which nothing else has, in a module or a class.
ANSWERING = ("__getattr__", "__getattribute__")


def parse_outline(source: bytes, where: str) -> ast.Module:
    """Parse a module's source into an outline.

    Given the source and, for messages, the place it is from. In the outline a function's body is its first
    statement after the docstring, the functions in it and what it returns; a method's body is its first
    statement, if that raises. A class ends with the attributes that its methods set. `__getattr__` and
    `__getattribute__` are there only if they return something: others give no name that would not be there.

    Raises:
        FactsError: the source does not parse.
    """
    try:
        with warnings.catch_warnings():
            # Old sources hold invalid escapes such as "\\d"; that is not our business.
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise FactsError(f"{where}: does not parse ({error})") from error
    _trim_statements(tree.body)
    return tree


def docstring_of(body: list[ast.stmt]) -> str | None:
    """Return the docstring that a body starts with, or None."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str(text))), *_]:
            return text
    return None


def _trim_statements(body: list[ast.stmt], *, in_class: bool = False) -> None:
    body[:] = [statement for statement in body if not _answers_nothing(statement)]
    for statement in body:
        if isinstance(statement, FunctionNode):
            _trim_function(statement, is_method=in_class)
        elif isinstance(statement, ast.ClassDef):
            sets = names_set_on_self(statement.body)
            _trim_statements(statement.body, in_class=True)
            statement.body.append(sets)
        else:
            _trim_compound(statement, in_class=in_class)


def _trim_compound(statement: ast.stmt, *, in_class: bool) -> None:
    for field in ("body", "orelse", "finalbody"):
        _trim_statements(getattr(statement, field, []), in_class=in_class)
    for handler in getattr(statement, "handlers", []):
        _trim_statements(handler.body, in_class=in_class)


def _trim_function(node: FunctionNode, *, is_method: bool) -> None:
    body = node.body if docstring_of(node.body) is None else node.body[1:]
    if is_method:
        node.body = [one for one in body[:1] if isinstance(one, ast.Raise)]
        return
    node.body = body[:1] + [one for one in body[1:] if isinstance(one, FunctionNode | ast.Return)]
    for inner in node.body:
        if isinstance(inner, FunctionNode):
            _trim_function(inner, is_method=False)


def _answers_nothing(statement: ast.stmt) -> bool:
    """Tell whether a statement defines a `__getattr__` that returns nothing, so that it can only raise."""
    if not isinstance(statement, FunctionNode) or statement.name not in ANSWERING:
        return False
    inside = statements(statement.body, into_functions=False)
    return not any(isinstance(one, ast.Return) and one.value for one in inside)
