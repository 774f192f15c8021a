"""Expressions that make a scope of their own, or reach out of one: lambdas, comprehensions and `:=`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import attributes, constant_folding, name_binding, operators, reference_recorder
from tf2lint.resolver.scopes import Function
from tf2lint.resolver.values import MOST_ALTERNATIVES, Const, SequenceValue, Values

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def function(evaluator: Evaluator, node: ast.Lambda) -> Values:
    """A lambda: its defaults are evaluated now, its body when it is looked at."""
    defaults = evaluator.defaults(node.args)
    body = evaluator.state.define(node, None)
    body.defaults = defaults
    if evaluator.state.reachable:
        evaluator.state.schedule([body])
    return (Function(body),)


def comprehension(evaluator: Evaluator, node: Comprehension) -> Values:
    """A comprehension has a scope of its own; only its first iterable is evaluated outside of it."""
    state, targets = evaluator.state, dict[str, Values]()
    reachable, values = state.reachable, evaluator.evaluate(node.generators[0].iter)
    reference_recorder.record_iteration(state, node, values)
    state.comprehension_targets.append(targets)
    state.in_comprehension += 1
    for generator in node.generators:
        if generator is not node.generators[0]:
            values = evaluator.evaluate(generator.iter)
        _bind_target(generator.target, attributes.elements(evaluator.state, values), targets)
        for condition in generator.ifs:
            if operators.truth_of(evaluator.state, evaluator.evaluate(condition)) is False:
                state.reachable = False
    result = _produced(evaluator, node, values, targets)
    state.in_comprehension -= 1
    state.comprehension_targets.pop()
    state.reachable = reachable
    return result


def _bind_target(target: ast.expr, values: Values, targets: dict[str, Values]) -> None:
    if isinstance(target, ast.Name):
        targets[target.id] = values
    else:
        targets.update((name.id, None) for name in ast.walk(target) if isinstance(name, ast.Name))


def _produced(evaluator: Evaluator, node: Comprehension, values: Values, targets: dict[str, Values]) -> Values:
    """The elements that a comprehension produces, where they can be counted."""
    if isinstance(node, ast.DictComp):
        evaluator.evaluate(node.key)
        evaluator.evaluate(node.value)
        return None
    generator, constant = node.generators[0], constant_folding.constant_of(values)
    items = constant.value if constant is not None and isinstance(constant.value, tuple) else ()
    single = len(node.generators) == 1 and not generator.ifs and isinstance(generator.target, ast.Name)
    if not (single and 0 < len(items) <= MOST_ALTERNATIVES):
        evaluator.evaluate(node.elt)
        return None
    assert constant is not None
    assert isinstance(generator.target, ast.Name)
    elements = []
    for item in items:
        targets[generator.target.id] = (Const(item, decided=constant.decided),)
        elements.append(evaluator.evaluate(node.elt))
    return (SequenceValue(tuple(elements)),)


def walrus(evaluator: Evaluator, node: ast.NamedExpr) -> Values:
    """`(x := y)`, which binds outside of a comprehension that it stands in."""
    values = evaluator.evaluate(node.value)
    name_binding.bind(evaluator.state, node.target.id, values)
    return values
