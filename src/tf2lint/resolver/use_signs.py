"""Concludes from calls what their receivers and arguments are, where nothing else tells: data/use_signs.txt.

`session.run(loss, feed_dict=feed)` shows that `session` is a `tf.Session`. That holds for a parameter or an attribute
as a whole, and for anything else in the one call only. It is done when everything else is known, and only for programs
that the caller says are written for TensorFlow 1.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import attributes, parameters, rescheduling
from tf2lint.resolver.cells import Cell
from tf2lint.resolver.evaluated_calls import EvaluatedCall, UnknownCall
from tf2lint.resolver.places import Place
from tf2lint.resolver.scopes import Instance
from tf2lint.resolver.values import Symbol, Untracked, is_none
from tf2lint.table import Requirement

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values
    from tf2lint.table import ArgumentPlace, Condition, UseSign


def record(evaluator: Evaluator, call: EvaluatedCall) -> None:
    """Records a call of a method about which there are signs, if nothing is known about its receiver."""
    state, called = evaluator.state, call.node.func
    assert isinstance(called, ast.Attribute)
    receiver = called.value
    values = evaluator.evaluate(receiver)
    if not state.reachable or not _is_unknown(values):
        state.unknown_calls.pop(call.node, None)
        return
    owners = evaluator.evaluate(receiver.value) if isinstance(receiver, ast.Attribute) else None
    state.unknown_calls[call.node] = UnknownCall(state.body, call, values, owners)


def ask_about_receivers(state: AnalysisState) -> None:
    """Asks other modules what the receivers of the recorded calls are, where a sign would tell."""
    for unknown in state.unknown_calls.values():
        if _sign(state, unknown) is not None:
            _is_known_elsewhere(state, unknown)


def conclude_from_use(state: AnalysisState) -> bool:
    """Adds what the recorded calls show to what is known; returns whether that is anything new.

    Args:
        state: the state, in which other modules have answered what receivers are: see `ask_about_receivers`.
    """
    is_new = False
    for unknown in list(state.unknown_calls.values()):
        sign = _sign(state, unknown)
        if sign is not None and not _is_known_elsewhere(state, unknown):
            is_new |= _add(state, unknown, sign)
    return is_new


def _sign(state: AnalysisState, unknown: UnknownCall) -> UseSign | None:
    """Returns the first sign that a call is one; None if none is."""
    called = unknown.call.node.func
    assert isinstance(called, ast.Attribute)
    if isinstance(called.value, ast.Name) and state.is_imported(called.value.id, unknown.body):
        return None
    signs = (sign for sign in state.environment.use_signs.get(called.attr, ()) if not sign.owner)
    return next((sign for sign in signs if all(_holds(state, unknown, one) for one in sign.conditions)), None)


def _is_known_elsewhere(state: AnalysisState, unknown: UnknownCall) -> bool:
    """Returns whether other modules tell what the receiver of a call is."""
    called = unknown.call.node.func
    assert isinstance(called, ast.Attribute)
    return attributes.is_known_elsewhere(state, unknown.receiver, called.attr)


def _add(state: AnalysisState, unknown: UnknownCall, sign: UseSign) -> bool:
    """Adds what one call shows; returns whether that is new."""
    called = unknown.call.node.func
    assert isinstance(called, ast.Attribute)
    is_by_name = any(c.place is None and c.requirement is Requirement.NAMED for c in sign.conditions)
    shown = [(called.value, sign.receiver, unknown.owners, _use(unknown.call.node, sign))] if sign.receiver else []
    for place, class_name in sign.arguments:
        argument = _argument(unknown.call.node, place)
        shown += [(argument, class_name, None, f"it is passed to {called.attr}()")] if argument is not None else []
    is_new = False
    for node, class_name, owners, use in shown:
        found = state.environment.object_of(class_name)
        if found is not None and node not in state.shown:
            is_new = True
            state.shown[node] = found
            at = Place(unknown.call.node, unknown.body, use, is_named=is_by_name)
            if not _add_to_whole(state, at, node, owners, found):
                state.schedule([unknown.body])
    return is_new


def _use(call: ast.Call, sign: UseSign) -> str:
    """Returns in words how a call uses its receiver: with the keywords that a sign requires."""
    assert isinstance(call.func, ast.Attribute)
    required = {c.place.keyword for c in sign.conditions if c.place and c.requirement is not Requirement.ABSENT}
    keywords = [f"{keyword.arg}=" for keyword in call.keywords if keyword.arg in required]
    return f"{call.func.attr}({', '.join(keywords)}) is called on it"


def _add_to_whole(state: AnalysisState, place: Place, node: ast.expr, owners: Values, found: Symbol) -> bool:
    """Adds an object to the parameter or attribute that an expression is; returns whether it is one."""
    body = place.body
    if isinstance(node, ast.Name):
        function: Body | None = body
        while function is not None and not function.has_parameter(node.id):
            if function.binding_kind(node.id):
                return False
            function = function.parent
        if function is not None:
            state.places.add((function, node.id), found.values, place)
            parameters.add_passed(state, function, node.id, found.values)
        return function is not None
    instances = [owner.info for owner in owners or () if isinstance(owner, Instance)]
    if not isinstance(node, ast.Attribute) or len(instances) != 1:
        return False
    info = instances[0]
    state.places.add((info, node.attr), found.values, place)
    state.schedule(info.instance_attributes.setdefault(node.attr, Cell()).add(found.values))
    rescheduling.track(state, node.attr)
    return True


def _holds(state: AnalysisState, unknown: UnknownCall, condition: Condition) -> bool:
    requirement = condition.requirement
    if requirement is Requirement.IMPORTS:
        return condition.module in state.imported_modules
    if requirement is Requirement.NOT_IMPORTS:
        return condition.module not in state.imported_modules
    call = unknown.call
    called = call.node.func
    assert isinstance(called, ast.Attribute)
    if condition.place is None:
        if requirement is Requirement.NAMED:
            return condition.holds_for_name(_name(called.value))
        return _is_parameter_or_attribute(unknown, called.value)
    argument = _argument(call.node, condition.place)
    if requirement is Requirement.ABSENT or argument is None:
        return requirement is Requirement.ABSENT and argument is None and call.is_plain
    if requirement is Requirement.NAMED:
        return condition.holds_for_name(_name(argument))
    if requirement is Requirement.LIBRARY_CALL:
        reference = unknown.body.references.get(argument.func) if isinstance(argument, ast.Call) else None
        return reference is not None and all(not symbol.is_object for symbol in reference.symbols)
    if requirement is Requirement.CLASS:
        expected = state.environment.object_of(condition.class_name)
        return expected is not None and expected in (_value(call, argument) or ())
    return True


def _argument(node: ast.Call, place: ArgumentPlace) -> ast.expr | None:
    """Returns the argument that a call passes in a place; None if it passes none."""
    for keyword in node.keywords:
        if keyword.arg is not None and keyword.arg == place.keyword:
            return keyword.value
    if place.position is None or len(node.args) <= place.position:
        return None
    arguments = node.args[: place.position + 1]
    return None if any(isinstance(argument, ast.Starred) for argument in arguments) else arguments[-1]


def _value(call: EvaluatedCall, argument: ast.expr) -> Values:
    for node, values in zip(call.node.args, call.positional, strict=True):
        if node is argument:
            return values
    return next((call.keywords[keyword.arg] for keyword in call.node.keywords if keyword.value is argument), None)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_parameter_or_attribute(unknown: UnknownCall, receiver: ast.expr) -> bool:
    if isinstance(receiver, ast.Name):
        return unknown.body.has_parameter(receiver.id)
    return isinstance(receiver, ast.Attribute) and any(isinstance(owner, Instance) for owner in unknown.owners or ())


def _is_unknown(values: Values) -> bool:
    """Returns whether nothing is known of what a method is called on; `None` has none, so it is something else then."""
    return all(isinstance(value, Untracked) or is_none(value) for value in values or ())


def shown_members(state: AnalysisState, called: ast.expr) -> Values:
    """Returns the member of the object that signs show an expression to be, for the method that is called on it."""
    if not isinstance(called, ast.Attribute):
        return None
    found = state.shown.get(called.value)
    return None if found is None else found.member(called.attr).values
