"""Binds names: in the scope that is being looked at, or in the one that `global` or `nonlocal` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import Cell
from tf2lint.resolver.values import Symbol, Value, Values, is_followed, join, watched_symbols
from tf2lint.resolver.worklist import track

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind(frame: AnalysisState, name: str, values: Values) -> None:
    """Binds a name of this scope, or of the one that `global` or `nonlocal` says.

    A name that nothing can come of is not noted: it is unknown either way.
    """
    if not frame.alive:
        return
    if values is not None and not _keeps(frame, name, values):
        values = None
    if is_followed(values):
        track(frame, name, watched_symbols(values), _scope_of(frame, name))
    elif name not in frame.attention:
        return
    bind_untracked(frame, name, values)


def _scope_of(frame: AnalysisState, name: str) -> Body | None:
    """The function that is being looked at, if a name that it binds is its own and no attribute of anything."""
    body = frame.body
    if body.parent is None or body.is_class:
        return None
    is_outer = name in frame.attention.outer and body.binding(name) in ("global", "nonlocal")
    return None if is_outer else body


def _keeps(frame: AnalysisState, name: str, values: tuple[Value, ...]) -> bool:
    """Whether a name may be asked something of interest about what it is bound to."""
    objects = [value for value in values if type(value) is Symbol and value.is_object]
    return len(objects) < len(values) or any(frame.world.is_asked(name, value) for value in objects)


def bind_untracked(frame: AnalysisState, name: str, values: Values) -> None:
    """Binds a name without attending to what mentions it."""
    frame.known.add(name)
    if name in frame.attention.outer and frame.body.parent is not None:
        how = frame.body.binding(name)
        if how in ("global", "nonlocal"):
            _bind_outer(frame, name, values, how)
            return
    frame.env[name] = values
    frame.body.bind(name, values)
    for seen in frame.tries:
        seen[name] = join(seen[name], values) if name in seen else values


def _bind_outer(frame: AnalysisState, name: str, values: Values, keyword: str) -> None:
    """Binds a name of an outer scope, which all that reads it has to know of.

    Args:
        frame: where the program stands.
        name: the name.
        values: what it is bound to.
        keyword: `global` or `nonlocal`.
    """
    for _, scope in frame.body.enclosing():
        if scope.parent is None or (keyword == "nonlocal" and scope.binding(name) == "local"):
            break
    cell = scope.foreign.get(name)
    if cell is None:
        cell = scope.foreign[name] = Cell()
        if values is not None or any(seen is not None for _, seen in scope.log.get(name, ())):
            frame.again(frame.bodies.values())
    frame.again(cell.add(values))
