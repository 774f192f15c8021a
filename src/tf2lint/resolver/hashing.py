"""Records where the program hashes objects of the library: as keys of dictionaries and elements of sets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import attributes, reference_recorder, rescheduling
from tf2lint.resolver.container_values import MappingValue, SetValue
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import Const, SequenceValue, Symbol
from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values


def may_hash(state: AnalysisState, node: ast.AST) -> bool:
    """Returns whether an expression may hash an object that the file names: `d[x]`, `{x, y}`, `{x: y}`, `x in d`."""
    if isinstance(node, ast.Dict):
        return any(isinstance(key, ast.Call) or _is_named(state, key) for key in node.keys)
    hashed = node.slice if isinstance(node, ast.Subscript) else node.left if isinstance(node, ast.Compare) else node
    return _is_named(state, hashed.elts[0] if isinstance(hashed, ast.Set) else hashed)


def _is_named(state: AnalysisState, node: ast.AST | None) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in state.environment.equality_names


def record(state: AnalysisState, node: ast.expr, values: Values) -> None:
    """Records that a value is hashed, if it is certain to be an object of the library, or a tuple with one.

    Args:
        state: the state at the current program point.
        node: the place to report.
        values: what is hashed.
    """
    symbols = _objects(values)
    if symbols:
        reference_recorder.record_use(state, node, symbols, ReferenceKind.HASHED)


def record_keys(state: AnalysisState, nodes: Sequence[ast.expr], keys: Sequence[Values]) -> None:
    """Records that the keys of a dictionary are hashed, if each is an object, or a constant.

    So is what a comparison returns. Of other dictionaries more is unknown than known: with placeholders as keys they
    feed a session.
    """
    pairs = zip(nodes, keys, strict=True)
    if all(isinstance(node, ast.Compare) or _objects(values) or _is_constant(values) for node, values in pairs):
        for node, values in zip(nodes, keys, strict=True):
            record(state, node, values)


def record_elements(state: AnalysisState, node: ast.expr, values: Values) -> None:
    """Records that a set is made of some values."""
    if values is not None and len(values) == 1 and isinstance(values[0], SequenceValue):
        record(state, node, next((part for part in values[0].parts() if _objects(part)), None))


def record_lookup(state: AnalysisState, node: ast.expr, container: ast.expr, held: Values, key: Values) -> None:
    """Records that a key is looked up, if it is looked up in a dictionary or set of the program.

    Args:
        state: the state at the current program point.
        node: the place to report.
        container: the expression for the dictionary or set.
        held: what it evaluates to. If that isn't known, its name is tracked.
        key: the key.
    """
    if not _objects(key):
        return
    known = attributes.known(held)
    if known is None:
        if isinstance(container, ast.Name | ast.Attribute):
            rescheduling.track(state, container.id if isinstance(container, ast.Name) else container.attr)
    elif all(type(value) in (MappingValue, SetValue) for value in known):
        record(state, node, key)


def record_comparison(state: AnalysisState, node: ast.Compare, left: Values, right: Values) -> None:
    """Records that an object of the library is compared by `==` or `!=`, unless it is with a constant."""
    symbols = _objects(left, in_tuple=False) or _objects(right, in_tuple=False)
    if symbols and not (_is_constant(left) or _is_constant(right)):
        reference_recorder.record_use(state, node, symbols, ReferenceKind.COMPARED)


def _objects(values: Values, *, in_tuple: bool = True) -> tuple[Symbol, ...]:
    """Returns the objects of the library that values are, or, if asked, one of those in the tuple that they are."""
    if values is None:
        return ()
    if in_tuple and len(values) == 1 and isinstance(values[0], SequenceValue):
        return _first_objects(values[0].elements)
    symbols = tuple([value for value in values if type(value) is Symbol and _is_known_object(value)])
    return symbols if len(symbols) == len(values) else ()


def _is_known_object(symbol: Symbol) -> bool:
    """Returns whether a symbol is an object of a known class, rather than a member of one."""
    return symbol.watched and not symbol.is_assumed and symbol.name.endswith(CALL)


def _first_objects(elements: Iterable[Values]) -> tuple[Symbol, ...]:
    return next((symbols for values in elements if (symbols := _objects(values))), ())


def _is_constant(values: Values) -> bool:
    return values is not None and all(isinstance(value, Const) for value in values)
