"""Evaluates calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, builtin_calls, mutations, records, reference_recorder
from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassValue, Function, Instance
from tf2lint.resolver.values import NONE, Const, ExternalCallable, Partial, Symbol, Value, Values, join_all

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

#: Callables that the project itself defines.
_PROJECT_CALLABLES: Final = (Function, ClassValue, Instance, ExternalCallable)


def call(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call and records a `getattr` that returns a watched symbol as a reference."""
    values = call_value(evaluator, node)
    if values is not None and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        reference_recorder.record(evaluator.state, node, values, ReferenceKind.LOAD, written_parts=1)
    return values


def call_value(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call that is part of an expression which is recorded as a whole."""
    called = node.func
    function = evaluator.evaluate(called)
    is_method = type(called) is ast.Attribute and called.attr in mutations.METHODS
    if function is None and (is_method or (type(called) is ast.Name and records.is_skipped(evaluator.state, called))):
        arguments = _arguments(evaluator, node)
        mutations.apply(evaluator, arguments)
        records.track_class(evaluator.state, arguments)
        return None
    if function is None or (type(function[0]) is Symbol and function[0].watched):
        for argument in node.args:
            evaluator.scan(argument)
        for keyword in node.keywords:
            evaluator.scan(keyword.value)
        return _shape_call(evaluator, node.func, function) or (
            None if function is None else _library_result(evaluator, node, function)
        )
    arguments = _arguments(evaluator, node)
    if is_method or (type(called) is ast.Name and called.id == mutations.SETATTR):
        mutations.apply(evaluator, arguments)
    if any(isinstance(callee, _PROJECT_CALLABLES) for callee in function) and evaluator.state.reachable:
        evaluator.state.body.calls[node] = function
    if any(isinstance(callee, Partial) for callee in function):
        wrapped = [callee.wrapped if isinstance(callee, Partial) else callee for callee in function]
        reference_recorder.record_indirect(evaluator.state, node.func, wrapped, node)
    return join_all(
        builtin_calls.call_result(evaluator.state, callee, arguments) for callee in function if callee != NONE
    )


def _library_result(evaluator: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> Values:
    """Returns what a call of a library symbol returns: an object, if the file accesses relevant members of it."""
    reference_recorder.mark_called(evaluator.state, node)
    if isinstance(node.func, ast.Subscript) and not any(isinstance(c, Symbol) and c.is_object for c in function):
        reference_recorder.record_indirect(evaluator.state, node.func, function, node)
    results = [
        evaluator.state.environment.call_result(callee) if isinstance(callee, Symbol) and callee.watched else None
        for callee in function
        if type(callee) is not Const or callee.value is not None
    ]
    return join_all(None if result is None else result.values for result in results)


def _shape_call(evaluator: Evaluator, called: ast.expr, function: Values) -> Values:
    """Returns the shape that `x.get_shape()` returns if `x` is unknown or a library object."""
    is_unknown = function is None or (isinstance(function[0], Symbol) and function[0].is_object)
    is_get_shape = isinstance(called, ast.Attribute) and called.attr == GET_SHAPE
    return attributes.shape(evaluator.state, SHAPE) if is_unknown and is_get_shape else None


def _arguments(evaluator: Evaluator, node: ast.Call) -> EvaluatedCall:
    positional = [evaluator.evaluate(argument) for argument in node.args]
    return EvaluatedCall(
        node, positional, {keyword.arg: evaluator.evaluate(keyword.value) for keyword in node.keywords}
    )
