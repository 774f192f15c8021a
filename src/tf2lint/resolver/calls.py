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


def call(names: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call; one of `getattr` that gives a watched symbol is a use of it."""
    values = value(names, node)
    if values is not None and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        reference_recorder.record(names.frame, node, values, ReferenceKind.LOAD, spelled=1)
    return values


def value(names: Evaluator, node: ast.Call) -> Values:
    """Evaluates a call as a part of an expression that is noted as a whole."""
    function = names.visit(node.func)
    if function is None or (type(function[0]) is Symbol and function[0].watched):
        for argument in node.args:
            names.look(argument)
        for keyword in node.keywords:
            names.look(keyword.value)
        return _shape(names, node.func, function) or (None if function is None else _result(names, node, function))
    given = _arguments(names, node)
    if any(isinstance(one, _OWN) for one in function) and names.frame.alive:
        names.frame.body.calls[node] = function
    if any(isinstance(one, Partial) for one in function):
        called = [one.of if isinstance(one, Partial) else one for one in function]
        reference_recorder.record_indirect(names.frame, node.func, called, node)
    return join_all(builtin_calls.call_result(names.frame, one, given) for one in function if one != NONE)


def _result(names: Evaluator, node: ast.Call, function: tuple[Value, ...]) -> Values:
    """What a call of the library gives: an object, if something is asked of such."""
    reference_recorder.mark_called(names.frame, node)
    results = [names.frame.world.result(one) if isinstance(one, Symbol) and one.watched else None for one in function]
    return join_all(None if result is None else result.values for result in results)


def _shape(names: Evaluator, called: ast.expr, function: Values) -> Values:
    """What `x.get_shape()` gives, of whatever is unknown or an object of the library."""
    is_unknown = function is None or (isinstance(function[0], Symbol) and function[0].is_object)
    is_asked = isinstance(called, ast.Attribute) and called.attr == GET_SHAPE
    return attributes.shape(names.frame, SHAPE) if is_unknown and is_asked else None


def _arguments(names: Evaluator, node: ast.Call) -> builtin_calls.EvaluatedCall:
    positional = [names.visit(argument) for argument in node.args]
    return builtin_calls.EvaluatedCall(
        node, positional, {keyword.arg: names.visit(keyword.value) for keyword in node.keywords}
    )
