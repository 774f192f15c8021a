"""Records: classes whose constructor sets their fields by position or name, such as dataclasses and named tuples."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import assigned_elsewhere, constant_folding, rescheduling
from tf2lint.resolver.cells import Cell
from tf2lint.resolver.container_values import RecordClass, sequence
from tf2lint.resolver.places import Place
from tf2lint.resolver.record_fields import NAMED_TUPLE, fields_of
from tf2lint.resolver.values import ABSENT, Values, needs_tracking
from tf2lint.source import dotted

if TYPE_CHECKING:
    from tf2lint.resolver.evaluated_calls import EvaluatedCall
    from tf2lint.resolver.scopes import ClassInfo
    from tf2lint.resolver.state import AnalysisState


def set_fields(state: AnalysisState, info: ClassInfo, call: EvaluatedCall) -> None:
    """Adds what a call of a class passes for its fields to its attributes."""
    passes_something = any(needs_tracking(values) for values in (*call.positional, *call.keywords.values()))
    if not state.reachable or not (passes_something or info.instance_attributes):
        return
    for name, values in _passed(fields_of(info) or (), call).items():
        state.schedule(info.instance_attributes.setdefault(name, Cell()).add(values))
        state.places.add((info, name), values, Place(call.node, state.body))
        if needs_tracking(values):
            rescheduling.track(state, name)
            rescheduling.track(state, info.node.name)


def track_class(state: AnalysisState, call: EvaluatedCall) -> None:
    """Tracks the class that a call names, if it was skipped so far and the call passes something to track."""
    called = call.node.func
    passes_something = any(needs_tracking(values) for values in (*call.positional, *call.keywords.values()))
    if passes_something and isinstance(called, ast.Name) and is_skipped(state, called):
        rescheduling.track(state, called.id)


def is_skipped(state: AnalysisState, called: ast.Name) -> bool:
    """Returns whether a name is that of a class of the file that was skipped so far."""
    return called.id in state.mention_index.classes and called.id not in state.mention_index


def values_of_fields(state: AnalysisState, info: ClassInfo) -> tuple[Values, ...] | None:
    """Returns what the fields of a named tuple's class hold; None for any other class."""
    is_tuple = any(dotted(base).rpartition(".")[2] == NAMED_TUPLE for base in info.node.bases) or any(
        isinstance(base, RecordClass) for values in info.bases for base in values or ()
    )
    fields = fields_of(info) if is_tuple else None
    for name in fields or ():
        assigned_elsewhere.ask(state, info, name, is_followed=True)
    return None if fields is None else tuple(_without_absent(info.lookup(name, state.body)) for name in fields)


def _without_absent(values: Values) -> Values:
    return None if values is ABSENT else values


def new_tuple(record: RecordClass, call: EvaluatedCall) -> Values:
    """Returns what calling a named tuple's class returns."""
    if not call.is_plain:
        return None
    passed = _passed(record.fields, call)
    first_default = len(record.fields) - len(record.defaults)
    defaults = dict(zip(record.fields[first_default:], record.defaults, strict=True))
    return sequence([passed.get(name, defaults.get(name)) for name in record.fields], fields=record.fields)


def new_class(call: EvaluatedCall) -> Values:
    """Returns the class that `namedtuple("Parts", "sess saver")` returns."""
    names = field_names(call.argument(1, "field_names"))
    if names is None:
        return None
    defaults = call.keywords.get("defaults")
    elements = getattr(defaults[0], "elements", ()) if defaults is not None else ()
    return (RecordClass(names, elements[: len(names)]),)


def field_names(values: Values) -> tuple[str, ...] | None:
    """Returns the names in the second argument of `namedtuple`: a string, or a sequence of strings."""
    constant = constant_folding.constant_of(values)
    names = constant.value if constant is not None else None
    if isinstance(names, str):
        return tuple(names.replace(",", " ").split())
    return names if isinstance(names, tuple) and all(isinstance(name, str) for name in names) else None


def _passed(fields: tuple[str, ...], call: EvaluatedCall) -> dict[str, Values]:
    """Returns what a call passes for each field that it sets."""
    passed: dict[str, Values] = {}
    for name, argument, values in zip(fields, call.node.args, call.positional, strict=False):
        if isinstance(argument, ast.Starred):
            break
        passed[name] = values
    passed.update((name, values) for name, values in call.keywords.items() if name is not None and name in fields)
    return passed
