"""Evaluates conditions and the operators of version tests, where both operands are known."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import attributes, constant_folding, containers, hashing, narrowing, reference_recorder
from tf2lint.resolver.scopes import ClassValue, Function
from tf2lint.resolver.values import ABSENT, NONE, Const, ModuleValue, Symbol, Value, Values, is_none, join, join_paths

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.state import AnalysisState

_CONSTANT_TYPES: Final = (str, int, float)
_MEMBERSHIP_TESTS: Final = (ast.In, ast.NotIn)
_EQUALITY_TESTS: Final = (ast.Eq, ast.NotEq)


def truth_of(state: AnalysisState, values: Values) -> bool | None:
    """Returns whether a condition holds at the target; None where the target doesn't decide it."""
    if values is None:
        return None
    others = [value for value in values if not is_none(value)] or values
    outcomes = {_truth_of_value(state, value) for value in others}
    if len(others) < len(values):
        outcomes.add(False)  # None, whatever decides that it is so
    return outcomes.pop() if len(outcomes) == 1 else None


def _truth_of_value(state: AnalysisState, value: Value) -> bool | None:
    constant = constant_folding.constant_of((value,))
    if constant is not None:
        return bool(constant.value) if constant.decided else None
    if isinstance(value, Symbol):
        return True if state.environment.is_definition(value) else None
    return True if isinstance(value, Function | ClassValue | ModuleValue) else None


def literal(evaluator: Evaluator, node: ast.Constant) -> Values:
    """Evaluates a number, string or None; decided if the target chose the branch around it."""
    if node.value is None or isinstance(node.value, _CONSTANT_TYPES):
        return (Const(node.value, decided=evaluator.state.decided_branches > 0),)
    return None


def negation(evaluator: Evaluator, node: ast.UnaryOp) -> Values:
    """Evaluates `not x`, and `-x` of a library object."""
    values = evaluator.evaluate(node.operand)
    if not isinstance(node.op, ast.Not):
        return _arithmetic_result(evaluator.state, values)
    truth = truth_of(evaluator.state, values)
    return None if truth is None else (Const(not truth, decided=True),)


def comparison(evaluator: Evaluator, node: ast.Compare) -> Values:
    """Evaluates `a < b <= c`: known if all parts are, or if the target refutes one."""
    operands = [evaluator.evaluate(operand) for operand in (node.left, *node.comparators)]
    if type(node.ops[-1]) in _MEMBERSHIP_TESTS:
        reference_recorder.record_iteration(evaluator.state, node, operands[-1])
        hashing.record_lookup(evaluator.state, node, node.comparators[-1], operands[-1], operands[-2])
    elif type(node.ops[-1]) in _EQUALITY_TESTS:
        hashing.record_comparison(evaluator.state, node, operands[-2], operands[-1])
    outcomes = [
        _compared(evaluator, operation, left, right)
        for operation, left, right in zip(node.ops, operands, operands[1:], strict=False)
    ]
    known = [outcome for outcome in outcomes if outcome is not None]
    refuted = [outcome for outcome in known if not outcome.value and outcome.decided]
    if refuted:
        return (refuted[0],)
    if len(known) < len(outcomes):
        return None
    return (Const(all(outcome.value for outcome in known), decided=any(outcome.decided for outcome in known)),)


def _compared(evaluator: Evaluator, operation: ast.cmpop, left: Values, right: Values) -> Const | None:
    left_constant, right_constant = constant_folding.constant_of(left), constant_folding.constant_of(right)
    if left_constant is not None and right_constant is not None:
        return constant_folding.compare(operation, left_constant, right_constant)
    if isinstance(operation, ast.Is | ast.IsNot) and is_none(right_constant) and truth_of(evaluator.state, left):
        return Const(isinstance(operation, ast.IsNot), decided=True)
    return None


def boolean(evaluator: Evaluator, node: ast.BoolOp) -> Values:
    """Evaluates `and` and `or`: operands after a deciding one are never evaluated."""
    state, stops_at = evaluator.state, isinstance(node.op, ast.Or)
    result: Values = ABSENT
    is_decided = False
    earlier = narrowing.Earlier()
    for operand in node.values:
        values = evaluator.evaluate(operand)
        truth = None if is_decided else truth_of(evaluator.state, values)
        if not is_decided and (truth is None or truth is stops_at or operand is node.values[-1]):
            result = values if result is ABSENT else join(result, values)
        if truth is stops_at and state.reachable:
            state.reachable, is_decided = False, True
        earlier += narrowing.assume(evaluator, operand, not stops_at)
    narrowing.restore(earlier)
    state.reachable = state.reachable or is_decided
    return result


def conditional(evaluator: Evaluator, node: ast.IfExp) -> Values:
    """Evaluates `a if x else b`: one branch if the target decides the condition, otherwise both."""
    truth = truth_of(evaluator.state, evaluator.evaluate(node.test))
    if truth is None:
        return join_paths(_branch(evaluator, node, True), _branch(evaluator, node, False))
    evaluator.state.decided_branches += 1
    values = evaluator.evaluate(node.body if truth else node.orelse)
    evaluator.state.decided_branches -= 1
    return values


def _branch(evaluator: Evaluator, node: ast.IfExp, outcome: bool) -> Values:
    """Evaluates one branch of a conditional expression, given what its condition says."""
    earlier = narrowing.assume(evaluator, node.test, outcome)
    values = evaluator.evaluate(node.body if outcome else node.orelse)
    narrowing.restore(earlier)
    return values


def arithmetic(evaluator: Evaluator, node: ast.BinOp) -> Values:
    """Evaluates `a + b * c`, without deep recursion for a long chain of operators."""
    operands: list[ast.expr] = [node]
    while isinstance(operands[-1], ast.BinOp):
        operands.append(operands[-1].left)
    left = evaluator.evaluate(operands.pop())
    for operation in reversed(operands):
        assert isinstance(operation, ast.BinOp)
        left = combined(evaluator.state, operation.op, left, evaluator.evaluate(operation.right))
    return left


def combined(state: AnalysisState, operation: ast.operator, left: Values, right: Values) -> Values:
    """Returns the result of an operator: of known constants, of containers, or of library objects."""
    left_constant, right_constant = constant_folding.constant_of(left), constant_folding.constant_of(right)
    if left_constant and right_constant:
        folded = constant_folding.arithmetic(operation, left_constant, right_constant)
        if folded is not None:
            return (folded,)
    result: Values = None
    if isinstance(operation, ast.Add):
        result = containers.concatenated(state, left, right)
    elif isinstance(operation, ast.Mult):
        result = containers.repeated(state, left, right)
    elif isinstance(operation, ast.BitOr):
        result = containers.united(left, right)
    return result or _arithmetic_result(state, left) or _arithmetic_result(state, right)


def _arithmetic_result(state: AnalysisState, operand: Values) -> Values:
    """Returns what arithmetic with an operand returns, if that is a library object which alone decides it."""
    objects = [value for value in operand or () if not is_none(value)]
    if len(objects) != 1 or not isinstance(objects[0], Symbol) or not objects[0].is_object:
        return None
    found = state.environment.arithmetic_result(objects[0])
    return None if found is None else found.values


def subscript(evaluator: Evaluator, node: ast.Subscript) -> Values:
    """Evaluates `x[i]` and `x[i:j]` of known values."""
    values = evaluator.evaluate(node.value)
    if isinstance(node.slice, ast.Slice):
        return containers.part(evaluator.state, values, _bounds(evaluator, node.slice))
    known = attributes.known(values)
    if has_constant_key(node):
        reference_recorder.record_key(evaluator.state, node, known)
    key = evaluator.evaluate(node.slice)
    hashing.record_lookup(evaluator.state, node, node.value, known, key)
    found = containers.item(evaluator.state, values, constant_folding.constant_of(key))
    return narrowing.narrowed_value(evaluator.state, node, found) if evaluator.state.narrowed else found


def has_constant_key(node: ast.AST) -> bool:
    """Returns whether an expression is a subscript whose index is a string, as in `history["loss"]`."""
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and type(node.slice.value) is str


def _bounds(evaluator: Evaluator, node: ast.Slice) -> Const | None:
    """Returns a slice, if it is constant."""
    bounds = [
        constant_folding.constant_of(evaluator.evaluate(b)) if b else NONE for b in (node.lower, node.upper, node.step)
    ]
    known = [b.value for b in bounds if b is not None]
    return Const(slice(*known)) if len(known) == len(bounds) else None
