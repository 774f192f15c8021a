"""Binds names: in the scope that is being looked at, or in the one that `global` or `nonlocal` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import Cell
from tf2lint.resolver.values import Symbol, Value, Values, is_followed, join, watched_symbols
from tf2lint.resolver.worklist import track

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind(state: AnalysisState, name: str, values: Values) -> None:
    """Binds a name of this scope, or of the one that `global` or `nonlocal` says.

    A name that nothing can come of is not noted: it is unknown either way.
    """
    if not state.reachable:
        return
    if values is not None and not _keeps(state, name, values):
        values = None
    if is_followed(values):
        track(state, name, watched_symbols(values), _scope_of(state, name))
    elif name not in state.mention_index:
        return
    bind_untracked(state, name, values)


def _scope_of(state: AnalysisState, name: str) -> Body | None:
    """The function that is being looked at, if a name that it binds is its own and no attribute of anything."""
    body = state.body
    if body.parent is None or body.is_class:
        return None
    is_outer = name in state.mention_index.outer and body.binding(name) in ("global", "nonlocal")
    return None if is_outer else body


def _keeps(state: AnalysisState, name: str, values: tuple[Value, ...]) -> bool:
    """Whether a name may be asked something of interest about what it is bound to."""
    objects = [value for value in values if type(value) is Symbol and value.is_object]
    return len(objects) < len(values) or any(state.environment.is_asked(name, value) for value in objects)


def bind_untracked(state: AnalysisState, name: str, values: Values) -> None:
    """Binds a name without attending to what mentions it."""
    state.known.add(name)
    if name in state.mention_index.outer and state.body.parent is not None:
        how = state.body.binding(name)
        if how in ("global", "nonlocal"):
            _bind_outer(state, name, values, how)
            return
    state.env[name] = values
    state.body.bind(name, values)
    for seen in state.try_bindings:
        seen[name] = join(seen[name], values) if name in seen else values


def _bind_outer(state: AnalysisState, name: str, values: Values, keyword: str) -> None:
    """Binds a name of an outer scope, which all that reads it has to know of.

    Args:
        state: the state at the current program point.
        name: the name.
        values: what it is bound to.
        keyword: `global` or `nonlocal`.
    """
    for _, scope in state.body.enclosing():
        if scope.parent is None or (keyword == "nonlocal" and scope.binding(name) == "local"):
            break
    cell = scope.outer_writes.get(name)
    if cell is None:
        cell = scope.outer_writes[name] = Cell()
        if values is not None or any(seen is not None for _, seen in scope.history.get(name, ())):
            state.schedule(state.bodies.values())
    state.schedule(cell.add(values))
