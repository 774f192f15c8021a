"""Binds names in the current scope, or in the one that `global` or `nonlocal` refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.cells import Cell
from tf2lint.resolver.narrowing import forget
from tf2lint.resolver.rescheduling import relevant_values, track
from tf2lint.resolver.values import Values, join, needs_tracking, watched_symbols

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
    if needs_tracking(values):
        scope = _local_scope(state, name)
        track(state, name, watched_symbols(values), scope)
        if scope is not None and name not in scope.followed and scope.has_parameter(name):
            scope.followed[name] = None
            state.schedule([scope])
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
            state.schedule(state.bodies.values())
    state.schedule(cell.add(values))
