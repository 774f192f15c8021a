"""What a name stands for: in the scope that is being looked at, in the scopes around it, or as a built-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.values import ABSENT, UNBOUND, join, without_unbound

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


def lookup(state: AnalysisState, name: str) -> Values:
    """What a name stands for here."""
    for targets in reversed(state.comprehension_targets):
        if name in targets:
            return targets[name]
    if name not in state.known and name not in state.builtins:
        return None
    body = state.body
    values = ABSENT if state.in_comprehension and body.is_class else state.env.get(name, ABSENT)
    if body.outer_writes:
        values = _with_foreign(state, name, values)
    if values is None or UNBOUND not in values:
        return values
    if name in body.free:
        free = body.free[name]
    else:
        free = _values_around(state, name)
        if not body.is_class:
            body.free[name] = free
    if values is ABSENT and free is ABSENT:
        return None
    return without_unbound(free if values is ABSENT else join(values, free))


def _with_foreign(state: AnalysisState, name: str, values: Values) -> Values:
    cell = state.body.outer_writes.get(name)
    if cell is None:
        return values
    others = cell.read(state.body)
    return others if values is ABSENT else join(values, others)


def _values_around(state: AnalysisState, name: str) -> Values:
    """What a name stands for outside of the scope that is being looked at; `ABSENT` where none of them may be meant.

    Args:
        state: the state at the current program point.
        name: the name.
    """
    body = state.body
    values = _around(state, name, only_module=False)
    is_known = (values is not None and values is not ABSENT) or name in state.mention_index.outer
    if body.parent is None or not (is_known or body.is_class):
        return values
    how = body.binding(name)
    if how == "global" or (how == "local" and body.is_class and not state.in_comprehension):
        return _around(state, name, only_module=True)
    return ABSENT if how == "local" and not body.is_class else values


def _around(state: AnalysisState, name: str, *, only_module: bool) -> Values:
    passed: list[Body] = []
    for inner, scope in state.body.enclosing():
        if only_module and scope.parent is not None:
            continue
        values = inner.seen(name, state.body)
        if values is not ABSENT:
            # A scope in between may bind the name and just not have done so yet.
            return ABSENT if any(between.binding(name) == "local" for between in passed) else values
        passed.append(scope)
    return _builtin(state, name)


def _builtin(state: AnalysisState, name: str) -> Values:
    if name not in state.builtins or state.body.module().binding(name):
        return ABSENT
    builtins = state.environment.root("builtins")
    return builtins.member(name).values if builtins else ABSENT
