"""Binds names: in the scope that is being looked at, or in the one that `global` or `nonlocal` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.revisits import attend
from tf2lint.scopes import Cell
from tf2lint.values import Symbol, Value, Values, is_followed, join, watched

if TYPE_CHECKING:
    from tf2lint.frame import Frame
    from tf2lint.scopes import Body


def bind(frame: Frame, name: str, values: Values) -> None:
    """Binds a name of this scope, or of the one that `global` or `nonlocal` says.

    A name that nothing can come of is not noted: it is unknown either way.
    """
    if not frame.alive:
        return
    if values is not None and not _keeps(frame, name, values):
        values = None
    if is_followed(values):
        attend(frame, name, watched(values), _scope_of(frame, name))
    elif name not in frame.attention:
        return
    keep(frame, name, values)


def _scope_of(frame: Frame, name: str) -> Body | None:
    """The function that is being looked at, if a name that it binds is its own and no attribute of anything."""
    body = frame.body
    if body.parent is None or body.is_class:
        return None
    is_outer = name in frame.attention.outer and body.binding(name) in ("global", "nonlocal")
    return None if is_outer else body


def _keeps(frame: Frame, name: str, values: tuple[Value, ...]) -> bool:
    """Whether a name may be asked something of interest about what it is bound to."""
    objects = [value for value in values if type(value) is Symbol and value.is_object]
    return len(objects) < len(values) or any(frame.world.is_asked(name, value) for value in objects)


def keep(frame: Frame, name: str, values: Values) -> None:
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


def _bind_outer(frame: Frame, name: str, values: Values, keyword: str) -> None:
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
