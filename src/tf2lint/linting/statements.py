"""Statements of a function: those around an expression, and those that bind a name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What contains statements, and is in the list of another statement or in a module.
BLOCKS: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)
_SELF: Final = "self"


def around(module: ast.AST, call: ast.AST) -> Iterator[ast.AST]:
    """Yields the module, and the statements around a call, from the outside in."""
    node: ast.AST | None = module
    while node is not None:
        if not isinstance(node, ast.ExceptHandler | ast.match_case):
            yield node
        inner = (child for child in ast.iter_child_nodes(node) if isinstance(child, BLOCKS))
        node = next((child for child in inner if is_inside(call, child)), None)


def start(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the column where a node starts."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the column where a node ends."""
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def is_inside(node: ast.AST, other: ast.AST) -> bool:
    """Returns whether a node stands inside of another one."""
    if isinstance(other, ast.match_case):
        return any(is_inside(node, part) for part in other.body)
    return start(other) <= start(node) and end(node) <= end(other)


def parameters(function: ast.AST) -> set[str]:
    """Returns the parameters of a function but `self`; none of a module."""
    if not isinstance(function, FUNCTIONS):
        return set()
    arguments = function.args
    return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)} - {_SELF}


def statements(code: ast.AST) -> Iterator[ast.AST]:
    """Yields the statements of a function or module, without those of functions in it."""
    pending = [child for child in ast.iter_child_nodes(code) if isinstance(child, BLOCKS)]
    while pending:
        node = pending.pop(0)
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            pending += [child for child in ast.iter_child_nodes(node) if isinstance(child, BLOCKS)]


def calls(code: ast.AST) -> Iterator[ast.Call]:
    """Yields the calls in a function or module, without those of functions in it."""
    for statement in statements(code):
        if isinstance(statement, ast.stmt) and not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            parts: Iterable[ast.AST] = (
                child for child in ast.iter_child_nodes(statement) if not isinstance(child, BLOCKS)
            )
            yield from (node for part in parts for node in ast.walk(part) if isinstance(node, ast.Call))


def bindings(code: ast.AST, text: str) -> Iterator[tuple[ast.stmt, ast.expr | None]]:
    """Yields the statements of a function, or of a whole module, that bind a name or attribute."""
    for node in ast.walk(code) if "." in text else statements(code):
        if isinstance(node, ast.stmt) and text in names(_targets(node)):
            yield node, _plain_value(node)


def _plain_value(node: ast.stmt) -> ast.expr | None:
    """Returns the expression that a statement binds a name or attribute to; None if it binds parts of it."""
    match node:
        case ast.Assign(targets=[ast.Name() | ast.Attribute()], value=value) | ast.AnnAssign(value=value):
            return value
        case _:
            return None


def _targets(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [item.optional_vars for item in items if item.optional_vars is not None]
        case _:
            return []


def names(targets: Iterable[ast.expr]) -> set[str]:
    """Returns the names and attributes in what is assigned to, as text."""
    return {
        ast.unparse(node)
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name | ast.Attribute)
    }
