"""Finds what the statements of a scope bind names and attributes to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.source.local_names import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.source.local_names import BodyNode


class BoundValue(NamedTuple):
    """A name or attribute that a statement binds, and the expression that it is bound to.

    Attributes:
        target: the name or attribute.
        value: the expression.
        is_part: whether the target is bound to a part of it: an item in a loop, or an element of a tuple.
    """

    target: ast.Name | ast.Attribute
    value: ast.expr
    is_part: bool = False


def bound_values(node: BodyNode) -> Iterator[BoundValue]:
    """Yields what the statements of a module, class or function bind, in source order, without nested scopes."""
    for statement in _statements(node):
        match statement:
            case ast.Assign(targets=[ast.Name() as target], value=value):
                yield BoundValue(target, value)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _parts(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _parts(target, value)
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                yield from _parts(target, value, is_part=True)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        yield from _parts(item.optional_vars, item.context_expr)


def functions_named(node: BodyNode, name: str) -> Iterator[ast.FunctionDef]:
    """Yields the functions that the statements of a scope define under a name."""
    for statement in _statements(node):
        if isinstance(statement, ast.FunctionDef) and statement.name == name:
            yield statement


def imported_from(node: BodyNode, name: str) -> Iterator[tuple[ast.ImportFrom, str]]:
    """Yields the statements of a scope that import a name from a module, each with the name that it has there."""
    for statement in _statements(node):
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    yield statement, alias.name


def _statements(node: BodyNode) -> Iterator[ast.AST]:
    pending: list[ast.AST] = [] if isinstance(node, ast.Lambda) else [*reversed(node.body)]
    while pending:
        statement = pending.pop()
        yield statement
        for field in reversed(BLOCKS.get(type(statement), ())):
            pending += getattr(statement, field)[::-1]


def _parts(target: ast.expr, value: ast.expr, *, is_part: bool = False) -> Iterator[BoundValue]:
    if isinstance(target, ast.Name | ast.Attribute):
        yield BoundValue(target, value, is_part)
    elif isinstance(target, ast.Starred):
        yield from _parts(target.value, value, is_part=is_part)
    elif isinstance(target, ast.Tuple | ast.List):
        values = value.elts if isinstance(value, ast.Tuple | ast.List) and not is_part else []
        is_plain = len(values) == len(target.elts) and not any(
            isinstance(element, ast.Starred) for element in (*values, *target.elts)
        )
        for index, element in enumerate(target.elts):
            yield from _parts(element, values[index] if is_plain else value, is_part=not is_plain)
