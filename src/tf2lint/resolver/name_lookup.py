"""Looks up names in the current scope, in the scopes around it, and among the builtins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.values import ABSENT, UNBOUND, join, without_unbound

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


def lookup(state: AnalysisState, name: str) -> Values:
    """Returns what a name evaluates to at this program point."""
    if state.comprehension_targets:
        for targets in reversed(state.comprehension_targets):
            if name in targets:
                return targets[name]
    if name not in state.bound_names and name not in state.builtins:
        return None
    body = state.body
    values = ABSENT if state.comprehension_depth and body.is_class else state.bindings.get(name, ABSENT)
    if body.outer_writes:
        values = _with_outer_writes(state, name, values)
    if values is None or UNBOUND not in values:
        return values
    if name in body.free_values:
        free = body.free_values[name]
    else:
        free = _lookup_outside(state, name)
        if not body.is_class:
            body.free_values[name] = free
    if values is ABSENT and free is ABSENT:
        return None
    return without_unbound(free if values is ABSENT else join(values, free))


def _with_outer_writes(state: AnalysisState, name: str, values: Values) -> Values:
    cell = state.body.outer_writes.get(name)
    if cell is None:
        return values
    others = cell.read(state.body)
    return others if values is ABSENT else join(values, others)


def _lookup_outside(state: AnalysisState, name: str) -> Values:
    """Looks up a name outside the current scope; returns `ABSENT` if no outer name can be meant.

    Args:
        state: the state at the current program point.
        name: the name.
    """
    body = state.body
    values = _lookup_enclosing(state, name, only_module=False)
    is_known = (values is not None and values is not ABSENT) or name in state.mention_index.declared_outer
    if body.parent is None or not (is_known or body.is_class):
        return values
    kind = body.binding_kind(name)
    if kind == "global" or (kind == "local" and body.is_class and not state.comprehension_depth):
        return _lookup_enclosing(state, name, only_module=True)
    return ABSENT if kind == "local" and not body.is_class else values


def _lookup_enclosing(state: AnalysisState, name: str, *, only_module: bool) -> Values:
    scopes_between: list[Body] = []
    for inner, scope in state.body.enclosing():
        if only_module and scope.parent is not None:
            continue
        values = inner.captured_values(name, state.body)
        if values is not ABSENT:
            # A scope in between may bind the name without having done so yet.
            return ABSENT if any(between.binding_kind(name) == "local" for between in scopes_between) else values
        scopes_between.append(scope)
    return _lookup_builtin(state, name)


def _lookup_builtin(state: AnalysisState, name: str) -> Values:
    if name not in state.builtins or state.body.module().binding_kind(name):
        return ABSENT
    builtins = state.environment.root("builtins")
    return builtins.member(name).values if builtins else ABSENT
