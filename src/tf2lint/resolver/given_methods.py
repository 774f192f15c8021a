"""Functions of the program that are given to an object of the library in place of its methods, which the library calls.

`LambdaCallback(on_epoch_end=log)` calls `log` as it would call the method `on_epoch_end`, but without `self`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import demand, parameters
from tf2lint.resolver.scopes import Function
from tf2lint.resolver.values import Partial, Symbol, Value, is_unknown
from tf2lint.source import FunctionNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.state import AnalysisState


def pass_to_given(evaluator: Evaluator, node: ast.Call, callees: Iterable[Value]) -> None:
    """Adds what the library passes to functions that a call gives to it to what is known of their parameters.

    Args:
        evaluator: evaluates the arguments.
        node: the call.
        callees: what is called.
    """
    state = evaluator.state
    symbols = [callee for callee in callees if isinstance(callee, Symbol)] if state.reachable else []
    for callee in symbols:
        for method, argument in state.environment.given_methods(callee, node):
            values = evaluator.evaluate(argument)
            if is_unknown(values):
                # A function in a `partial` is not known, either, if its definition was skipped.
                for part in (argument, *(argument.args if isinstance(argument, ast.Call) else ())):
                    demand.follow(state, part)
            for value in values or ():
                _pass_to(state, value, callee, method)


def _pass_to(state: AnalysisState, value: Value, callee: Symbol, method: str) -> None:
    """Adds what the library passes to one function in place of a method of a class."""
    bound = 0
    while isinstance(value, Partial):
        bound += value.passed
        value = value.wrapped
    if not isinstance(value, Function) or not isinstance(value.body.node, FunctionNode):
        return
    bound += value.body.receiver is not None
    arguments = value.body.node.args
    for position, parameter in enumerate([*arguments.posonlyargs, *arguments.args][bound:], start=1):
        symbol = state.environment.passed_argument(callee, method, position)
        if symbol is not None:
            parameters.add_passed(state, value.body, parameter.arg, symbol.values)
