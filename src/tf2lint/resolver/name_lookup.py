"""What a name stands for: in the scope that is being looked at, in the scopes around it, or as a built-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.values import ABSENT, UNBOUND, join, without_unbound

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


def lookup(frame: AnalysisState, name: str) -> Values:
    """What a name stands for here."""
    for targets in reversed(frame.targets):
        if name in targets:
            return targets[name]
    if name not in frame.known and name not in frame.builtins:
        return None
    body = frame.body
    values = ABSENT if frame.in_comprehension and body.is_class else frame.env.get(name, ABSENT)
    if body.foreign:
        values = _with_foreign(frame, name, values)
    if values is None or UNBOUND not in values:
        return values
    if name in body.free:
        free = body.free[name]
    else:
        free = _values_around(frame, name)
        if not body.is_class:
            body.free[name] = free
    if values is ABSENT and free is ABSENT:
        return None
    return without_unbound(free if values is ABSENT else join(values, free))


def _with_foreign(frame: AnalysisState, name: str, values: Values) -> Values:
    cell = frame.body.foreign.get(name)
    if cell is None:
        return values
    others = cell.read(frame.body)
    return others if values is ABSENT else join(values, others)


def _values_around(frame: AnalysisState, name: str) -> Values:
    """What a name stands for outside of the scope that is being looked at; `ABSENT` where none of them may be meant.

    Args:
        frame: where the program stands.
        name: the name.
    """
    body = frame.body
    values = _around(frame, name, only_module=False)
    is_known = (values is not None and values is not ABSENT) or name in frame.attention.outer
    if body.parent is None or not (is_known or body.is_class):
        return values
    how = body.binding(name)
    if how == "global" or (how == "local" and body.is_class and not frame.in_comprehension):
        return _around(frame, name, only_module=True)
    return ABSENT if how == "local" and not body.is_class else values


def _around(frame: AnalysisState, name: str, *, only_module: bool) -> Values:
    passed: list[Body] = []
    for inner, scope in frame.body.enclosing():
        if only_module and scope.parent is not None:
            continue
        values = inner.seen(name, frame.body)
        if values is not ABSENT:
            # A scope in between may bind the name and just not have done so yet.
            return ABSENT if any(between.binding(name) == "local" for between in passed) else values
        passed.append(scope)
    return _builtin(frame, name)


def _builtin(frame: AnalysisState, name: str) -> Values:
    if name not in frame.builtins or frame.body.module().binding(name):
        return ABSENT
    builtins = frame.world.root("builtins")
    return builtins.member(name).values if builtins else ABSENT
