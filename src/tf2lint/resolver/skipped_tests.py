"""Decorators that skip tests at the target: unittest's and pytest's, and the program's own that return these."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, operators
from tf2lint.resolver.scopes import Function
from tf2lint.resolver.values import SKIPPING, ExternalFunction

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Values

#: Functions that return such a decorator, with the outcome of their condition that skips.
_CONDITIONAL: Final = {"skipIf": True, "skipif": True, "skipUnless": False}
_UNCONDITIONAL: Final = "skip"
_CONDITION: Final = "condition"


def decorator_of(evaluator: Evaluator, call: ast.Call) -> Values:
    """Returns what a call of an unknown function returns, if that is a decorator that skips at the target.

    `unittest.skip(...)` is one if the target has chosen the branch around it.
    """
    function = call.func
    name = function.attr if type(function) is ast.Attribute else function.id if type(function) is ast.Name else ""
    if name == _UNCONDITIONAL:
        return (SKIPPING,) if evaluator.state.decided_branches else None
    if name not in _CONDITIONAL:
        return None
    named = (keyword.value for keyword in call.keywords if keyword.arg == _CONDITION)
    condition = call.args[0] if call.args else next(named, None)
    if condition is None:
        return None
    truth = operators.truth_of(evaluator.state, evaluator.evaluate(condition))
    return (SKIPPING,) if truth is _CONDITIONAL[name] else None


def skips(evaluator: Evaluator, decorator: ast.expr) -> bool:
    """Evaluates a decorator; returns whether it skips what it decorates at the target."""
    return _applied(evaluator.state, evaluator.evaluate(decorator)) == (SKIPPING,)


def _applied(state: AnalysisState, values: Values) -> Values:
    """Returns what a decorator returns."""
    value = values[0] if values is not None and len(values) == 1 else None
    if isinstance(value, Function):
        return attributes.return_values(state, value.body)
    return state.environment.returned(value) if isinstance(value, ExternalFunction) else values


def discard(state: AnalysisState, node: ast.AST) -> None:
    """Drops what was found in a function or class, and in those inside, before its decorator turned out to skip it."""
    for body in list(state.bodies.values()):
        if any(outer.node is node for outer in _around(body)):
            body.is_skipped = True
            body.references.clear()
            body.calls.clear()
            state.pending.pop(body, None)


def _around(body: Body | None) -> list[Body]:
    """Returns a body and those around it."""
    found = []
    while body is not None:
        found.append(body)
        body = body.parent
    return found
