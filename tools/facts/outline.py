"""Parses a module and throws away what the facts never need: the bodies of functions and methods.

A TensorFlow wheel holds a million lines. Their whole syntax trees would fill the memory; outlines do not.
"""

from __future__ import annotations

import ast
import warnings

from facts.errors import FactsError

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

#: Methods that say how a class is called; all others are dropped.
CONSTRUCTORS = ("__init__", "__new__")
#: The method of a metaclass that says how its classes are called.
METACLASS_CALL = "__call__"


def parse_outline(source: bytes, where: str) -> ast.Module:
    """Parse a module's source into an outline.

    Given the source and, for messages, the place it is from. In the outline a function's body is its first
    statement after the docstring, the functions in it and what it returns; a class has no methods but its
    constructors and `__call__`.

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


def _trim_statements(body: list[ast.stmt]) -> None:
    for statement in body:
        if isinstance(statement, FunctionNode):
            _trim_function(statement)
        elif isinstance(statement, ast.ClassDef):
            _trim_class(statement)
        else:
            _trim_compound(statement)


def _trim_compound(statement: ast.stmt) -> None:
    for field in ("body", "orelse", "finalbody"):
        _trim_statements(getattr(statement, field, []))
    for handler in getattr(statement, "handlers", []):
        _trim_statements(handler.body)


def _trim_function(node: FunctionNode) -> None:
    body = node.body if docstring_of(node.body) is None else node.body[1:]
    node.body = body[:1] + [one for one in body[1:] if isinstance(one, FunctionNode | ast.Return)]
    for inner in node.body:
        if isinstance(inner, FunctionNode):
            _trim_function(inner)


def _trim_class(node: ast.ClassDef) -> None:
    node.body = [
        statement
        for statement in node.body
        if not isinstance(statement, FunctionNode) or statement.name in (*CONSTRUCTORS, METACLASS_CALL)
    ]
    for statement in node.body:
        if isinstance(statement, FunctionNode):
            _trim_function(statement)
