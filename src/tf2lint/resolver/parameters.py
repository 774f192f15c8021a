"""Parameters: what they hold when a function's body starts, by annotations, defaults and the known calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import name_binding, rescheduling
from tf2lint.resolver.class_bases import project_bases
from tf2lint.resolver.container_values import MappingValue, mapping, sequence
from tf2lint.resolver.overrides import passed_by_library
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    ABSENT,
    Container,
    ExternalClass,
    ExternalValue,
    SequenceValue,
    Symbol,
    Value,
    Values,
    join,
    join_all,
    needs_tracking,
)
from tf2lint.source import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState

#: The slots for all positional and for all keyword arguments of a call, beside positions and names.
ALL_POSITIONAL: Final = "*"
ALL_KEYWORDS: Final = "**"


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
        if is_known(known):
            values = join(known, values)
    if name in body.passed:
        values = join(body.passed[name], values)
    if len(values or ()) > 1:
        body.followed[name] = None
        name_binding.bind(state, name, values)
    elif name in body.followed:  # a default alone that needs no tracking tells nothing
        name_binding.bind_untracked(state, name, values)


def is_known(values: Values) -> bool:
    """Returns whether it may matter that a parameter holds values: they need tracking, or are of another module."""
    return needs_tracking(values) or any(isinstance(value, ExternalValue) for value in values or ())


def _is_module_default(state: AnalysisState, values: Values) -> bool:
    """Returns whether a default is a module, which callers do not replace: `def f(x, tf=tf)`."""
    return values is not None and all(isinstance(v, Symbol) and state.environment.is_module(v) for v in values)


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
    if name in body.asked or name in body.annotations or not isinstance(body.node, FunctionNode):
        return
    is_first = not body.asked
    body.asked.add(name)
    if isinstance(body.node, ast.Lambda):
        state.schedule([body.parent] if body.parent is not None else [])
        return
    function, owner = body.node.name, body.owner
    if owner is not None:
        rescheduling.track(state, owner.node.name)
    if function != "__init__":
        rescheduling.track(state, function)
    called = owner.node.name if owner is not None and function == "__init__" else function
    if is_first and state.mention_index.is_value(called):
        # Where it was passed to something that calls it, that did not matter so far.
        state.schedule(rescheduling.bodies_that_mention(state, called))
    if is_first and body.node.decorator_list and body.parent is not None:
        state.schedule([body.parent])  # a decorator may call it, which did not matter so far
    if owner is not None:
        state.asked_methods.setdefault(function, {})[body] = None
        for base in owner.node.bases:  # whose methods of the same name this one overrides
            if isinstance(base, ast.Name) and base.id in state.mention_index.classes:
                rescheduling.track(state, base.id)
    state.asked_parameters[body, name] = None
    _add_from_other_modules(state, body, name)


def ask_if_followed(state: AnalysisState, values: Values) -> None:
    """Finds out what callers pass to parameters among these values from which a followed value comes."""
    for value in values or ():
        if isinstance(value, Parameter) and (value.name, value.body) in state.followed:
            ask_callers(state, value)


def _add_from_other_modules(state: AnalysisState, body: Body, name: str) -> None:
    assert isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
    arguments = body.node.args
    for offset, slots, path in ways_to_pass(state, body, name):
        values = state.environment.passed(slots, path)
        if arguments.vararg is not None and name == arguments.vararg.arg:
            values = _more_positional(arguments, offset, values)
        elif arguments.kwarg is not None and name == arguments.kwarg.arg:
            values = _other_keywords(arguments, values)
        if values is not ABSENT:
            add_passed(state, body, name, values)


def ways_to_pass(state: AnalysisState, body: Body, name: str) -> Iterator[tuple[int, list[tuple[str, int | str]], str]]:
    """Yields how other modules can pass a parameter.

    Args:
        state: the state at the current program point.
        body: the function.
        name: the parameter.

    Yields:
        The number of parameters that a call binds before its arguments, what it calls with the position or name of the
        argument, and the module of the method that the function overrides; empty if it overrides none.
    """
    assert isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
    ways = [(called, offset, "") for called, offset in (*_ways_to_call(body), *_ways_through_containers(state, body))]
    if ways and body.owner is not None and not body.node.name.startswith("__"):
        # The base may call the method, which this one overrides, on `self`.
        offset = int(body.receiver is not None)
        ways += [(f"{base}().{body.node.name}", offset, path) for path, base in _external_bases(body.owner)]
    for called, offset, path in ways:
        yield offset, _slots(body.node.args, name, called, offset), path


def _external_bases(info: ClassInfo) -> Iterator[tuple[str, str]]:
    """Yields the files and names of the classes of other modules that a class derives from."""
    for base in project_bases(info):
        if isinstance(base, ExternalValue) and base.expression.isidentifier():
            yield base.path, base.expression
        elif isinstance(base, ExternalClass) and not base.is_object:
            yield base.path, base.name


def _more_positional(arguments: ast.arguments, offset: int, values: Values) -> Values:
    """Returns what a parameter such as `*args` gets from all positional arguments."""
    first = len(arguments.posonlyargs) + len(arguments.args) - offset
    return join_all(
        sequence(value.elements[first:], value.rest) for value in values or () if isinstance(value, SequenceValue)
    )


def _other_keywords(arguments: ast.arguments, values: Values) -> Values:
    """Returns what a parameter such as `**kwargs` gets from all keyword arguments."""
    named = {parameter.arg for parameter in (*arguments.args, *arguments.kwonlyargs)}
    return join_all(
        mapping({key: held for key, held in value.entries if key not in named}, value.rest)
        for value in values or ()
        if isinstance(value, MappingValue)
    )


def ask_users_of_containers(state: AnalysisState) -> None:
    """Finds out what other modules pass to functions that they take out of a container of this module.

    Args:
        state: the state after the module has been analyzed: which containers hold what is known then.
    """
    if any(isinstance(value, Container) for values in state.exports.values() for value in values or ()):
        resume(state)


def resume(state: AnalysisState) -> None:
    """Adds what other modules pass, about which more is known now."""
    for body, name in state.asked_parameters:
        _add_from_other_modules(state, body, name)


def _ways_to_call(body: Body) -> list[tuple[str, int]]:
    """Returns what other modules call to run a function, each with the number of parameters that the call binds."""
    assert isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
    function, owner = body.node.name, body.owner
    if owner is None:
        return [(function, 0)] if body.parent is not None and body.parent.parent is None else []
    if body.parent is None or body.parent.parent is None or body.parent.parent.parent is not None:
        return []
    offset = int(body.receiver is not None)
    class_name = owner.node.name
    is_plain = body.receiver is not None and isinstance(body.receiver[0], Instance)
    calls = [(f"{class_name}().{function}", offset), (f"{class_name}.{function}", 0 if is_plain else offset)]
    calls += [(class_name, 1)] if function == "__init__" else []
    calls += [(f"{class_name}()", 1)] if function == "__call__" else []
    return calls


def _ways_through_containers(state: AnalysisState, body: Body) -> list[tuple[str, int]]:
    """Returns the containers of the module from which others may call a function or class: `MODELS[name](x)`."""
    function: Value = Function(body)
    if body.owner is not None:
        function = ClassValue(body.owner)
        if not isinstance(body.node, ast.FunctionDef) or body.node.name != "__init__":
            return []
    offset = int(body.owner is not None)
    return [
        (f"{name}[?]", offset)
        for name, values in state.exports.items()
        if any(isinstance(value, Container) and _holds(value, function) for value in values or ())
    ]


def _holds(container: Container, function: Value) -> bool:
    return any(function in (part or ()) for part in container.parts())


def _slots(arguments: ast.arguments, name: str, called: str, offset: int) -> list[tuple[str, int | str]]:
    """Returns how a call can pass a parameter: what it calls, with the position or the name of the argument."""
    if arguments.vararg is not None and name == arguments.vararg.arg:
        return [(called, ALL_POSITIONAL)]
    if arguments.kwarg is not None and name == arguments.kwarg.arg:
        return [(called, ALL_KEYWORDS)]
    positional = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    slots: list[tuple[str, int | str]] = []
    if name in positional and positional.index(name) >= offset:
        slots.append((called, positional.index(name) - offset))
    if name not in [parameter.arg for parameter in arguments.posonlyargs]:
        slots.append((called, name))
    return slots
