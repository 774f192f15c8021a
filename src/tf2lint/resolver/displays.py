"""Evaluates displays of containers, and `yield`, whose values a caller gets as a container."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import container_calls, containers, demand, hashing, rescheduling
from tf2lint.resolver.container_values import EMPTY_MAPPING, EMPTY_SEQUENCE, iterable, mapping, sequence, set_of
from tf2lint.resolver.values import ABSENT, Values, either, is_unknown, join, join_all

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tf2lint.resolver.evaluator import Evaluator


_NOTHING: Final[Values] = ABSENT


def display(evaluator: Evaluator, node: ast.Tuple | ast.List) -> Values:
    """Evaluates `[a, b]` and `a, *b`; unknown if nothing is known of any element."""
    if not node.elts:
        return EMPTY_SEQUENCE
    elements = list[Values]()
    rest: Values = ABSENT
    for element in node.elts:
        if isinstance(element, ast.Starred):
            values = containers.elements(evaluator.state, evaluator.evaluate(element.value))
            rest = either(rest, values)
        elif rest is ABSENT:
            elements.append(evaluator.evaluate(element))
        else:
            rest = join(rest, evaluator.evaluate(element))
    if rest is None or (rest is ABSENT and elements.count(None) == len(elements)):
        return None
    return sequence(elements, rest)


def set_(evaluator: Evaluator, node: ast.Set) -> Values:
    """Evaluates `{a, b}`."""
    elements = list[Values]()
    for element in node.elts:
        if isinstance(element, ast.Starred):
            values = evaluator.evaluate(element.value)
            hashing.record_elements(evaluator.state, node, values)
            elements.append(containers.elements(evaluator.state, values))
        else:
            elements.append(evaluator.evaluate(element))
            hashing.record(evaluator.state, element, elements[-1])
    return set_of(join_all(elements))


def dict_(evaluator: Evaluator, node: ast.Dict) -> Values:
    """Evaluates `{"a": x, **other}`.

    Literals are left out, as they have nothing that a reference could lead to: a dict of settings costs nothing.
    """
    entries: dict[Hashable, Values] = {}
    result, rest = EMPTY_MAPPING, _NOTHING
    nodes = [key for key in node.keys if key is not None and type(key) is not ast.Constant]
    keys = {key: evaluator.evaluate(key) for key in nodes}
    hashing.record_keys(evaluator.state, nodes, list(keys.values()))
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            others = container_calls.as_mapping(evaluator.state, evaluator.evaluate(value))
            result = join(result, others)
        elif type(value) is not ast.Constant:
            constant = containers.key_of(keys[key] if key in keys else evaluator.evaluate(key))
            if constant is None:
                rest = either(rest, evaluator.evaluate(value))
            else:
                entries[constant.value] = evaluator.evaluate(value)
    if not entries and rest is _NOTHING:
        return result
    return mapping(entries, rest) if result is EMPTY_MAPPING else join(result, mapping(entries, rest))


def yield_(evaluator: Evaluator, node: ast.Yield) -> Values:
    """Evaluates `yield x`: the caller iterates over what is yielded."""
    values = None if node.value is None else evaluator.evaluate(node.value)
    if node.value is not None and is_unknown(values) and demand.is_result_followed(evaluator.state):
        demand.follow(evaluator.state, node.value)
    rescheduling.add_yield(evaluator.state, iterable(values), node.value)
    return None


def yield_from(evaluator: Evaluator, node: ast.YieldFrom) -> Values:
    """Evaluates `yield from x`."""
    values = containers.elements(evaluator.state, evaluator.evaluate(node.value))
    rescheduling.add_yield(evaluator.state, iterable(values), node.value)
    return None
