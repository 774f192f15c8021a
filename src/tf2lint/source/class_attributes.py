"""The attributes that the text of a class gives its objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source.receivers import methods_of, receiver_of
from tf2lint.source.syntax_walk import BLOCKS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator


def class_members(node: ast.ClassDef) -> dict[str, ast.stmt]:
    """Returns the statements that bind names directly in the body of a class, by name; the first of each."""
    members: dict[str, ast.stmt] = {}
    for statement in node.body:
        for name in _bound_names(statement):
            members.setdefault(name, statement)
    return members


def self_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Returns the attributes that a class assigns to `self`."""
    return frozenset(target.attr for target, _ in _self_assignments(node))


def given_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Returns the attributes that a class gives its objects, other than as None, or as a method without a body.

    Any other attribute gets its value outside of the class, if anywhere.
    """
    members = (name for name, member in class_members(node).items() if not _assigns_nothing(member))
    assigned = (target.attr for target, statement in _self_assignments(node) if not _assigns_nothing(statement))
    return frozenset((*members, *assigned))


def _assigns_nothing(statement: ast.AST) -> bool:
    """Returns whether a statement declares an attribute or a method, or assigns None to it."""
    if isinstance(statement, ast.FunctionDef):
        return all(map(_does_nothing, statement.body))
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return True
    return (
        isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is None
    )


def _does_nothing(statement: ast.stmt) -> bool:
    """Returns whether a statement is all that a method needs that classes which derive must define."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Raise)


def _self_assignments(node: ast.ClassDef) -> Iterator[tuple[ast.Attribute, ast.AST]]:
    """Yields the attributes of `self` that the methods of a class assign, with the statements."""
    for method in methods_of(node):
        receiver = receiver_of(method)
        if receiver:
            yield from _assignments(method, receiver)


def _assignments(method: ast.AST, receiver: str) -> Iterator[tuple[ast.Attribute, ast.AST]]:
    pending = [method]
    while pending:
        statement = pending.pop()
        if isinstance(statement, ast.ClassDef):
            continue
        for field in BLOCKS_OF[type(statement)]:
            pending += getattr(statement, field)
        targets = list(_targets(statement))
        while targets:
            target = targets.pop()
            if isinstance(target, ast.Tuple | ast.List):
                targets += target.elts
            elif isinstance(target, ast.Starred):
                targets.append(target.value)
            elif (
                isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == receiver
            ):
                yield target, statement


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
