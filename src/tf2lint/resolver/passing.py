"""Passes the arguments of calls on to the functions that they call, in this file and in other modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import argument_binding, demand, parameter_questions, parameters, rescheduling
from tf2lint.resolver.assigned_elsewhere import add_external
from tf2lint.resolver.class_bases import hierarchy, project_bases
from tf2lint.resolver.container_values import mapping, sequence
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.places import Place
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    ABSENT,
    Container,
    ExternalClass,
    ExternalValue,
    GivenFunction,
    Partial,
    Symbol,
    Value,
    Values,
    is_unknown,
)
from tf2lint.source import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def pass_on(state: AnalysisState, callee: Value, call: EvaluatedCall) -> None:
    """Adds what a call passes to what is known of the parameters of what it calls.

    Args:
        state: the state at the call.
        callee: what is called.
        call: the call.
    """
    passed = 0
    while isinstance(callee, Partial):
        passed += callee.passed
        callee = callee.wrapped
    _pass_to_functions(state, callee, call, passed)
    _pass_to_other_module(state, callee, call, passed)


def _pass_to_functions(state: AnalysisState, callee: Value, call: EvaluatedCall, passed: int) -> None:
    """Adds what a call passes to the parameters of functions of this file; schedules those for which that is new."""
    passes_something = _passes_something(state, call)
    if not passes_something and not state.environment.object_members and not state.asked_parameters:
        return
    for function, is_bound in _called_functions(state, callee, call.node, passes_something=passes_something):
        _record_own(state, function, call, passed)
        for body in (function.body, *_overriding(state, function.body)):
            _pass_to_function(state, body, call, is_bound + passed)


def _overriding(state: AnalysisState, body: Body) -> list[Body]:
    """Returns the methods with asked parameters that may run in place of a method, because they override it."""
    if body.owner is None:
        return []
    base = ClassValue(body.owner)
    asked = state.asked_methods.get(getattr(body.node, "name", ""), {})
    return [
        other for other in asked if other is not body and other.owner is not None and base in project_bases(other.owner)
    ]


def _pass_to_function(state: AnalysisState, body: Body, call: EvaluatedCall, passed: int) -> None:
    if not isinstance(body.node, FunctionNode):
        return
    if body.asked:
        _ask_about_unpacked(state, call, parameter_questions.asked_slots(state, body, passed))
    for name, nodes, values in argument_binding.by_parameter(body.node.args, call, passed):
        is_asked = name in body.asked
        if is_asked:
            _follow_unknown(state, nodes, values)
        kept = tuple([value for value in values or () if is_asked or _is_passed_on(state, value)])
        if kept:
            if state.body is not body:
                state.places.add((body, name), kept, Place(call.node, state.body))
            parameters.add_passed(state, body, name, kept)


def pass_to_setter(state: AnalysisState, setter: Body, owner: ast.expr, values: Values) -> None:
    """Adds what a property is assigned to what is known of the parameter of its setter.

    Args:
        state: the state at the assignment.
        setter: the method that the assignment calls.
        owner: the expression of the object.
        values: what the property is assigned.
    """
    argument = ast.copy_location(ast.Name("", ast.Load()), owner)
    call = ast.copy_location(ast.Call(owner, [argument], []), owner)
    _pass_to_function(state, setter, EvaluatedCall(call, [values], {}), 1)


def _record_own(state: AnalysisState, function: Function, call: EvaluatedCall, passed: int) -> None:
    """Records what a call of a method of this file passes, if a class of another module overrides it and asks."""
    body = function.body
    if body.owner is not None and isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
        own = state.environment.asked_of_file(f"{body.owner.node.name}().{body.node.name}")
        if own is not None:
            _record_call(state, own, call, passed)


def _follow_unknown(state: AnalysisState, nodes: Iterable[ast.expr], values: Values) -> None:
    is_unknown = values is None or any(
        part is None for value in values if isinstance(value, Container) for part in value.parts()
    )
    for node in nodes if is_unknown else ():
        demand.follow(state, node)


def _ask_about_unpacked(state: AnalysisState, call: EvaluatedCall, asked: Iterable[int | str]) -> None:
    """Finds out what the callers pass to parameters such as `*args` in which a call may hand on what is asked for.

    Args:
        state: the state at the call.
        call: the call.
        asked: the positions and names of the arguments that matter.
    """
    if not call.unpacked:
        return
    is_starred = [isinstance(node, ast.Starred) for node in call.node.args]
    plain = is_starred.index(True) if True in is_starred else len(is_starred)
    named = {keyword.arg for keyword in call.node.keywords}
    asked = list(asked)
    is_position_asked = any(
        slot >= plain if isinstance(slot, int) else slot in parameter_questions.ALL for slot in asked
    )
    names = frozenset(slot for slot in asked if isinstance(slot, str) and slot not in named)
    for node, values in call.unpacked.items():
        if not (is_position_asked if isinstance(node, ast.Starred) else names):
            continue
        if values is None:
            demand.follow(state, node)
        for value in values or ():
            if isinstance(value, Parameter):
                parameter_questions.ask_callers(state, value, None if names & parameter_questions.ALL else names)


def _pass_to_other_module(state: AnalysisState, callee: Value, call: EvaluatedCall, passed: int) -> None:
    """Records what a call passes to a function of another module, if that module asks for it."""
    if isinstance(callee, ExternalValue):
        for target in asked_targets(state, callee):
            _record_call(state, target, call, passed)
        return
    if isinstance(callee, GivenFunction):
        function = callee.asked_about
    elif isinstance(callee, ExternalClass):
        function = ExternalValue(callee.path, f"{callee.name}()" if callee.is_object else callee.name)
    else:
        return
    if state.environment.is_asked_about(function):
        _record_call(state, function, call, passed)


def asked_targets(state: AnalysisState, callee: ExternalValue) -> list[ExternalValue]:
    """Returns the functions of other modules, of those that modules ask about, that a call of a value may run.

    Args:
        state: the state at the call.
        callee: what is called. If it is a method, it matters of which class the object is: `trainer.train` is a
            `Trainer().train`.
    """
    function = callee.at_any_key()
    found = [function] if state.environment.is_asked_about(function) else []
    owner, _, method = function.expression.rpartition(".")
    asked = [one for one in state.functions_asked_about if isinstance(one, ExternalValue)] if owner else []
    if not any(one.expression.endswith(f".{method}") for one in asked if one != function):
        return found
    state.readers_of_external[state.body] = None
    objects = state.environment.external_objects(ExternalValue(function.path, owner))
    methods = [ExternalValue(value.path, f"{value.expression}.{method}") for value in objects]
    return found + [one for one in methods if one in asked and one != function]


def _record_call(state: AnalysisState, function: ExternalValue, call: EvaluatedCall, passed: int) -> None:
    """Records what a call passes to a function that another module asks about."""
    slots = state.environment.asked_slots(function)
    is_any = parameter_questions.ALL_POSITIONAL in slots or parameter_questions.ALL_KEYWORDS in slots
    _ask_about_unpacked(state, call, slots)
    for arguments in argument_binding.spread(call):
        for position, argument in enumerate(arguments.positional, passed):
            if is_any or position in slots:
                _record(state, (function, position), argument, call.node)
        for name, argument in arguments.keywords.items():
            if is_any or name in slots:
                _record(state, (function, name), argument, call.node)
        if is_any:
            elements = [None] * passed + [argument.values for argument in arguments.positional]
            rest = ABSENT if arguments.rest is None else arguments.rest.values
            add_external(state, (function, parameter_questions.ALL_POSITIONAL), sequence(elements, rest), call.node)
            entries: dict[Hashable, Values] = {name: argument.values for name, argument in arguments.keywords.items()}
            add_external(state, (function, parameter_questions.ALL_KEYWORDS), mapping(entries), call.node)


def _record(
    state: AnalysisState,
    holder: tuple[ExternalValue, int | str],
    argument: argument_binding.Argument,
    call: ast.Call,
) -> None:
    if is_unknown(argument.values):
        demand.follow(state, argument.node)
    for value in argument.values or ():
        if isinstance(value, Parameter):
            parameter_questions.ask_callers(state, value)
    if argument.values is not None:
        add_external(state, holder, argument.values, call)


def may_be_skipped_definition(state: AnalysisState, called: ast.expr) -> bool:
    """Returns whether what is called may be a definition in this file that was skipped.

    A definition whose text mentions nothing that is tracked is skipped.
    """
    name = _last_name(called)
    return name in state.mention_index.defined and name not in state.mention_index


def track_callee(state: AnalysisState, called: ast.expr, call: EvaluatedCall) -> None:
    """Tracks the name of what is called if the call passes something to track."""
    if _passes_something(state, call):
        rescheduling.track(state, _last_name(called))


def _last_name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def is_called_on_class(node: ast.Call, function: Function) -> bool:
    """Returns whether a method is called on its class, as in `Net.build(net, x)`, so that the receiver is passed."""
    body, called = function.body, node.func
    if body.owner is None or not isinstance(called, ast.Attribute):
        return False
    is_plain = body.receiver is not None and isinstance(body.receiver[0], Instance)
    return is_plain and isinstance(called.value, ast.Name) and called.value.id == body.owner.node.name


def _passes_something(state: AnalysisState, call: EvaluatedCall) -> bool:
    arguments = (*call.positional, *call.keywords.values(), *call.unpacked.values())
    return any(_is_passed_on(state, value) for values in arguments for value in values or ())


def _called_functions(
    state: AnalysisState, callee: Value, node: ast.Call, *, passes_something: bool
) -> Iterator[tuple[Function, bool]]:
    """Yields the functions that run when something is called, and whether the call binds their receiver."""
    if isinstance(callee, Function):
        yield callee, callee.body.receiver is not None and not is_called_on_class(node, callee)
    elif isinstance(callee, ClassValue | Instance):
        name = "__init__" if isinstance(callee, ClassValue) else "__call__"
        found = callee.info.lookup(name, state.body)
        if found is None and passes_something:  # the method was skipped
            rescheduling.track(state, name)
        if found is None:  # what it is called with matters even if the name of the method is not tracked
            asked, classes = state.asked_methods.get(name, {}), list(hierarchy(callee.info))
            found = tuple([Function(body) for body in asked if body.owner in classes])
        for value in found:
            if isinstance(value, Function):
                yield value, True


def _is_passed_on(state: AnalysisState, value: Value) -> bool:
    """Returns whether a value is tracked into the function: objects, modules, containers of such, asked functions.

    A function or class of a library is reported where it is passed, so there is nothing more to report where it is
    called. One of the file is passed on if it matters what it is called with.
    """
    if isinstance(value, Container):
        return any(_is_passed_on(state, one) for part in value.parts() for one in part or ())
    if isinstance(value, Symbol):
        return value.watched and (value.is_object or value.parts == 1)
    if isinstance(value, Function):
        return bool(value.body.asked)
    if isinstance(value, Partial):
        return _is_passed_on(state, value.wrapped)
    if isinstance(value, ExternalValue):
        return state.environment.is_asked_about(value)
    if isinstance(value, ClassValue):
        methods = (node for node in value.info.node.body if isinstance(node, ast.FunctionDef))
        constructor = next((state.bodies.get(node) for node in methods if node.name == "__init__"), None)
        return constructor is not None and bool(constructor.asked)
    return isinstance(value, Instance | GivenFunction) or (isinstance(value, ExternalClass) and value.is_object)
