"""Parameters: what they hold when a function's body starts, by annotations, defaults and the known calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import demand, name_binding, rescheduling
from tf2lint.resolver.overrides import passed_by_library
from tf2lint.resolver.places import Place
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    ABSENT,
    Container,
    ExternalCallable,
    ExternalClass,
    ExternalValue,
    Symbol,
    Value,
    Values,
    join,
    needs_tracking,
)
from tf2lint.source import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.evaluated_calls import EvaluatedCall
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


def bind_parameters(state: AnalysisState, body: Body, arguments: ast.arguments) -> None:
    """Binds the parameters of a function: what the library passes, or what is known of other callers; the receiver.

    Args:
        state: the state at the beginning of the body.
        body: the function or lambda.
        arguments: its parameters.
    """
    passed = passed_by_library(state, body, arguments)
    for name in {**body.defaults, **body.annotations, **body.passed, **body.followed}:
        if name not in passed:
            _bind_parameter(state, body, name)
    for name, symbol in passed.items():
        name_binding.bind(state, name, symbol.values)
    positional = [*arguments.posonlyargs, *arguments.args]
    if positional and body.receiver is not None:
        name_binding.bind_untracked(state, positional[0].arg, body.receiver)


def _bind_parameter(state: AnalysisState, body: Body, name: str) -> None:
    default = body.defaults.get(name)
    if needs_tracking(default) and _is_module_default(state, default):
        name_binding.bind(state, name, default)
        return
    values: Values = (Parameter(body, name),)
    for known in (body.annotations.get(name), default):
        if needs_tracking(known):
            values = join(known, values)
    if name in body.passed:
        values = join(body.passed[name], values)
    if len(values or ()) > 1:
        body.followed[name] = None
        name_binding.bind(state, name, values)
    elif name in body.followed:  # a default alone that needs no tracking tells nothing
        name_binding.bind_untracked(state, name, values)


def _is_module_default(state: AnalysisState, values: Values) -> bool:
    """Returns whether a default is a module, which callers do not replace: `def f(x, tf=tf)`."""
    return values is not None and all(isinstance(v, Symbol) and state.environment.is_module(v) for v in values)


def pass_arguments(state: AnalysisState, callee: Value, call: EvaluatedCall) -> None:
    """Adds what a call passes to the parameters of a function of this file; schedules the function if that is new.

    Args:
        state: the state at the call.
        callee: what is called.
        call: the call.
    """
    passes_something = _passes_something(call)
    if not passes_something and not state.environment.object_members:
        return
    for function, is_bound in _called_functions(state, callee, call.node, passes_something=passes_something):
        body = function.body
        for name, argument, values in _arguments_by_parameter(body, call, is_bound=is_bound):
            is_asked = name in body.asked
            if values is None and is_asked:
                demand.follow(state, argument)
            passed = tuple([value for value in values or () if is_asked or _is_passed_on(value)])
            if passed:
                if state.body is not body:
                    state.places.add((body, name), passed, Place(call.node, state.body))
                add_passed(state, body, name, passed)


def add_passed(state: AnalysisState, body: Body, name: str, values: Values) -> None:
    """Adds what is passed to a parameter; schedules its function if that is new."""
    before = body.passed.get(name, ABSENT)
    after = values if before is ABSENT else join(before, values)
    if after != before:
        body.passed[name] = after
        state.schedule([body])


def ask_callers(state: AnalysisState, parameter: Parameter) -> None:
    """Finds out what callers pass to a parameter on which a member of library objects is used.

    Callers in this file are evaluated even where they pass nothing that is tracked, and those in other modules are
    searched for.

    Args:
        state: the state at the current program point.
        parameter: the parameter.
    """
    body, name = parameter.body, parameter.name
    is_known = name in body.asked or name in body.annotations
    if is_known or not isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    body.asked.add(name)
    function, owner = body.node.name, body.owner
    rescheduling.track(state, owner.node.name if owner is not None and function == "__init__" else function)
    state.asked_parameters[body, name] = None
    _add_from_other_modules(state, body, name)


def _add_from_other_modules(state: AnalysisState, body: Body, name: str) -> None:
    values = state.environment.passed(ways_to_pass(body, name))
    if values is not ABSENT:
        add_passed(state, body, name, values)


def resume(state: AnalysisState) -> None:
    """Schedules what depends on other modules, about which more is known than when it was analyzed."""
    for body, name in state.asked_parameters:
        _add_from_other_modules(state, body, name)
    state.schedule(state.readers_of_external)


def ways_to_pass(body: Body, name: str) -> list[tuple[str, int | str]]:
    """Returns how other modules can pass a parameter: what they call, with the position or name of the argument."""
    assert isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
    arguments, function, owner = body.node.args, body.node.name, body.owner
    positional = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    position = positional.index(name) if name in positional else None
    keyword = name not in [parameter.arg for parameter in arguments.posonlyargs]
    if owner is None:
        calls = [(function, 0)] if body.parent is not None and body.parent.parent is None else []
    elif body.parent is None or body.parent.parent is None or body.parent.parent.parent is not None:
        calls = []
    else:
        offset = int(body.receiver is not None)
        class_name = owner.node.name
        calls = [(f"{class_name}().{function}", offset)]
        is_plain = body.receiver is not None and isinstance(body.receiver[0], Instance)
        calls.append((f"{class_name}.{function}", 0 if is_plain else offset))
        calls += [(class_name, 1)] if function == "__init__" else []
        calls += [(f"{class_name}()()", 1)] if function == "__call__" else []
    ways: list[tuple[str, int | str]] = []
    for called, offset in calls:
        ways += [(called, position - offset)] if position is not None and position >= offset else []
        ways += [(called, name)] if keyword else []
    return ways


def pass_to_other_module(state: AnalysisState, callee: Value, call: EvaluatedCall) -> None:
    """Records what a call passes to a function of another module, if that module asks for it.

    Args:
        state: the state at the call.
        callee: what is called.
        call: the call.
    """
    if isinstance(callee, ExternalValue):
        function = callee
    elif isinstance(callee, ExternalCallable | ExternalClass):
        function = ExternalValue(callee.path, callee.name)
    else:
        return
    if not state.environment.is_asked_about(function):
        return
    slots: list[tuple[int | str | None, ast.expr, Values]] = []
    for position, argument in enumerate(call.node.args):
        if isinstance(argument, ast.Starred):
            break
        slots.append((position, argument, call.positional[position]))
    slots += [(keyword.arg, keyword.value, call.keywords[keyword.arg]) for keyword in call.node.keywords]
    for slot, argument, values in slots:
        if values is None:
            demand.follow(state, argument)
        elif slot is not None:
            key = function, slot
            known = state.external_arguments.get(key, ABSENT)
            state.places.add(key, values, Place(call.node, state.body))
            state.external_arguments[key] = values if known is ABSENT else join(known, values)


def may_be_skipped_definition(state: AnalysisState, called: ast.expr) -> bool:
    """Returns whether what is called may be a definition in this file that was skipped.

    A definition whose text mentions nothing that is tracked is skipped.
    """
    name = _last_name(called)
    return name in state.mention_index.defined and name not in state.mention_index


def track_callee(state: AnalysisState, called: ast.expr, call: EvaluatedCall) -> None:
    """Tracks the name of what is called if the call passes something to track."""
    if _passes_something(call):
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


def _passes_something(call: EvaluatedCall) -> bool:
    arguments = (*call.positional, *call.keywords.values())
    return any(_is_passed_on(value) for values in arguments for value in values or ())


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
        for value in found or ():
            if isinstance(value, Function):
                yield value, True


def _arguments_by_parameter(
    body: Body, call: EvaluatedCall, *, is_bound: bool
) -> Iterator[tuple[str, ast.expr, Values]]:
    """Yields the parameters of a function that a call passes, with the argument and what that evaluates to."""
    if not isinstance(body.node, FunctionNode | ast.Lambda):
        return
    arguments = body.node.args
    names = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)][is_bound:]
    for name, argument, values in zip(names, call.node.args, call.positional, strict=False):
        if isinstance(argument, ast.Starred):
            break
        yield name, argument, values
    keywords = {parameter.arg for parameter in (*arguments.args, *arguments.kwonlyargs)}
    for keyword in call.node.keywords:
        if keyword.arg is not None and keyword.arg in keywords:
            yield keyword.arg, keyword.value, call.keywords[keyword.arg]


def _is_passed_on(value: Value) -> bool:
    """Returns whether a value is tracked into the function: objects and modules, and containers of such.

    A function or class is reported where it is passed, so there is nothing more to report where it is called.
    """
    if isinstance(value, Container):
        return any(_is_passed_on(one) for part in value.parts() for one in part or ())
    if isinstance(value, Symbol):
        return value.watched and (value.is_object or value.parts == 1)
    return isinstance(value, Instance) or (isinstance(value, ExternalClass) and value.is_object)
