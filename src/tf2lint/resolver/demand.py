"""Follows values back from where they are used to where they come from.

The resolver goes forward: it evaluates the statements that mention what a library object was bound to. A parameter, or
the result of a function of another module, can only be known by its callers or by that module. So where a member that
objects of the library have is used on something unknown, its receiver is followed: the statements that bind it are
evaluated as well, and so on, up to parameters and imported names.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import rescheduling

if TYPE_CHECKING:
    from tf2lint.resolver.state import AnalysisState


def follow(state: AnalysisState, node: ast.expr) -> None:
    """Tracks the names that the value of an expression comes from.

    Args:
        state: the state at the current program point.
        node: an expression that nothing is known about.
    """
    for word, is_name in _sources(node):
        if is_name and (word in state.imported_names or state.body.is_receiver(word)):
            continue
        scope = state.body if is_name and state.body.parent is not None and not state.body.is_class else None
        if scope is not None and not scope.has_parameter(word) and scope.binding_kind(word) != "local":
            scope = None
        if (word, scope) not in state.followed:
            state.followed[word, scope] = None
            rescheduling.track(state, word, scope=scope)
            if scope is not None and word not in scope.followed and scope.has_parameter(word):
                scope.followed[word] = None
                state.schedule([scope])


def is_followed(state: AnalysisState, target: ast.expr) -> bool:
    """Returns whether what a target holds is followed."""
    if isinstance(target, ast.Name):
        return (target.id, None) in state.followed or (target.id, state.body) in state.followed
    if isinstance(target, ast.Tuple | ast.List):
        return any(is_followed(state, element) for element in target.elts)
    return isinstance(target, ast.Attribute) and (target.attr, None) in state.followed


def _sources(node: ast.expr) -> list[tuple[str, bool]]:
    """Returns the names that decide what an expression evaluates to, and whether they are names, not attributes."""
    match node:
        case ast.Name(id=name):
            return [(name, True)]
        case ast.Attribute(value=value, attr=name):
            return [(name, False), *_sources(value)]
        case ast.Call(func=value) | ast.Subscript(value=value) | ast.Starred(value=value) | ast.Await(value=value):
            return _sources(value)
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return [source for part in parts for source in _sources(part)]
        case ast.IfExp(body=body, orelse=other):
            return [*_sources(body), *_sources(other)]
        case _:
            return []
