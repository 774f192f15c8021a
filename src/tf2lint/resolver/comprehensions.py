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


def function(names: Evaluator, node: ast.Lambda) -> Values:
    """A lambda: its defaults are evaluated now, its body when it is looked at."""
    defaults = names.defaults(node.args)
    body = names.frame.define(node, None)
    body.defaults = defaults
    if names.frame.alive:
        names.frame.again([body])
    return (Function(body),)


def comprehension(names: Evaluator, node: Comprehension) -> Values:
    """A comprehension has a scope of its own; only its first iterable is evaluated outside of it."""
    frame, targets = names.frame, dict[str, Values]()
    alive, values = frame.alive, names.visit(node.generators[0].iter)
    reference_recorder.record_iteration(frame, node, values)
    frame.targets.append(targets)
    frame.in_comprehension += 1
    for generator in node.generators:
        if generator is not node.generators[0]:
            values = names.visit(generator.iter)
        _bind_target(generator.target, attributes.elements(names.frame, values), targets)
        for condition in generator.ifs:
            if operators.truth_of(names.frame, names.visit(condition)) is False:
                frame.alive = False
    result = _produced(names, node, values, targets)
    frame.in_comprehension -= 1
    frame.targets.pop()
    frame.alive = alive
    return result


def _bind_target(target: ast.expr, values: Values, targets: dict[str, Values]) -> None:
    if isinstance(target, ast.Name):
        targets[target.id] = values
    else:
        targets.update((name.id, None) for name in ast.walk(target) if isinstance(name, ast.Name))


def _produced(names: Evaluator, node: Comprehension, values: Values, targets: dict[str, Values]) -> Values:
    """The elements that a comprehension produces, where they can be counted."""
    if isinstance(node, ast.DictComp):
        names.visit(node.key)
        names.visit(node.value)
        return None
    generator, constant = node.generators[0], constant_folding.constant_of(values)
    items = constant.value if constant is not None and isinstance(constant.value, tuple) else ()
    single = len(node.generators) == 1 and not generator.ifs and isinstance(generator.target, ast.Name)
    if not (single and 0 < len(items) <= MOST_ALTERNATIVES):
        names.visit(node.elt)
        return None
    assert constant is not None
    assert isinstance(generator.target, ast.Name)
    elements = []
    for item in items:
        targets[generator.target.id] = (Const(item, decided=constant.decided),)
        elements.append(names.visit(node.elt))
    return (SequenceValue(tuple(elements)),)


def walrus(names: Evaluator, node: ast.NamedExpr) -> Values:
    """`(x := y)`, which binds outside of a comprehension that it stands in."""
    values = names.visit(node.value)
    name_binding.bind(names.frame, node.target.id, values)
    return values
