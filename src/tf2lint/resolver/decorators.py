"""Passes functions and classes to their decorators, which may call them, or keep them: `@with_session`, `@register`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import demand, given_functions, passing
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.scopes import ClassValue, Function
from tf2lint.resolver.values import Values, is_unknown

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator


def pass_to_decorators(
    evaluator: Evaluator, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, value: Function | ClassValue
) -> None:
    """Passes a function or class to its decorators, if it matters what it, or what they keep, is called with.

    Args:
        evaluator: evaluates the decorators.
        node: the definition.
        value: what it defines.
    """
    state = evaluator.state
    is_asked = isinstance(value, Function) and bool(value.body.asked)
    for decorator in node.decorator_list:
        callees = evaluator.evaluate(decorator)
        if is_asked and is_unknown(callees):
            demand.follow(state, decorator)
        if is_asked and isinstance(value, Function):
            given_functions.give(state, value.body, callees or (), 0)
        argument = ast.copy_location(ast.Name(node.name, ast.Load()), decorator)
        call = ast.copy_location(ast.Call(decorator, [argument], []), decorator)
        values: Values = (value,)
        for callee in callees or ():
            passing.pass_on(state, callee, EvaluatedCall(call, [values], {}))
