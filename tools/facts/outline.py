"""Parses a module and drops what the facts never need: most of the bodies of functions and methods.

A TensorFlow wheel has a million lines. Complete syntax trees would exhaust the memory; outlines do not.
"""

from __future__ import annotations

import ast
import warnings

from facts.errors import FactsError
from facts.self_attributes import FunctionNode, names_set_on_self, statements

#: Methods that define the parameters of a class.
CONSTRUCTORS = ("__init__", "__new__")
#: The method of a metaclass that defines the parameters of its classes.
METACLASS_CALL = "__call__"
#: Functions that provide further names of a module or class.
ANSWERING = ("__getattr__", "__getattribute__")


def parse_outline(source: bytes, where: str) -> ast.Module:
    """Parses a module's source into an outline.

    In the outline, the body of a function consists of its first statement after the docstring, its inner functions
    and its return statements; the body of a method consists of its first statement, if that raises. A class ends with
    the attributes that its methods set. `__getattr__` and `__getattribute__` are kept only if they return something,
    because otherwise they add no names.

    Args:
        source: the source of the module.
        where: its location, for messages.

    Raises:
        FactsError: the source does not parse.
    """
    try:
        with warnings.catch_warnings():
            # Old sources have invalid escapes such as "\\d", which are not relevant here.
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise FactsError(f"{where}: does not parse ({error})") from error
    _trim_statements(tree.body)
    return tree


def docstring_of(body: list[ast.stmt]) -> str | None:
    """Returns the docstring of a body; None if it has none."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str(text))), *_]:
            return text
    return None


def _trim_statements(body: list[ast.stmt], *, in_class: bool = False) -> None:
    body[:] = [statement for statement in body if not _only_raises(statement)]
    for statement in body:
        if isinstance(statement, FunctionNode):
            _trim_function(statement, is_method=in_class)
        elif isinstance(statement, ast.ClassDef):
            attributes = names_set_on_self(statement.body)
            _trim_statements(statement.body, in_class=True)
            statement.body.append(attributes)
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


def _only_raises(statement: ast.stmt) -> bool:
    """Returns whether a statement defines a `__getattr__` that returns nothing, so that it only raises."""
    if not isinstance(statement, FunctionNode) or statement.name not in ANSWERING:
        return False
    inside = statements(statement.body, into_functions=False)
    return not any(isinstance(one, ast.Return) and one.value for one in inside)
