"""Follows what a program puts into containers and objects: `d["k"] = x`, `xs.append(x)`, `model.saver = x`.

A name or attribute that holds the container then holds one more alternative: a container with what was put in. A list
that several names hold is only followed through the one by which it was changed.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import (
    assigned_elsewhere,
    attributes,
    containers,
    demand,
    hashing,
    name_binding,
    name_lookup,
    parameter_questions,
    passing,
    rescheduling,
)
from tf2lint.resolver.cells import Cell
from tf2lint.resolver.class_bases import hierarchy
from tf2lint.resolver.container_calls import as_mapping
from tf2lint.resolver.container_values import AttributesValue, MappingValue, iterable, mapping, set_of
from tf2lint.resolver.places import Place
from tf2lint.resolver.scopes import ClassValue, Instance, Parameter, takes_nothing_away
from tf2lint.resolver.values import (
    ANYTHING,
    UNKNOWN,
    Const,
    Container,
    SequenceValue,
    Symbol,
    Untracked,
    Value,
    Values,
    is_none,
    is_unknown,
    join,
    needs_tracking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.evaluated_calls import EvaluatedCall
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState

_ADD: Final = "add"
_ADDS_ONE: Final = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "put": 0, "put_nowait": 0}
_ADDS_MANY: Final = frozenset({"extend", "extendleft", "update"})
_ADDS_ENTRY: Final = "setdefault"
#: The methods that put something into a container.
METHODS: Final = frozenset({*_ADDS_ONE, *_ADDS_MANY, _ADDS_ENTRY})
#: The dict of an object's attributes, by their names.
_ATTRIBUTES: Final = "__dict__"
#: The function that assigns an attribute by its name.
SETATTR: Final = "setattr"


def apply(evaluator: Evaluator, call: EvaluatedCall) -> None:
    """Puts the arguments of a call of one of `METHODS`, or of `setattr`, into the container or object."""
    called = call.node.func
    if isinstance(called, ast.Name) and len(call.positional) == 3 and call.is_plain:
        name = containers.key_of(call.positional[1])
        if name is not None and isinstance(name.value, str):
            set_attribute(evaluator.state, call.node.args[0], name.value, call.positional[0], call.positional[2])
            _add_by_setattr(evaluator.state, call, name.value)
        return
    if isinstance(called, ast.Attribute) and called.attr in METHODS and evaluator.state.reachable:
        if evaluator.state.followed and _waits(evaluator.state, called.value, call):
            return
        if called.attr == _ADD and call.positional:
            held = evaluator.evaluate(called.value)
            hashing.record_lookup(evaluator.state, call.node, called.value, held, call.positional[0])
        extend(evaluator, called.value, _added(evaluator.state, called.attr, call))


def _waits(state: AnalysisState, owner: ast.expr, call: EvaluatedCall) -> bool:
    """Returns whether more may be known in the next analysis about what a call puts into a container that matters."""
    is_unknown_one = None in call.positional and demand.is_shared_and_followed(state, owner)
    for argument, values in zip(call.node.args, call.positional, strict=True) if is_unknown_one else ():
        if values is None:
            demand.follow(state, argument)
    return is_unknown_one and state.is_pending()


def _may_be_container(state: AnalysisState, values: Values) -> bool:
    """Returns whether a value may hold others: an object of the program may have methods of the same names."""
    # What unknown callers pass is the same kind of thing, and None has no methods.
    known = [value for value in attributes.known(values) or () if not is_none(value)]
    return not known or any(
        isinstance(value, Container | Const | Untracked) or containers.is_sequence(state, value) for value in known
    )


def _added(state: AnalysisState, method: str, call: EvaluatedCall) -> Values:
    """Returns a container with what a call adds; None if it adds nothing."""
    if method in _ADDS_ONE:
        place = _ADDS_ONE[method]
        container = set_of if method == _ADD else iterable
        return container(call.positional[place]) if len(call.positional) == place + 1 and call.is_plain else None
    if method == _ADDS_ENTRY:
        return _entry(containers.key_of(call.argument(0, "key")), call.argument(1, "default"))
    values = call.positional[0] if call.positional else None
    known = attributes.known(values)
    if known and all(isinstance(value, MappingValue) for value in known):
        return known[:1]
    if call.keywords:
        return mapping({name: held for name, held in call.keywords.items() if name is not None})
    as_dict = as_mapping(state, values) if method == "update" else None
    return as_dict or iterable(containers.elements(state, values))


def _entry(key: Const | None, values: Values) -> Values:
    return mapping({}, values) if key is None else mapping({key.value: values})


def set_item(evaluator: Evaluator, target: ast.Subscript, values: Values) -> None:
    """Puts a value into a container: `container[key] = value`."""
    state = evaluator.state
    held = attributes.known(evaluator.evaluate(target.value))
    if isinstance(target.slice, ast.Slice):
        evaluator.evaluate(target.slice)
        extend(evaluator, target.value, iterable(containers.elements(state, values)))
        return
    key_values = evaluator.evaluate(target.slice)
    hashing.record_lookup(state, target, target.value, held, key_values)
    key = containers.key_of(key_values)
    if any(isinstance(value, SequenceValue) or _is_constant_tuple(value) for value in held or ()):
        extend(evaluator, target.value, iterable(values))
        return
    owner, only = target.value, held[0] if held is not None and len(held) == 1 else None
    is_local_name = isinstance(owner, ast.Name) and name_binding.is_local(state, owner.id)
    if is_local_name and isinstance(owner, ast.Name) and isinstance(only, MappingValue) and key is not None:
        name_binding.bind(state, owner.id, (only.with_entry(key.value, values),))
        return
    extend(evaluator, target.value, _entry(key, values))


def _is_constant_tuple(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, tuple)


def extend(evaluator: Evaluator, owner: ast.expr, added: Values) -> None:
    """Adds a container to what an expression evaluates to from here on: the same container, with more in it."""
    state = evaluator.state
    if added is None or not state.reachable:
        return
    if state.followed and demand.is_shared_and_followed(state, owner):
        _ask_callers(state, added)
    if isinstance(owner, ast.Name):
        _extend_name(state, owner.id, added)
    elif isinstance(owner, ast.Attribute) and owner.attr == _ATTRIBUTES:
        for name, values in _named(added):
            set_attribute(state, owner.value, name, evaluator.evaluate(owner.value), values)
    elif isinstance(owner, ast.Attribute):
        is_followed = needs_tracking(added) or owner.attr in state.mention_index
        if is_followed and _may_be_container(state, evaluator.evaluate(owner)):
            set_attribute(state, owner.value, owner.attr, evaluator.evaluate(owner.value), added)
    elif isinstance(owner, ast.Subscript) and not isinstance(owner.slice, ast.Slice):
        extend(evaluator, owner.value, _entry(containers.key_of(evaluator.evaluate(owner.slice)), added))


def _named(added: tuple[Value, ...]) -> Iterator[tuple[str, Values]]:
    """Yields what dicts hold at keys that are strings."""
    for value in added:
        for key, values in value.entries if isinstance(value, MappingValue) else ():
            if isinstance(key, str):
                yield key, values


def _ask_callers(state: AnalysisState, added: tuple[Value, ...]) -> None:
    """Finds out what callers pass to the parameters that a container holds."""
    parts = (part for container in added if isinstance(container, Container) for part in container.parts())
    for value in (value for part in parts for value in part or ()):
        if isinstance(value, Parameter):
            parameter_questions.ask_callers(state, value)


def _extend_name(state: AnalysisState, name: str, added: tuple[Value, ...]) -> None:
    if any(name in targets for targets in state.comprehension_targets):
        return
    held = name_lookup.lookup(state, name)
    if not needs_tracking(added) and (held is None or containers.library_lists(state, held) is not None):
        return
    if not _may_be_container(state, held):
        return
    if name_binding.is_local(state, name):
        name_binding.bind(state, name, join(held, added))
    else:
        name_binding.bind_outer(state, name, added)


def _add_by_setattr(state: AnalysisState, call: EvaluatedCall, name: str) -> None:
    """Assigns an attribute of a library that the target lacks: what it has is replaced, and restored, in tests."""
    for owner in call.positional[0] or ():
        if isinstance(owner, Symbol) and state.environment.exists(owner.member(name)) is False:
            patch(state, owner.values, name, call.positional[2])


def patch(state: AnalysisState, owners: Values, name: str, values: Values) -> None:
    """Assigns an attribute of a module, class, or function of a library, unless the target lacks that.

    Args:
        state: the state at the assignment.
        owners: what it is an attribute of.
        name: the attribute.
        values: what it is assigned.
    """
    for owner in owners or ():
        if not isinstance(owner, Symbol) or owner.is_object or not state.reachable:
            continue
        if state.environment.exists(owner) is not False:
            others = [body for body in state.bodies.values() if body is not state.body]
            state.schedule(state.patches.assign(owner.member(name), values, others))


def set_attribute(state: AnalysisState, owner: ast.expr, name: str, objects: Values, values: Values) -> None:
    """Assigns an attribute of an object of the program, or of an object that isn't known.

    Args:
        state: the state at the assignment.
        owner: the expression before the dot.
        name: the attribute.
        objects: what the expression evaluates to.
        values: what the attribute is assigned.
    """
    if not state.reachable:
        return
    values = rescheduling.relevant_values(state, name, values)
    for value in objects or ():
        if isinstance(value, Instance) and (setter := _setter(value.info, name)) is not None:
            passing.pass_to_setter(state, setter, owner, values)
        elif isinstance(value, Instance):
            if is_unknown(values):
                values = (*[one for one in values or () if one is not UNKNOWN], ANYTHING)
            state.schedule(value.info.instance_attributes.setdefault(name, Cell()).add(values))
            assigned_elsewhere.pass_to_bases(state, value.info, name, values)
            state.places.add((value.info, name), values, Place(owner, state.body))
            _track_member(state, value.info, name, values)
        elif isinstance(value, ClassValue):
            state.schedule(value.info.assign(name, values))
            assigned_elsewhere.pass_to_bases(state, value.info, name, values)
            state.places.add((value.info, name), values, Place(owner, state.body))
            _track_member(state, value.info, name, values)
        else:
            assigned_elsewhere.record(state, owner, value, name, values)
    known = attributes.known(objects)
    assigned = [value for value in known or () if not is_none(value)]  # None has no attributes
    only = assigned[0] if len(assigned) == 1 else None
    if isinstance(only, AttributesValue) or (known is None and needs_tracking(values)):
        word = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        state.attribute_owners.add(word)
        if isinstance(owner, ast.Name):
            before = only if isinstance(only, AttributesValue) else AttributesValue(())
            others = [value for value in objects or () if takes_nothing_away(value)]
            name_binding.refine(state, word, (*others, before.with_entry(name, values)))
        elif word:
            rescheduling.track(state, word)


def _setter(info: ClassInfo, name: str) -> Body | None:
    """Returns the method that an assignment to an attribute calls, if that is a property."""
    return next((one.setters[name] for one in hierarchy(info) if name in one.setters), None)


def _track_member(state: AnalysisState, info: ClassInfo, name: str, values: Values) -> None:
    if needs_tracking(values):
        rescheduling.track(state, name)
        rescheduling.track(state, info.node.name)
