"""The attributes that the text of a class gives its objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELF: Final = "self"
#: The fields of statements that contain statements.
_BLOCKS: Final = ("body", "orelse", "handlers", "finalbody", "cases")


def class_members(node: ast.ClassDef) -> dict[str, ast.stmt]:
    """Returns the statements that bind names directly in the body of a class, by name; the first of each."""
    members: dict[str, ast.stmt] = {}
    for statement in node.body:
        for name in _bound_names(statement):
            members.setdefault(name, statement)
    return members


def self_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Returns the attributes that a class assigns to `self`."""
    found, pending = set[str](), list[ast.AST](node.body)
    while pending:
        statement = pending.pop()
        for field in _BLOCKS:
            pending += getattr(statement, field, ())
        targets = list(_targets(statement))
        while targets:
            target = targets.pop()
            if isinstance(target, ast.Tuple | ast.List):
                targets += target.elts
            elif isinstance(target, ast.Starred):
                targets.append(target.value)
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == _SELF:
                found.add(target.attr)
    return frozenset(found)


def _targets(statement: ast.AST) -> Iterator[ast.expr]:
    """Yields what a statement assigns to."""
    match statement:
        case ast.Assign(targets=targets):
            yield from targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.For(target=target):
            yield target
        case ast.With(items=items):
            yield from (item.optional_vars for item in items if item.optional_vars is not None)


def _bound_names(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
