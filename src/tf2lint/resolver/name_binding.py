"""Binds names in the current scope, or in the one that `global` or `nonlocal` refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.cells import Cell
from tf2lint.resolver.narrowing import forget
from tf2lint.resolver.rescheduling import bodies_that_mention, relevant_values, track
from tf2lint.resolver.values import (
    Container,
    ExternalValue,
    Symbol,
    Values,
    join,
    needs_tracking,
    value_needs_tracking,
    watched_symbols,
)

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind(state: AnalysisState, name: str, values: Values) -> None:
    """Binds a name in this scope, or in the one that `global` or `nonlocal` refers to.

    A name whose values need no tracking isn't recorded: it is unknown either way.
    """
    if not state.reachable:
        return
    values = relevant_values(state, name, values)
    if needs_tracking(values) and _is_relevant_container(state, values):
        scope = _local_scope(state, name)
        track(state, name, watched_symbols(values), scope)
        if scope is not None and name not in scope.followed and scope.has_parameter(name):
            scope.followed[name] = None
            state.schedule([scope])
    elif state.functions_asked_about and _is_asked_about(state, values):
        track(state, name)
    elif name not in state.mention_index:
        return
    bind_untracked(state, name, values)


def _local_scope(state: AnalysisState, name: str) -> Body | None:
    """Returns the function that a name bound here is local to; None in a module or class, or for an outer name."""
    body = state.body
    if body.parent is None or body.is_class:
        return None
    is_outer = name in state.mention_index.declared_outer and body.binding_kind(name) in ("global", "nonlocal")
    return None if is_outer else body


def _is_relevant_container(state: AnalysisState, values: Values) -> bool:
    """Returns whether values are more than containers of functions and classes that can be called as they are."""
    for value in values or ():
        is_irrelevant = state.environment.is_irrelevant if isinstance(value, Container) else None
        if is_irrelevant is None or not isinstance(value, Container):
            return True
        for inner in (inner for part in value.parts() for inner in part or ()):
            is_called_only = type(inner) is Symbol and not inner.is_object and is_irrelevant(inner, "", True) is True
            if value_needs_tracking(inner) and not is_called_only:
                return True
    return False


def _is_asked_about(state: AnalysisState, values: Values) -> bool:
    """Returns whether it matters what a value of another module, itself or in a container, is called with."""
    for value in values or ():
        if isinstance(value, Container):
            if any(_is_asked_about(state, part) for part in value.parts()):
                return True
        elif type(value) is ExternalValue and state.environment.is_asked_about(value):
            return True
    return False


def is_local(state: AnalysisState, name: str) -> bool:
    """Returns whether a name that is mentioned here is one of the current scope."""
    return state.body.parent is None or state.body.is_class or state.body.binding_kind(name) == "local"


def bind_outer(state: AnalysisState, name: str, values: Values) -> None:
    """Adds alternatives to what a name of an outer scope holds, without binding it here."""
    if not state.reachable:
        return
    if needs_tracking(values):
        track(state, name)
    state.bound_names.add(name)
    _bind_outer(state, name, values, state.body.binding_kind(name) or "nonlocal")


def refine(state: AnalysisState, name: str, values: Values) -> None:
    """Sets what a name holds from here on in the current body, without binding it."""
    if state.reachable:
        track(state, name)
        state.bound_names.add(name)
        state.bindings[name] = values


def bind_untracked(state: AnalysisState, name: str, values: Values) -> None:
    """Binds a name without tracking the statements that mention it."""
    state.bound_names.add(name)
    if name in state.mention_index.declared_outer and state.body.parent is not None:
        kind = state.body.binding_kind(name)
        if kind in ("global", "nonlocal"):
            _bind_outer(state, name, values, kind)
            return
    if state.narrowed:
        forget(state, name)
    state.bindings[name] = values
    state.body.record_binding(name, values)
    for bound_in_try in state.try_bindings:
        bound_in_try[name] = join(bound_in_try[name], values) if name in bound_in_try else values


def _bind_outer(state: AnalysisState, name: str, values: Values, keyword: str) -> None:
    """Binds a name of an outer scope and schedules the bodies that read it.

    Args:
        state: the state at the current program point.
        name: the name.
        values: what it is bound to.
        keyword: `global` or `nonlocal`.
    """
    for _, scope in state.body.enclosing():
        if scope.parent is None or (keyword == "nonlocal" and scope.binding_kind(name) == "local"):
            break
    cell = scope.outer_writes.get(name)
    if cell is None:
        cell = scope.outer_writes[name] = Cell()
        if values is not None or any(earlier is not None for _, earlier in scope.history.get(name, ())):
            state.schedule(bodies_that_mention(state, name))
    state.schedule(cell.add(values))
