"""Asks what callers pass to parameters, in this file and in other modules, where it matters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import fixtures, rescheduling
from tf2lint.resolver.class_bases import inheriting, project_bases
from tf2lint.resolver.container_values import MappingValue, mapping, sequence
from tf2lint.resolver.parameters import add_passed
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    ABSENT,
    Container,
    ExternalClass,
    ExternalValue,
    SequenceValue,
    Value,
    Values,
    join_all,
)
from tf2lint.source import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState

#: The slots for all positional and for all keyword arguments of a call, beside positions and names.
ALL_POSITIONAL: Final = "*"
ALL_KEYWORDS: Final = "**"
ALL: Final = frozenset({ALL_POSITIONAL, ALL_KEYWORDS})


def ask_callers(state: AnalysisState, parameter: Parameter, names: frozenset[str] | None = None) -> None:
    """Finds out what callers pass to a parameter on which a member of library objects is used.

    Callers in this file are evaluated even where they pass nothing that is tracked, and those in other modules are
    searched for.

    Args:
        state: the state at the current program point.
        parameter: the parameter.
        names: for a parameter such as `**kwargs`, the arguments in it that matter; None if all do.
    """
    body, name = parameter.body, parameter.name
    if name in body.annotations or not isinstance(body.node, FunctionNode):
        return
    if name in body.asked:
        _ask_for_more(state, body, name, names)
        return
    is_first = not body.asked
    body.asked.add(name)
    state.functions_asked_about.add(body)
    arguments = body.node.args
    is_rest = arguments.kwarg is not None and name == arguments.kwarg.arg
    state.asked_parameters[body, name] = names if is_rest else None
    if isinstance(body.node, ast.Lambda):
        state.schedule([body.parent] if body.parent is not None else [])
    else:
        _track_callers(state, body, body.node, is_first=is_first)
    _add_from_other_modules(state, body, name)
    fixtures.follow(state, body, name)


def _ask_for_more(state: AnalysisState, body: Body, name: str, names: frozenset[str] | None) -> None:
    """Finds out what callers pass in a parameter such as `**kwargs` by names that did not matter so far."""
    known = state.asked_parameters.get((body, name))
    if known is None or (names is not None and names <= known):
        return
    state.asked_parameters[body, name] = None if names is None else known | names
    if isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
        state.schedule(rescheduling.bodies_that_mention(state, _called_name(body)))  # those that hand on their own
    _add_from_other_modules(state, body, name)


def _track_callers(
    state: AnalysisState, body: Body, function: ast.FunctionDef | ast.AsyncFunctionDef, *, is_first: bool
) -> None:
    """Tracks the calls of a function in this file.

    Args:
        state: the state at the current program point.
        body: the body of the function.
        function: its definition.
        is_first: whether nothing was asked about its parameters so far.
    """
    owner, called = body.owner, _called_name(body)
    if called in state.mention_index or (is_first and state.mention_index.is_value(called)):
        # What calls passed, or passed the function to, did not matter so far.
        state.schedule(rescheduling.bodies_that_mention(state, called))
    if owner is not None:
        rescheduling.track(state, owner.node.name)
    if function.name != "__init__":
        rescheduling.track(state, function.name)
    is_decorated = bool(function.decorator_list or (owner is not None and owner.node.decorator_list))
    if is_first and is_decorated and body.parent is not None:
        if function.name == "__init__":
            rescheduling.track(state, function.name)
        state.schedule([body.parent])  # a decorator may call it, which did not matter so far
    if owner is not None:
        state.asked_methods.setdefault(function.name, {})[body] = None
        for base in owner.node.bases:  # whose methods of the same name this one overrides
            if isinstance(base, ast.Name) and base.id in state.mention_index.classes:
                rescheduling.track(state, base.id)


def _called_name(body: Body) -> str:
    """Returns the name by which a function is called."""
    assert isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
    return body.owner.node.name if body.owner is not None and body.node.name == "__init__" else body.node.name


def ask_if_followed(state: AnalysisState, values: Values) -> None:
    """Finds out what callers pass to parameters among these values from which a followed value comes."""
    for value in values or ():
        if isinstance(value, Parameter) and (value.name, value.body) in state.followed:
            ask_callers(state, value)


def ask_again(state: AnalysisState, body: Body) -> None:
    """Adds what other modules pass to the parameters of a function, after more ways to call it were found."""
    for name in sorted(body.asked):
        _add_from_other_modules(state, body, name)


def _add_from_other_modules(state: AnalysisState, body: Body, name: str) -> None:
    assert isinstance(body.node, FunctionNode)
    arguments, passed = body.node.args, state.environment.passed
    for offset, slots, path in ways_to_pass(state, body, name):
        if arguments.vararg is not None and name == arguments.vararg.arg:
            values = _more_positional(arguments, offset, passed(slots, path))
        elif state.asked_parameters[body, name] is not None:
            named = {slot: passed([(called, slot)], path) for called, slot in slots}
            known: dict[Hashable, Values] = {slot: held for slot, held in named.items() if held is not ABSENT}
            values = mapping(known) if known else ABSENT
        elif arguments.kwarg is not None and name == arguments.kwarg.arg:
            values = _other_keywords(arguments, passed(slots, path))
        else:
            values = passed(slots, path)
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
        argument, and the module of the method that the function overrides, or of the function that gets it as an
        argument; empty if it is called by other modules.
    """
    ways = (
        _ways_by_name(state, body, body.node.name)
        if isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef)
        else []
    )
    for given, bound in state.given_to.get(body, {}).items():
        ways.append((given.asked_about.expression, bound, given.path))
    for called, offset, path in ways:
        yield offset, [(called, slot) for slot in _slots(state, body, name, offset)], path


def _ways_by_name(state: AnalysisState, body: Body, name: str) -> list[tuple[str, int, str]]:
    """Returns how other modules can pass a parameter of a function with this name, see `ways_to_pass`."""
    ways = [(called, offset, "") for called, offset in (*_ways_to_call(body), *_ways_through_containers(state, body))]
    if ways and body.owner is not None and not name.startswith("__"):
        # The base may call the method, which this one overrides, on `self`.
        offset = int(body.receiver is not None)
        ways += [(f"{base}().{name}", offset, path) for path, base in _external_bases(body.owner)]
    return ways


def asked_slots(state: AnalysisState, body: Body, offset: int) -> Iterator[int | str]:
    """Yields the positions and names of the arguments that matter in calls of a function.

    Args:
        state: the state at the current program point.
        body: the function.
        offset: how many parameters are bound before the arguments of a call.
    """
    return (slot for name in body.asked for slot in _slots(state, body, name, offset))


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


def ask_indirect_callers(state: AnalysisState) -> None:
    """Finds out what other modules pass to functions out of a container, and to those that a class inherits.

    Args:
        state: the state after the module has been analyzed: what containers hold and classes derive from is known then.
    """
    has_containers = any(isinstance(value, Container) for _, values in _held_by_names(state) for value in values or ())
    if has_containers or any(body.owner is not None and body.owner.derived for body, _ in state.asked_parameters):
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
        if body.parent is not None and isinstance(body.parent.node, ast.FunctionDef):
            # A call of the function around it may return it: `register("a")(net)`.
            outer = _ways_to_call(body.parent) if body.parent.node.name not in ("__init__", "__call__") else []
            return [(f"{called}()", 0) for called, _ in outer]
        return [(function, 0)] if body.parent is not None and body.parent.parent is None else []
    if body.parent is None or body.parent.parent is None or body.parent.parent.parent is not None:
        return []
    offset = int(body.receiver is not None)
    is_plain = body.receiver is not None and isinstance(body.receiver[0], Instance)
    calls = list[tuple[str, int]]()
    for class_name in [info.node.name for info in inheriting(owner, function) if info.is_in_module]:
        calls += [(f"{class_name}().{function}", offset), (f"{class_name}.{function}", 0 if is_plain else offset)]
        calls += [(class_name, 1)] if function == "__init__" else []
        calls += [(f"{class_name}()", 1)] if function == "__call__" else []
    return calls


def _ways_through_containers(state: AnalysisState, body: Body) -> list[tuple[str, int]]:
    """Returns the containers of the module from which others may call a function or class: `MODELS[name](x)`."""
    callees: set[Value] = {Function(body)}
    if body.owner is not None:
        if not isinstance(body.node, ast.FunctionDef) or body.node.name != "__init__":
            return []
        callees = {ClassValue(info) for info in inheriting(body.owner, "__init__")}
    offset = int(body.owner is not None)
    return [(f"{name}[?]", offset) for name in containers_with(state, callees)]


def containers_with(state: AnalysisState, callees: Collection[Value]) -> list[str]:
    """Returns the names of the module that hold containers with one of these functions or classes."""
    return [
        name
        for name, values in _held_by_names(state)
        if any(isinstance(value, Container) and _holds(value, callees) for value in values or ())
    ]


def _held_by_names(state: AnalysisState) -> Iterator[tuple[str, Values]]:
    """Yields what the names of the module hold at its end, and what functions add to that."""
    yield from state.exports.items()
    yield from ((name, cell.values) for name, cell in state.body.module().outer_writes.items())


def _holds(container: Container, callees: Collection[Value]) -> bool:
    return any(value in callees for part in container.parts() for value in part or ())


def _slots(state: AnalysisState, body: Body, name: str, offset: int) -> list[int | str]:
    """Returns how a call can pass a parameter: the position or the name of the argument."""
    assert isinstance(body.node, FunctionNode)
    arguments = body.node.args
    if arguments.vararg is not None and name == arguments.vararg.arg:
        return [ALL_POSITIONAL]
    if arguments.kwarg is not None and name == arguments.kwarg.arg:
        names = state.asked_parameters.get((body, name))
        return [ALL_KEYWORDS] if names is None else sorted(names)
    positional = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    slots: list[int | str] = []
    if name in positional and positional.index(name) >= offset:
        slots.append(positional.index(name) - offset)
    if name not in [parameter.arg for parameter in arguments.posonlyargs]:
        slots.append(name)
    return slots
