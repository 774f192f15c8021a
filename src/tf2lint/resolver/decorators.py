"""Passes functions and classes to their decorators, which may call them, or keep them: `@with_session`, `@register`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import demand, given_functions, passing
from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.scopes import ClassValue, Function
from tf2lint.resolver.values import Values, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState


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
    for decorator in node.decorator_list:
        callees = evaluator.evaluate(decorator)
        for body, bound in _called(state, value) if state.functions_asked_about else ():
            if body.asked and is_unknown(callees):
                demand.follow(state, decorator)
            given_functions.give(state, body, callees or (), 0, bound)
        argument = ast.copy_location(ast.Name(node.name, ast.Load()), decorator)
        call = ast.copy_location(ast.Call(decorator, [argument], []), decorator)
        values: Values = (value,)
        for callee in callees or ():
            passing.pass_on(state, callee, EvaluatedCall(call, [values], {}))


def _called(state: AnalysisState, value: Function | ClassValue) -> Iterator[tuple[Body, int]]:
    """Yields what runs when a definition is called, with the number of parameters that are bound before the arguments.

    A decorator gets a method before it is bound to an object.
    """
    if isinstance(value, Function):
        yield value.body, 0
        return
    for one in value.info.lookup("__init__", state.body) or ():
        if isinstance(one, Function):
            yield one.body, 1
