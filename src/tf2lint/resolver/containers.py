"""Reads containers: the elements that a loop goes through, items, the parts of an unpacked value, what `with` binds."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, constant_folding, parameter_questions, records
from tf2lint.resolver.container_values import AttributesValue, ContextManager, MappingValue, iterable, sequence
from tf2lint.resolver.scopes import Function, Instance
from tf2lint.resolver.values import (
    ABSENT,
    MAX_ALTERNATIVES,
    UNBOUND,
    Const,
    ExternalValue,
    SequenceValue,
    Symbol,
    Value,
    Values,
    either,
    join,
    join_all,
    without_unbound,
)
from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.resolver.state import AnalysisState


#: Keys that need no escapes.
_WORDS: Final = re.compile(r"[\w ./-]+")


def _is_none(value: Value) -> bool:
    return type(value) is Const and value.value is None


def _held(state: AnalysisState, values: Values) -> Values:
    """Returns the known values whose parts are wanted; asks the callers if those come from a followed parameter."""
    parameter_questions.ask_if_followed(state, values)
    return attributes.known(values)


def elements(state: AnalysisState, values: Values) -> Values:
    """Returns what a loop over these values binds its target to. `None` has no elements: that path is left out."""
    values = _held(state, values)
    if values is None:
        return None
    if len(values) == 1:
        return without_unbound(_elements(state, values[0]))
    return without_unbound(join_all(_elements(state, value) for value in values if not _is_none(value)))


def _elements(state: AnalysisState, value: Value) -> Values:
    if isinstance(value, SequenceValue):
        return join_all(value.parts())
    if isinstance(value, MappingValue):
        return keys(value)
    if isinstance(value, ExternalValue):
        return value.extended("[*]")
    if isinstance(value, Symbol) and value.constant is None:
        return attributes.item(state, (value,))
    constant = constant_folding.constant_of((value,))
    if constant is not None and isinstance(constant.value, tuple):
        return join_all((Const(element, decided=constant.decided),) for element in constant.value)
    return ABSENT if value is UNBOUND else None


def keys(value: MappingValue) -> Values:
    """Returns the keys of a dict, if they are few and known."""
    if value.rest is not ABSENT or len(value.entries) > MAX_ALTERNATIVES:
        return None
    return join_all((Const(key),) for key, _ in value.entries)


def item(state: AnalysisState, values: Values, index: Const | None) -> Values:
    """Returns `x[index]`.

    Args:
        state: the state at the current program point.
        values: what `x` is.
        index: the index, key or slice; None if it isn't known.
    """
    values = _held(state, values)
    if values is None:
        return None
    if len(values) == 1:
        return without_unbound(_item(state, values[0], index))
    return without_unbound(join_all(_item(state, value, index) for value in values if not _is_none(value)))


def _item(state: AnalysisState, value: Value, index: Const | None) -> Values:
    if isinstance(value, SequenceValue):
        return _element(value, index)
    if isinstance(value, AttributesValue):
        return None
    if isinstance(value, MappingValue):
        return value.items if index is None or not _is_key(index) else value.at(index.value)
    if isinstance(value, Symbol) and value.constant is None:
        return attributes.item(state, (value,))
    if isinstance(value, Instance):
        fields = records.values_of_fields(state, value.info)
        return None if fields is None else _element(SequenceValue(fields), index)
    if isinstance(value, ExternalValue):
        return value.extended(f"[{_external_key(index)}]")
    if value is UNBOUND:
        return ABSENT
    constant = constant_folding.constant_of((value,))
    found = None if constant is None or index is None else constant_folding.item(constant, index)
    return None if found is None else (found,)


def _external_key(index: Const | None) -> str:
    """Returns how an item of another module's value is written: at a number or a word, or any, see `ExternalValue`."""
    key = None if index is None else index.value
    if type(key) is int:
        return str(key)
    return f"'{key}'" if isinstance(key, str) and _WORDS.fullmatch(key) else "?"


def _element(value: SequenceValue, index: Const | None) -> Values:
    if index is None or not isinstance(index.value, int):
        return join_all(value.parts())
    if value.rest is not ABSENT:
        return value.elements[index.value] if 0 <= index.value < len(value.elements) else join_all(value.parts())
    known = -len(value.elements) <= index.value < len(value.elements)
    return value.elements[index.value] if known else ABSENT


def key_of(values: Values) -> Const | None:
    """Returns the constant that is used as a key; None if it isn't known."""
    constant = constant_folding.constant_of(values)
    return constant if constant is not None and _is_key(constant) else None


def _is_key(constant: Const) -> bool:
    return constant.value is None or isinstance(constant.value, str | int | float)


def part(state: AnalysisState, values: Values, bounds: Const | None) -> Values:
    """Returns the part of a sequence that a slice selects; `bounds` is the slice, None if it isn't known."""
    values = _held(state, values)
    if values is None:
        return None
    return join_all(_part(state, value, bounds) for value in values if not _is_none(value))


def _part(state: AnalysisState, value: Value, bounds: Const | None) -> Values:
    if isinstance(value, SequenceValue):
        if bounds is not None and value.rest is ABSENT:
            return sequence(value.elements[bounds.value])
        return iterable(join_all(value.parts()))
    if isinstance(value, Symbol) and value.constant is None:
        return (value,) if is_sequence(state, value) else None
    constant = constant_folding.constant_of((value,))
    found = None if constant is None or bounds is None else constant_folding.item(constant, bounds)
    return None if found is None else (found,)


def is_sequence(state: AnalysisState, value: Value) -> bool:
    """Returns whether a value is a library object with items: a shape or a list of variables."""
    if not isinstance(value, Symbol) or not value.is_object:
        return False
    return state.environment.item_symbol(value) is not None or state.environment.is_list(value)


def library_lists(state: AnalysisState, values: Values) -> Values:
    """Returns the lists among the values that a library function returned; None if there are none."""
    return tuple([value for value in values or () if _is_library_list(state, value)]) or None


def _is_library_list(state: AnalysisState, value: Value) -> bool:
    return isinstance(value, Symbol) and value.is_object and state.environment.is_list(value)


def unpacked(state: AnalysisState, values: Values, targets: Sequence[ast.expr]) -> list[Values]:
    """Returns what each of several targets is bound to when a value is unpacked into them."""
    if values == ABSENT:  # nothing is known to be returned yet
        return [values] * len(targets)
    values = _held(state, values)
    if values is None:
        return [None] * len(targets)
    alternatives = [value for value in values if not _is_none(value) and value is not UNBOUND]
    if any(isinstance(value, SequenceValue) and value.rest is not ABSENT for value in alternatives):
        element = elements(state, values)
        return [iterable(element) if isinstance(target, ast.Starred) else element for target in targets]
    found: list[Values] = [ABSENT] * len(targets)
    for value in alternatives:
        parts = _parts(state, value, targets)
        found = [either(known, part) for known, part in zip(found, parts, strict=True)]
    return [None if values is ABSENT else values for values in found]


def _parts(state: AnalysisState, value: Value, targets: Sequence[ast.expr]) -> list[Values]:
    """Returns the parts of one alternative; `ABSENT` for each if it can't be unpacked into so many targets."""
    parts: tuple[Values, ...] | None = None
    if isinstance(value, SequenceValue):
        parts = value.elements
    elif isinstance(value, Instance):
        parts = records.values_of_fields(state, value.info)
    elif isinstance(value, Const) and isinstance(value.value, tuple):
        parts = tuple((Const(element, decided=value.decided),) for element in value.value)
    elif isinstance(value, ExternalValue):
        return [value.extended(f"[{index}]") for index in range(len(targets))]
    elif (element := attributes.item(state, (value,))) is not None:
        return [(value,) if isinstance(target, ast.Starred) else element for target in targets]
    if parts is None:
        return [None] * len(targets)
    starred = [index for index, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if starred and len(parts) >= len(targets) - 1:
        index, after = starred[0], len(parts) - (len(targets) - starred[0] - 1)
        parts = (*parts[:index], sequence(parts[index:after]), *parts[after:])
    return list(parts) if len(parts) == len(targets) else [ABSENT] * len(targets)


def entered(state: AnalysisState, values: Values) -> Values:
    """Returns what `with` binds: a library object itself, what a context manager of the program returns or yields."""
    found = join_all(_entered(state, value) for value in attributes.known(values) or () if not _is_none(value))
    return None if found is ABSENT else found


def _entered(state: AnalysisState, value: Value) -> Values:
    if isinstance(value, Symbol):
        return (value,) if value.name.endswith(CALL) else None
    if isinstance(value, ExternalValue):
        return value.extended(".__enter__()")
    if isinstance(value, ContextManager):
        return value.entered
    if isinstance(value, Instance):
        methods = value.info.lookup("__enter__", state.body)
        bodies = [method.body for method in methods or () if isinstance(method, Function)]
        return join_all(attributes.return_values(state, body) for body in bodies) if bodies else None
    return None


def as_iterable(state: AnalysisState, values: Values) -> Values:
    """Returns an iterable over the elements of these values, in any order; unknown if nothing is known of them."""
    lists = library_lists(state, values)
    if lists is not None:
        return lists
    found = elements(state, values)
    return None if found is None and not _is_empty(values) else iterable(ABSENT if found is None else found)


def _is_empty(values: Values) -> bool:
    return values is not None and all(value == SequenceValue(()) for value in values)


def chained(state: AnalysisState, iterables: Iterable[Values]) -> Values:
    """Returns an iterable over the elements of several; lists of variables stay what they are, whatever is added."""
    iterables = list(iterables)
    lists = [found for values in iterables if (found := library_lists(state, values)) is not None]
    if lists:
        return join_all(lists)
    result: Values = ABSENT
    for values in iterables:
        result = either(result, ABSENT if _is_empty(values) else elements(state, values))
    return iterable(result)


def concatenated(state: AnalysisState, left: Values, right: Values) -> Values:
    """Returns `left + right` of sequences; unknown if neither is one."""
    first, second = _only_display(left), _only_display(right)
    if first is not None and second is not None:
        return sequence((*first.elements, *second.elements))
    known = [values for values in (left, right) if _is_sequence(state, values)]
    return chained(state, (left, right)) if known else None


def _only_display(values: Values) -> SequenceValue | None:
    """Returns the one sequence that values are, if all of its elements are known one by one."""
    value = values[0] if values is not None and len(values) == 1 else None
    return value if isinstance(value, SequenceValue) and value.rest is ABSENT else None


def _is_sequence(state: AnalysisState, values: Values) -> bool:
    return any(isinstance(value, SequenceValue) or _is_library_list(state, value) for value in values or ())


def repeated(state: AnalysisState, left: Values, right: Values) -> Values:
    """Returns `[x] * n`."""
    known = [values for values in (left, right) if _is_sequence(state, values)]
    return as_iterable(state, known[0]) if known else None


def united(left: Values, right: Values) -> Values:
    """Returns `left | right` of dicts; unknown if neither is one."""
    known = [values for values in (left, right) if values and isinstance(values[0], MappingValue)]
    return join(left, right) if known else None
