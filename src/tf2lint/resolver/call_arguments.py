"""Evaluates the arguments of calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver.evaluated_calls import EvaluatedCall
from tf2lint.resolver.values import Values

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator


def evaluated_call(evaluator: Evaluator, node: ast.Call) -> EvaluatedCall:
    """Returns a call with what its arguments evaluate to."""
    unpacked = dict[ast.expr, Values]()
    positional = list[Values]()
    for argument in node.args:
        if type(argument) is ast.Starred:
            unpacked[argument] = evaluator.evaluate(argument.value)
            positional.append(None)
        else:
            positional.append(evaluator.evaluate(argument))
    keywords = {keyword.arg: evaluator.evaluate(keyword.value) for keyword in node.keywords}
    if None in keywords:
        unpacked.update((k.value, evaluator.evaluate(k.value)) for k in node.keywords if k.arg is None)
    return EvaluatedCall(node, positional, keywords, unpacked)
