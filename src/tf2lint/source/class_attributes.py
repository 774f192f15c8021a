"""The attributes that the text of a class gives its objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELF = "self"


def class_members(node: ast.ClassDef) -> dict[str, ast.stmt]:
    """Returns the statements that bind names directly in the body of a class, by name; the first of each."""
    members: dict[str, ast.stmt] = {}
    for statement in node.body:
        for name in _bound_names(statement):
            members.setdefault(name, statement)
    return members


def self_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Returns the attributes that a class assigns to `self`."""
    return frozenset(
        inner.attr
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute)
        and isinstance(inner.ctx, ast.Store)
        and isinstance(inner.value, ast.Name)
        and inner.value.id == _SELF
    )


def _bound_names(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
