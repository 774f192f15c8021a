"""Functions that are given to functions of other modules, which call them: `run_with(body)`, `@with_session`.

A function with parameters of which the callers are searched for gets what the other module passes to that parameter. So
it is asked what `run_with<0>` is called with. To answer, the other module analyzes itself with a `GivenFunction` in the
place of the argument, and may give that to a third module in turn.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import parameter_questions, passing, rescheduling
from tf2lint.resolver.class_bases import hierarchy
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.scopes import Body, ClassValue, Function, Instance
from tf2lint.resolver.values import (
    Container,
    ExternalClass,
    ExternalValue,
    GivenFunction,
    Partial,
    SequenceValue,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values

#: What is given: a function of this file, what the file is given itself, or a function of another module.
Given = Body | GivenFunction | ExternalValue

#: Expressions that may evaluate to functions.
_HOLDING: Final = (ast.Attribute, ast.Call, ast.Lambda, ast.List, ast.Name, ast.Tuple)
_EXPRESSION: Final = re.compile(r"(.+)<(\*?)(\w+)>")


def given_function(path: str, expression: str) -> GivenFunction | None:
    """Returns what is asked about by an expression such as `run_with<0>` in a module; None for any other expression."""
    match = _EXPRESSION.fullmatch(expression)
    if match is None:
        return None
    return GivenFunction(path, match[1], int(match[3]) if match[3].isdecimal() else match[3], bool(match[2]))


def is_about_given(expression: str) -> bool:
    """Returns whether an expression asks what something is called with that a function is given."""
    return expression.endswith(">")


def give_arguments(evaluator: Evaluator, node: ast.Call, callees: Iterable[Value]) -> None:
    """Records the functions that a call gives to functions of other modules, if it matters what they are called with.

    Args:
        evaluator: evaluates the arguments.
        node: the call.
        callees: what is called.
    """
    state = evaluator.state
    if not state.functions_asked_about or not state.reachable:
        return
    for slot, argument in _arguments(node):
        if isinstance(argument, _HOLDING):
            for value in evaluator.evaluate(argument) or ():
                _give_value(state, value, callees, slot)


def _arguments(node: ast.Call) -> Iterator[tuple[int | str, ast.expr]]:
    for position, argument in enumerate(node.args):
        if isinstance(argument, ast.Starred):
            break
        yield position, argument
    for keyword in node.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value


def _give_value(state: AnalysisState, value: Value, callees: Iterable[Value], slot: int | str) -> None:
    """Records the function that a value is, or the functions that it holds as a list."""
    held = [one for part in value.parts() for one in part or ()] if isinstance(value, SequenceValue) else ()
    for one in held or (value,):
        for given, bound in _called(state, one):
            give(state, given, callees, slot, bound, is_item=bool(held))


def _called(state: AnalysisState, value: Value) -> Iterator[tuple[Given, int]]:
    """Yields what runs when something is called, with the number of parameters that are bound before the arguments."""
    bound = 0
    while isinstance(value, Partial):
        bound += value.passed
        value = value.wrapped
    if isinstance(value, Function):
        yield value.body, bound + (value.body.receiver is not None)
    elif isinstance(value, ExternalValue | GivenFunction):
        yield value, bound
    elif isinstance(value, ClassValue | Instance):
        name = "__init__" if isinstance(value, ClassValue) else "__call__"
        found = value.info.lookup(name, state.body)
        if found is None:  # the method was skipped
            rescheduling.track(state, name)
        yield from ((one.body, bound + 1) for one in found or () if isinstance(one, Function))


def give(
    state: AnalysisState,
    given: Given,
    callees: Iterable[Value],
    slot: int | str,
    bound: int = 0,
    *,
    is_item: bool = False,
) -> None:
    """Records a function that functions of other modules are given, if it matters what it is called with.

    Args:
        state: the state at the current program point.
        given: what is given.
        callees: the functions or classes that get it.
        slot: the position or the name of the argument.
        bound: how many of its parameters are bound before the arguments of a call.
        is_item: whether the argument is a list with it.
    """
    if given not in state.functions_asked_about:
        return
    known = state.given_to.setdefault(given, {})
    arguments = (GivenFunction(path, function, slot, is_item) for path, function in _in_other_modules(callees))
    new = [argument for argument in arguments if argument not in known]
    known.update(dict.fromkeys(new, bound))
    if new and isinstance(given, Body):
        parameter_questions.ask_again(state, given)


def _in_other_modules(callees: Iterable[Value]) -> Iterator[tuple[str, str]]:
    """Yields the files and the expressions of those functions and classes that belong to other modules."""
    for callee in callees:
        if isinstance(callee, ExternalValue):
            yield callee.path, callee.expression
        elif isinstance(callee, ExternalClass):
            yield callee.path, f"{callee.name}()" if callee.is_object else callee.name


def receive(state: AnalysisState, given: GivenFunction, callees: Iterable[Value]) -> None:
    """Gives what another module gives to functions of this file to their parameters.

    Args:
        state: the state at the end of the module.
        given: what it gives.
        callees: the functions and classes that get it.
    """
    state.functions_asked_about.add(given)
    argument = ast.Name(given.asked_about.expression, ast.Load())
    values: Values = (SequenceValue((), (given,)),) if given.is_item else (given,)
    if isinstance(given.slot, int):
        before: list[ast.expr] = [ast.Constant(None)] * given.slot
        call = EvaluatedCall(_call([*before, argument], []), [*[None] * given.slot, values], {})
    else:
        call = EvaluatedCall(_call([], [ast.keyword(given.slot, argument)]), [], {given.slot: values})
    for callee in callees:
        passing.pass_on(state, callee, call)
    give(state, given, callees, given.slot, is_item=given.is_item)


def places_of(state: AnalysisState, given: GivenFunction) -> Iterator[str]:
    """Yields the expressions over the names of a module by which others may get what it was given.

    Args:
        state: the state at the end of the module, which keeps it in containers, or returns it: `FUNCTIONS[?]`, `get()`,
            `REGISTRY.get()`, `REGISTRY.functions[?]`.
        given: what it was given.
    """
    yield from (f"{name}[?]" for name in parameter_questions.containers_with(state, (given,)))
    returning = [body for body in state.bodies.values() if _holds(body.returns.values, given)]
    for body in returning:
        if body.owner is None and body.parent is not None and body.parent.parent is None:
            yield f"{_name(body)}()"
    owner = given.function.partition(".")[0]
    owners = {owner: state.exports[owner]} if "." in given.function and owner in state.exports else state.exports
    for name, values in owners.items():  # what an object got is kept by that object, if it is one of several
        related = [one for value in values or () if isinstance(value, Instance) for one in hierarchy(value.info)]
        yield from (f"{name}.{_name(body)}()" for body in returning if body.owner in related)
        held = [attribute for one in related for attribute, cell in one.instance_attributes.items() if cell.values]
        for attribute in dict.fromkeys(held):
            kept = [value for one in related for value in one.own(attribute) or () if isinstance(value, Container)]
            if any(_holds(part, given) for container in kept for part in container.parts()):
                yield f"{name}.{attribute}[?]"


def _holds(values: Values, given: GivenFunction) -> bool:
    return given in (values or ())


def _name(body: Body) -> str:
    return getattr(body.node, "name", "")


def _call(arguments: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    return ast.Call(ast.Name("", ast.Load()), arguments, keywords)
