"""Calls: what is called, with what, and what comes of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, builtin_calls, reference_recorder
from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassValue, Function, Instance
from tf2lint.resolver.values import NONE, ExternalCallable, Partial, Symbol, Value, Values, join_all

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

#: What the project itself defines.
_OWN: Final = (Function, ClassValue, Instance, ExternalCallable)


def call(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call; one of `getattr` that gives a watched symbol is a use of it."""
    values = value(evaluator, node)
    if values is not None and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        reference_recorder.record(evaluator.state, node, values, ReferenceKind.LOAD, spelled=1)
    return values


def value(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call as a part of an expression that is noted as a whole."""
    function = evaluator.evaluate(node.func)
    if function is None or (type(function[0]) is Symbol and function[0].watched):
        for argument in node.args:
            evaluator.scan(argument)
        for keyword in node.keywords:
            evaluator.scan(keyword.value)
        return _shape(evaluator, node.func, function) or (
            None if function is None else _result(evaluator, node, function)
        )
    given = _arguments(evaluator, node)
    if any(isinstance(one, _OWN) for one in function) and evaluator.state.reachable:
        evaluator.state.body.calls[node] = function
    if any(isinstance(one, Partial) for one in function):
        called = [one.of if isinstance(one, Partial) else one for one in function]
        reference_recorder.record_indirect(evaluator.state, node.func, called, node)
    return join_all(builtin_calls.call_result(evaluator.state, one, given) for one in function if one != NONE)


def _result(evaluator: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> Values:
    """What a call of the library gives: an object, if something is asked of such."""
    reference_recorder.mark_called(evaluator.state, node)
    results = [
        evaluator.state.environment.result(one) if isinstance(one, Symbol) and one.watched else None for one in function
    ]
    return join_all(None if result is None else result.values for result in results)


def _shape(evaluator: Evaluator, called: ast.expr, function: Values) -> Values:
    """What `x.get_shape()` gives, of whatever is unknown or an object of the library."""
    is_unknown = function is None or (isinstance(function[0], Symbol) and function[0].is_object)
    is_asked = isinstance(called, ast.Attribute) and called.attr == GET_SHAPE
    return attributes.shape(evaluator.state, SHAPE) if is_unknown and is_asked else None


def _arguments(evaluator: Evaluator, node: ast.Call) -> builtin_calls.EvaluatedCall:
    positional = [evaluator.evaluate(argument) for argument in node.args]
    return builtin_calls.EvaluatedCall(
        node, positional, {keyword.arg: evaluator.evaluate(keyword.value) for keyword in node.keywords}
    )
