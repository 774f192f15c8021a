"""Notes which places of a program stand for watched symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.references import Reference, ReferenceKind
from tf2lint.resolver.values import Symbol

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value, Values


def record(
    state: AnalysisState, node: ast.expr | ast.alias, values: Values, kind: ReferenceKind, spelled: int = 0
) -> None:
    """Notes that a node uses watched symbols, unless a `try` around it is there for the case that they are gone.

    Args:
        state: the state at the current program point.
        node: the expression, or the alias of an import statement.
        values: what it may stand for.
        kind: how it is used.
        spelled: how many parts of the symbols' names are written out in the node.
    """
    if values is None or not state.reachable:
        return
    symbols = tuple([value for value in values if type(value) is Symbol and value.watched])
    if not symbols:
        return
    certain = len(symbols) == len(values)
    if kind is ReferenceKind.IMPORT:
        state.imported.update(symbol.name for symbol in symbols)
    elif spelled and any(lacks_import(state, symbol, spelled) for symbol in symbols):
        kind = ReferenceKind.UNIMPORTED
    if certain and state.guards and _caught(state, symbols, kind):
        return
    seen = state.body.references.get(node)
    if seen is not None:
        symbols = (*seen.symbols, *(symbol for symbol in symbols if symbol not in seen.symbols))
        certain = certain and seen.certain
    state.body.references[node] = Reference(node, kind, symbols, certain, spelled)


def mark_called(state: AnalysisState, call: ast.Call) -> None:
    """Notes a call of what was noted as a use."""
    reference = state.body.references.get(call.func)
    if reference is not None:
        state.body.references[call.func] = Reference(
            reference.node, reference.kind, reference.symbols, reference.certain, reference.spelled, call
        )


def record_iteration(state: AnalysisState, node: ast.expr | ast.stmt, values: Values) -> None:
    """Notes that a node goes through the elements of what a library's function gave.

    Args:
        state: the state at the current program point.
        node: the loop, the comprehension, the call, or the comparison with `in`.
        values: what it goes through.
    """
    symbols = tuple(value for value in values or () if isinstance(value, Symbol) and value.watched)
    if symbols and values is not None and state.reachable:
        state.body.references[node] = Reference(node, ReferenceKind.ITERATED, symbols, len(symbols) == len(values))


def record_indirect(state: AnalysisState, node: ast.expr, functions: Iterable[Value], call: ast.Call) -> None:
    """Notes a call of watched symbols that does not name them.

    Args:
        state: the state at the current program point.
        node: where it is.
        functions: what is called.
        call: the call, with the arguments that it gives to them.
    """
    functions = tuple(functions)
    symbols = tuple(one for one in functions if isinstance(one, Symbol) and one.watched)
    if symbols and state.reachable:
        state.body.references[node] = Reference(
            node, ReferenceKind.INDIRECT, symbols, len(symbols) == len(functions), call=call
        )


def record_impure(state: AnalysisState, symbol: Symbol, call: ast.Call) -> None:
    """Notes a call of a function that gives something else each time."""
    if state.reachable:
        state.body.references[call.func] = Reference(call.func, ReferenceKind.IMPURE, (symbol,), call=call)


def lacks_import(state: AnalysisState, symbol: Symbol, spelled: int) -> bool:
    """Whether attributes lead to a symbol through a module that only an import binds, of which there was none.

    Args:
        state: the state at the current program point.
        symbol: the symbol.
        spelled: how many parts of its name are attributes.
    """
    module = state.environment.import_only(symbol)
    if module is None or spelled <= symbol.parts - module.parts:
        return False
    return not any(f"{name}.".startswith(f"{module.name}.") for name in state.imported)


def _caught(state: AnalysisState, symbols: tuple[Symbol, ...], kind: ReferenceKind) -> bool:
    """Tells the `try` that waits for this kind of failure; whether it has happened for certain."""
    outcomes = {kind is not ReferenceKind.UNIMPORTED and state.environment.exists(symbol) for symbol in symbols}
    for guard in reversed(state.guards):
        if kind in guard.kinds:
            if outcomes == {False}:
                guard.failed = True
                state.reachable = False
                return True
            guard.passed = guard.passed or outcomes == {True}
            return False
    return False
