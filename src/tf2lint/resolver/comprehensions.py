"""Evaluates expressions with a scope of their own, or that bind outside of it: lambdas, comprehensions and `:=`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import (
    constant_folding,
    containers,
    demand,
    hashing,
    name_binding,
    narrowing,
    operators,
    reference_recorder,
)
from tf2lint.resolver.container_values import iterable, mapping, sequence, set_of
from tf2lint.resolver.scopes import Function
from tf2lint.resolver.values import MAX_ALTERNATIVES, Const, Values, needs_tracking

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.state import AnalysisState

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def lambda_(evaluator: Evaluator, node: ast.Lambda) -> Values:
    """Evaluates a lambda: its defaults now, its body when that is analyzed."""
    defaults = evaluator.defaults(node.args)
    body = evaluator.state.define(node, None)
    body.defaults = defaults
    if evaluator.state.reachable:
        evaluator.state.schedule([body])
    return (Function(body),)


def await_(evaluator: Evaluator, node: ast.Await) -> Values:
    """Evaluates `await f()`: what the body of `f` returns."""
    return evaluator.evaluate(node.value)


def comprehension(evaluator: Evaluator, node: Comprehension) -> Values:
    """Evaluates a comprehension in its own scope; only the first iterable belongs to the scope outside."""
    state, targets = evaluator.state, dict[str, Values]()
    reachable, values = state.reachable, evaluator.evaluate(node.generators[0].iter)
    reference_recorder.record_iteration(state, node, values)
    state.comprehension_targets.append(targets)
    state.comprehension_depth += 1
    earlier = narrowing.Earlier()
    for generator in node.generators:
        if generator is not node.generators[0]:
            values = evaluator.evaluate(generator.iter)
        elements = containers.elements(evaluator.state, values)
        if state.followed:
            demand.follow_if_unknown(state, generator.target, generator.iter, elements)
        _bind_target(evaluator.state, generator.target, elements, targets)
        for condition in generator.ifs:
            if operators.truth_of(evaluator.state, evaluator.evaluate(condition)) is False:
                state.reachable = False
            earlier += narrowing.assume(evaluator, condition, outcome=True)
    result = _elements(evaluator, node, values, targets)
    narrowing.restore(earlier)
    state.comprehension_depth -= 1
    state.comprehension_targets.pop()
    state.reachable = reachable
    return result


def _bind_target(state: AnalysisState, target: ast.expr, values: Values, targets: dict[str, Values]) -> None:
    if isinstance(target, ast.Name):
        targets[target.id] = values
    elif isinstance(target, ast.Starred):
        _bind_target(state, target.value, values, targets)
    elif isinstance(target, ast.Tuple | ast.List):
        for element, part in zip(target.elts, containers.unpacked(state, values, target.elts), strict=True):
            _bind_target(state, element, part, targets)


def _elements(evaluator: Evaluator, node: Comprehension, values: Values, targets: dict[str, Values]) -> Values:
    """Evaluates the elements of a comprehension; of one over a known tuple, one by one."""
    # What is done with the elements of a list of variables is recorded with the list.
    is_list = containers.library_lists(evaluator.state, values) is not None
    if isinstance(node, ast.DictComp):
        key = evaluator.evaluate(node.key)
        if not is_list:
            hashing.record(evaluator.state, node.key, key)
        held = evaluator.evaluate(node.value)
        return mapping({}, held) if needs_tracking(held) else None
    generator, constant = node.generators[0], constant_folding.constant_of(values)
    items = constant.value if constant is not None and isinstance(constant.value, tuple) else ()
    single = len(node.generators) == 1 and not generator.ifs and isinstance(generator.target, ast.Name)
    if not (single and 0 < len(items) <= MAX_ALTERNATIVES):
        element = evaluator.evaluate(node.elt)
        if isinstance(node, ast.SetComp):
            if not is_list:
                hashing.record(evaluator.state, node.elt, element)
            return None if element is None else set_of(element)
        if is_list and _selects(node):
            return containers.library_lists(evaluator.state, values)
        return None if element is None else iterable(element)
    assert constant is not None
    assert isinstance(generator.target, ast.Name)
    elements = []
    for item in items:
        targets[generator.target.id] = (Const(item, decided=constant.decided),)
        elements.append(evaluator.evaluate(node.elt))
    return sequence(elements)


def _selects(node: ast.ListComp | ast.GeneratorExp) -> bool:
    """Returns whether the elements are some of those of the one iterable."""
    generator = node.generators[0]
    same = isinstance(node.elt, ast.Name) and isinstance(generator.target, ast.Name)
    return same and len(node.generators) == 1 and node.elt.id == generator.target.id  # type: ignore[attr-defined]


def walrus(evaluator: Evaluator, node: ast.NamedExpr) -> Values:
    """Evaluates `(x := y)`, which binds outside of a comprehension around it."""
    values = evaluator.evaluate(node.value)
    name_binding.bind(evaluator.state, node.target.id, values)
    return values
