"""Records the references to watched symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.container_values import ContainerMethod, MappingValue
from tf2lint.resolver.narrowing import GRAPH_MODE
from tf2lint.resolver.references import Reference, ReferenceKind
from tf2lint.resolver.scopes import takes_nothing_away
from tf2lint.resolver.values import Symbol, is_none

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value, Values


def record(
    state: AnalysisState, node: ast.expr | ast.alias, values: Values, kind: ReferenceKind, written_parts: int = 0
) -> None:
    """Records that a node refers to watched symbols, unless a `try` around it catches that they don't exist.

    Args:
        state: the state at the current program point.
        node: the expression, or the alias of an import statement.
        values: what it may evaluate to.
        kind: how it refers to them.
        written_parts: how many parts of the symbols' names are written out in the node.
    """
    if values is None or not state.reachable:
        return
    symbols = tuple([value for value in values if type(value) is Symbol and value.watched])
    if not symbols:
        return
    certain = len(symbols) == len(values) or _is_certain(symbols, values)
    if kind is ReferenceKind.IMPORT:
        state.imported.update(symbol.name for symbol in symbols)
    elif written_parts and any(lacks_import(state, symbol, written_parts) for symbol in symbols):
        kind = ReferenceKind.UNIMPORTED
    is_held = not written_parts and all(symbol.is_object for symbol in symbols)  # a name that holds an object
    if certain and not is_held and state.guards and _fails_in_guard(state, symbols, kind):
        return
    catches = bool(state.guards) and any(ReferenceKind.LOAD in guard.kinds for guard in state.guards)
    is_guarded = catches or (bool(state.narrowed) and GRAPH_MODE in state.narrowed)
    earlier = state.body.references.get(node)
    if earlier is not None:
        symbols = (*earlier.symbols, *(symbol for symbol in symbols if symbol not in earlier.symbols))
        certain = certain and earlier.certain
    state.body.references[node] = Reference(node, kind, symbols, certain, written_parts, is_guarded=is_guarded)


def mark_called(state: AnalysisState, call: ast.Call) -> None:
    """Records that a reference is called, unless a `try` around it catches that the call's arguments are wrong."""
    reference = state.body.references.get(call.func)
    if reference is not None:
        if reference.certain and state.guards and state.reachable and _call_fails(state, reference.symbols, call):
            state.reachable = False
            return
        state.body.references[call.func] = reference._replace(call=call)


def record_iteration(state: AnalysisState, node: ast.expr | ast.stmt, values: Values) -> None:
    """Records that a node iterates over, or searches, the result of a library call.

    Args:
        state: the state at the current program point.
        node: the loop, the comprehension, the call, or the comparison with `in`.
        values: what it iterates over.
    """
    values = _without_none(values)
    symbols = tuple(value for value in values or () if isinstance(value, Symbol) and value.watched)
    if symbols and values is not None and state.reachable:
        certain = len(symbols) == len(values) or _is_certain(symbols, values)
        state.body.references[node] = Reference(node, ReferenceKind.ITERATED, symbols, certain)


def record_key(state: AnalysisState, node: ast.expr, values: Values) -> None:
    """Records that a node looks a constant key up in an object of the library.

    Args:
        state: the state at the current program point.
        node: `x["key"]`, or the call `x.get("key")`.
        values: what `x` or `x.get` may evaluate to.
    """
    values = _without_none(values)
    symbols = tuple(value for value in values or () if isinstance(value, Symbol) and value.watched and value.is_object)
    if symbols and values is not None and state.reachable:
        certain = all(value in symbols or _is_empty(value) for value in values)
        state.body.references[node] = Reference(node, ReferenceKind.KEY, symbols, certain)


def _without_none(values: Values) -> Values:
    """Returns what an expression may evaluate to where it can be iterated over or has items."""
    return None if values is None else tuple([value for value in values if not is_none(value)])


def _is_empty(value: Value) -> bool:
    """Returns whether a value is an empty dict, or its `get`: `logs or {}` has no key that `logs` lacks."""
    if isinstance(value, ContainerMethod):
        value = value.container
    return isinstance(value, MappingValue) and not list(value.parts())


def record_use(state: AnalysisState, node: ast.expr, symbols: tuple[Symbol, ...], kind: ReferenceKind) -> None:
    """Records that objects of the library, which a node need not name, are hashed or compared at it."""
    if state.reachable:
        state.body.references[node] = Reference(node, kind, symbols)


def record_indirect(state: AnalysisState, node: ast.expr, functions: Iterable[Value], call: ast.Call) -> None:
    """Records a call of watched symbols that does not name them.

    Args:
        state: the state at the current program point.
        node: the node to report.
        functions: what is called.
        call: the call, with the arguments that it passes to them.
    """
    functions = tuple(function for function in functions if not is_none(function))
    symbols = tuple(function for function in functions if isinstance(function, Symbol) and function.watched)
    if symbols and state.reachable:
        state.body.references[node] = Reference(
            node, ReferenceKind.INDIRECT, symbols, len(symbols) == len(functions), call=call
        )


def record_impure(state: AnalysisState, symbol: Symbol, call: ast.Call) -> None:
    """Records a call of a function that returns something else each time."""
    if state.reachable:
        state.body.references[call.func] = Reference(call.func, ReferenceKind.IMPURE, (symbol,), call=call)


def lacks_import(state: AnalysisState, symbol: Symbol, written_parts: int) -> bool:
    """Returns whether attributes lead to a symbol through a module that only an import binds, and no import does.

    Args:
        state: the state at the current program point.
        symbol: the symbol.
        written_parts: how many parts of its name are attributes.
    """
    module = state.environment.import_only_module(symbol)
    if module is None or written_parts <= symbol.parts - module.parts:
        return False
    return not any(f"{name}.".startswith(f"{module.name}.") for name in state.imported)


def _is_certain(symbols: Sequence[Symbol], values: tuple[Value, ...]) -> bool:
    """Returns whether the symbols are all that an expression may evaluate to, as far as callers are known.

    What unknown callers pass takes nothing away from an object. It does from a function or class: a default that
    callers replace is no use of that function.
    """
    return all(
        takes_nothing_away(value) or (isinstance(value, Symbol) and value in symbols and value.is_object)
        for value in values
    )


def _call_fails(state: AnalysisState, symbols: tuple[Symbol, ...], call: ast.Call) -> bool:
    """Updates the innermost guard for calls; returns whether the call is certain to fail in it, or is never made."""
    guards = [
        guard for guard in reversed(state.guards) if guard.survives(call) or guard.alternatives.issuperset(symbols)
    ]
    environment = state.environment
    outcomes = {environment.accepts_call(symbol, call) for symbol in symbols} if guards else set()
    for guard in guards:
        if guard.survives(call):
            if outcomes == {True}:
                guard.accepted = guard.accepted.union(symbols)
                is_refused = all(environment.is_refused_elsewhere(symbol, call) for symbol in symbols)
                guard.calls_succeeded = guard.calls_succeeded or is_refused
            guard.failed = guard.failed or outcomes == {False}
            return outcomes == {False}
        if True not in outcomes:
            return True
    return False


def _fails_in_guard(state: AnalysisState, symbols: tuple[Symbol, ...], kind: ReferenceKind) -> bool:
    """Updates the innermost guard for this kind of reference; returns whether the reference fails in it for certain."""
    is_imported, exists = kind is ReferenceKind.IMPORT, state.environment.exists
    outcomes = {kind is not ReferenceKind.UNIMPORTED and exists(symbol, is_imported=is_imported) for symbol in symbols}
    for guard in reversed(state.guards):
        if kind in guard.kinds:
            if outcomes == {False}:
                guard.failed = True
                state.reachable = False
                return True
            guard.succeeded = guard.succeeded or outcomes == {True}
            return False
    return False
