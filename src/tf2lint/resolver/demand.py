"""Follows values back from where they are used to where they come from.

The resolver goes forward: it evaluates the statements that mention what a library object was bound to. A parameter, or
the result of a function of another module, can only be known by its callers or by that module. So where a member that
objects of the library have is used on something unknown, its receiver is followed: the statements that bind it are
evaluated as well, and so on, up to parameters and imported names.
"""

from __future__ import annotations

import ast
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import rescheduling
from tf2lint.resolver.values import is_unknown

if TYPE_CHECKING:
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


#: Objects are rarely deeper in others: of `a.b.c`, it is not asked what `a` is.
_MAX_DEPTH: Final = 1


class _Kind(Enum):
    NAME = auto()
    ATTRIBUTE = auto()
    METHOD = auto()


def follow(state: AnalysisState, node: ast.expr) -> None:
    """Tracks the names that the value of an expression comes from.

    Args:
        state: the state at the current program point.
        node: an expression that nothing is known about.
    """
    for word, kind in _sources(node):
        is_name = kind is _Kind.NAME
        if is_name and (state.is_imported(word, state.body) or state.body.is_receiver(word)):
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
        if not is_name and word not in state.followed_attributes:
            state.followed_attributes.add(word)
            state.schedule([state.body])  # what other modules assign to the attribute was not asked so far


def follow_if_unknown(state: AnalysisState, target: ast.expr, node: ast.expr, values: Values) -> None:
    """Follows an expression whose value is unknown if what its target holds is followed."""
    if is_unknown(values) and is_followed(state, target):
        follow(state, node)


def is_result_followed(state: AnalysisState) -> bool:
    """Returns whether it matters what the current function returns or yields."""
    function = state.body.node
    return isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and (
        (function.name, None) in state.followed or state.environment.is_asked_for(function.name)
    )


def is_followed(state: AnalysisState, target: ast.expr) -> bool:
    """Returns whether what a target holds is followed."""
    if isinstance(target, ast.Name):
        return (target.id, None) in state.followed or (target.id, state.body) in state.followed
    if isinstance(target, ast.Tuple | ast.List):
        return any(is_followed(state, element) for element in target.elts)
    if isinstance(target, ast.Subscript):
        return is_shared_and_followed(state, target.value)
    return isinstance(target, ast.Attribute) and (target.attr, None) in state.followed


def is_shared_and_followed(state: AnalysisState, container: ast.expr) -> bool:
    """Returns whether it matters what functions put into a container of an outer scope, or of an object."""
    is_local = isinstance(container, ast.Name) and (
        state.body.parent is None or state.body.binding_kind(container.id) == "local"
    )
    return not is_local and is_followed(state, container)


def _sources(node: ast.expr, depth: int = 0) -> list[tuple[str, _Kind]]:
    """Returns the names that decide what an expression evaluates to.

    Args:
        node: the expression.
        depth: how many attributes of it are read.
    """
    match node:
        case ast.Name(id=name):
            return [(name, _Kind.NAME)] if depth <= _MAX_DEPTH else []
        case ast.Attribute(value=value, attr=name):
            return [(name, _Kind.ATTRIBUTE), *_sources(value, depth + 1)]
        case ast.Call(func=ast.Attribute(value=value, attr=name)):
            return [(name, _Kind.METHOD), *_sources(value, depth + 1)]
        case ast.Call(func=value) | ast.Subscript(value=value) | ast.Starred(value=value) | ast.Await(value=value):
            return _sources(value, depth)
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return [source for part in parts for source in _sources(part)]
        case ast.IfExp(body=body, orelse=other):
            return [*_sources(body), *_sources(other)]
        case _:
            return []
