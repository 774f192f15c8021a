"""Evaluates calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, builtin_calls, parameters, reference_recorder, skipped_tests, use_signs
from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassValue, Function, Instance, Parameter
from tf2lint.resolver.values import (
    NONE,
    SKIPPING,
    ExternalCallable,
    ExternalClass,
    ExternalFunction,
    ExternalValue,
    Partial,
    Symbol,
    Untracked,
    Value,
    Values,
    join_all,
)
from tf2lint.table import CALL

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

#: Callables that the project itself defines.
_PROJECT_CALLABLES: Final = (Function, ClassValue, Instance, ExternalCallable, ExternalClass, ExternalValue)


def call(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call and records a `getattr` that returns a watched symbol as a reference."""
    values = call_value(evaluator, node)
    if values is None or not isinstance(node.func, ast.Name) or node.func.id != "getattr":
        return values
    # An object is what the default of `getattr` holds, and no name is written for it.
    if not any(isinstance(value, Symbol) and value.name.endswith(CALL) for value in values):
        reference_recorder.record(evaluator.state, node, values, ReferenceKind.LOAD, written_parts=1)
    return values


def call_value(evaluator: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call that is part of an expression which is recorded as a whole."""
    function = evaluator.evaluate(node.func)
    if type(node.func) is ast.Attribute and node.func.attr in evaluator.state.environment.use_signs:
        shown = _shown(evaluator, node, function)
        function = shown if shown is not None else function
    if function is None or (type(function[0]) is Parameter and all(isinstance(v, Parameter) for v in function)):
        if parameters.may_be_skipped_definition(evaluator.state, node.func):
            parameters.track_callee(evaluator.state, node.func, _arguments(evaluator, node))
        else:
            _scan_arguments(evaluator, node)
        return _shape_call(evaluator, node.func, None) or skipped_tests.decorator_of(evaluator, node)
    if type(function[0]) is ExternalValue and not _is_asked_about(evaluator, function):
        _scan_arguments(evaluator, node)
        return join_all(_result(evaluator, callee, builtin_calls.EvaluatedCall(node, [], {})) for callee in function)
    if type(function[0]) is Symbol and function[0].watched:
        _scan_arguments(evaluator, node)
        return _shape_call(evaluator, node.func, function) or _library_result(evaluator, node, function)
    arguments = _arguments(evaluator, node)
    if any(isinstance(callee, _PROJECT_CALLABLES) for callee in function) and evaluator.state.reachable:
        evaluator.state.body.calls[node] = function
        for callee in function:
            parameters.pass_arguments(evaluator.state, callee, arguments)
            parameters.pass_to_other_module(evaluator.state, callee, arguments)
    if any(isinstance(callee, Partial) for callee in function):
        called = [callee.wrapped if isinstance(callee, Partial) else callee for callee in function]
        reference_recorder.record_indirect(evaluator.state, node.func, called, node)
    return join_all(_result(evaluator, callee, arguments) for callee in function if callee != NONE)


def _is_asked_about(evaluator: Evaluator, function: tuple[Value, ...]) -> bool:
    """Returns whether it matters what a call passes to values of other modules, or to anything else."""
    is_asked_about = evaluator.state.environment.is_asked_about
    return any(not isinstance(value, ExternalValue) or is_asked_about(value) for value in function)


def _result(evaluator: Evaluator, callee: Value, arguments: builtin_calls.EvaluatedCall) -> Values:
    if callee is SKIPPING:
        return (SKIPPING,)
    if isinstance(callee, ExternalFunction):
        return evaluator.state.environment.returned(callee)
    return builtin_calls.call_result(evaluator.state, callee, arguments)


def _shown(evaluator: Evaluator, node: ast.Call, function: Values) -> Values:
    """Returns the method that is called, if signs show what it is called on; None if they don't."""
    if function is not None and not all(isinstance(value, Untracked) for value in function):
        return None
    use_signs.record(evaluator, _arguments(evaluator, node))
    shown = use_signs.shown_members(evaluator.state, node.func)
    if shown is not None:
        reference_recorder.record(evaluator.state, node.func, shown, ReferenceKind.LOAD, written_parts=1)
    return shown


def _scan_arguments(evaluator: Evaluator, node: ast.Call) -> None:
    for argument in node.args:
        evaluator.scan(argument)
    for keyword in node.keywords:
        evaluator.scan(keyword.value)


def _library_result(evaluator: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> Values:
    """Returns what a call of a library symbol returns: an object, if the file accesses relevant members of it."""
    reference_recorder.mark_called(evaluator.state, node)
    results = [
        evaluator.state.environment.call_result(callee) if isinstance(callee, Symbol) and callee.watched else None
        for callee in function
    ]
    return join_all(None if result is None else result.values for result in results)


def _shape_call(evaluator: Evaluator, called: ast.expr, function: Values) -> Values:
    """Returns the shape that `x.get_shape()` returns if `x` is unknown or a library object."""
    is_unknown = function is None or (isinstance(function[0], Symbol) and function[0].is_object)
    is_get_shape = isinstance(called, ast.Attribute) and called.attr == GET_SHAPE
    return attributes.shape(evaluator.state, SHAPE) if is_unknown and is_get_shape else None


def _arguments(evaluator: Evaluator, node: ast.Call) -> builtin_calls.EvaluatedCall:
    positional = [evaluator.evaluate(argument) for argument in node.args]
    return builtin_calls.EvaluatedCall(
        node, positional, {keyword.arg: evaluator.evaluate(keyword.value) for keyword in node.keywords}
    )
