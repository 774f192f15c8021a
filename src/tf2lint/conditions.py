"""Conditions and constants: the operators by which programs ask for a version, evaluated where both sides are known."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint import constants, uses
from tf2lint.values import ABSENT, NONE, Const, Items, Values, join, one

if TYPE_CHECKING:
    from tf2lint.names import Names

_KNOWN: Final = (str, int, float)
_LOOKS_UP: Final = (ast.In, ast.NotIn)


def literal(names: Names, node: ast.Constant) -> Values:
    """A number, a text or None; decided where the target has chosen the branch that it stands in."""
    if node.value is None or isinstance(node.value, _KNOWN):
        return (Const(node.value, decided=names.frame.decided > 0),)
    return None


def negation(names: Names, node: ast.UnaryOp) -> Values:
    """`not x`; other unary operators give nothing known."""
    values = names.visit(node.operand)
    if not isinstance(node.op, ast.Not):
        return None
    truth = names.truth(values)
    return None if truth is None else (Const(not truth, decided=True),)


def comparison(names: Names, node: ast.Compare) -> Values:
    """`a < b <= c`: known if all of it is, or one part is refuted by the target."""
    operands = [names.visit(operand) for operand in (node.left, *node.comparators)]
    if type(node.ops[-1]) in _LOOKS_UP:
        uses.record_iteration(names.frame, node, operands[-1])
    outcomes = [
        _compared(names, operation, left, right)
        for operation, left, right in zip(node.ops, operands, operands[1:], strict=False)
    ]
    known = [outcome for outcome in outcomes if outcome is not None]
    refuted = [outcome for outcome in known if not outcome.value and outcome.decided]
    if refuted:
        return (refuted[0],)
    if len(known) < len(outcomes):
        return None
    return (Const(all(outcome.value for outcome in known), decided=any(outcome.decided for outcome in known)),)


def _compared(names: Names, operation: ast.cmpop, left: Values, right: Values) -> Const | None:
    mine, theirs = names.constant(left), names.constant(right)
    if mine is not None and theirs is not None:
        return constants.compare(operation, mine, theirs)
    if isinstance(operation, ast.Is | ast.IsNot) and theirs == NONE and names.truth(left):
        return Const(isinstance(operation, ast.IsNot), decided=True)
    return None


def boolean(names: Names, node: ast.BoolOp) -> Values:
    """`and` and `or`: what comes after a deciding operand is never evaluated."""
    frame, stops_at = names.frame, isinstance(node.op, ast.Or)
    result: Values = ABSENT
    cut = False
    for operand in node.values:
        values = names.visit(operand)
        truth = None if cut else names.truth(values)
        if not cut and (truth is None or truth is stops_at or operand is node.values[-1]):
            result = values if result is ABSENT else join(result, values)
        if truth is stops_at and frame.alive:
            frame.alive, cut = False, True
    frame.alive = frame.alive or cut
    return result


def conditional(names: Names, node: ast.IfExp) -> Values:
    """`a if x else b`: one of them where the target decides it, else either."""
    truth = names.truth(names.visit(node.test))
    if truth is None:
        return join(names.visit(node.body), names.visit(node.orelse))
    names.frame.decided += 1
    values = names.visit(node.body if truth else node.orelse)
    names.frame.decided -= 1
    return values


def arithmetic(names: Names, node: ast.BinOp) -> Values:
    """`a + b * c`; a long chain of operators is no deep recursion."""
    operands: list[ast.expr] = [node]
    while isinstance(operands[-1], ast.BinOp):
        operands.append(operands[-1].left)
    left = names.visit(operands.pop())
    for operation in reversed(operands):
        assert isinstance(operation, ast.BinOp)
        mine, theirs = names.constant(left), names.constant(names.visit(operation.right))
        left = one(constants.arithmetic(operation.op, mine, theirs)) if mine and theirs else None
    return left


def subscript(names: Names, node: ast.Subscript) -> Values:
    """`x[i]` and `x[i:j]` of what is known."""
    values, index = names.visit(node.value), _index(names, node.slice)
    item = names.item(values)
    if item is not None:
        return values if isinstance(node.slice, ast.Slice) else item
    if values is None or index is None:
        return None
    if len(values) == 1 and isinstance(values[0], Items) and isinstance(index.value, int):
        elements = values[0].elements
        return elements[index.value] if -len(elements) <= index.value < len(elements) else None
    constant = names.constant(values)
    return None if constant is None else one(constants.item(constant, index))


def _index(names: Names, node: ast.expr) -> Const | None:
    if not isinstance(node, ast.Slice):
        return names.constant(names.visit(node))
    bounds = [names.constant(names.visit(b)) if b else NONE for b in (node.lower, node.upper, node.step)]
    known = [b.value for b in bounds if b is not None]
    return Const(slice(*known)) if len(known) == len(bounds) else None
