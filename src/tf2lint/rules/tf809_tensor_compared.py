"""A tensor that is compared with `==` or `!=` in a condition.

What it does:
    Reports conditions such as `tf.shape(x) == (2, 3)`, and comparisons of one
    tensor or variable with another, in an `if`, `while`, or `assert`. Applies
    only to files that use TensorFlow 1 names such as `tf.placeholder`.

Why it matters:
    In TensorFlow 1, `==` told whether both were the same object, so the
    condition had a value, usually `False`. In TensorFlow 2, it compares element
    by element. A condition needs one truth value: for more than one element, or
    in a `tf.function`, Python raises an error.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32)
    if tf.shape(x) == (2, 3):
        x = tf.transpose(x)
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.ones([2, 3])
    if x.shape == (2, 3):
        x = tf.transpose(x)
    ```

How sure it is:
    It is certain that one side is a tensor or a variable. If both sides have
    only one element, the condition holds if they are equal. Comparisons with a
    number, a string, or `None` are not reported, nor is the static shape of a
    tensor, `x.shape`, which may be compared with a tuple. Two items such as
    `tf.shape(x)[0]` and the `i` of a loop may be numbers, so comparing them is
    not reported.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#tensor_equality_by_value
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import ObjectUse, Problem, Rule, is_tf1_source, runs_in_eager_mode
from tf2lint.model import Severity
from tf2lint.table import UNHASHABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_MESSAGE: Final = (
    "tensors are compared element by element in TF2, and a condition needs one truth value; compare x.shape, use `is` "
    "for the same object, or tf.reduce_all(x == y) for equal values"
)


@rule.on_comparison
def check(compared: ObjectUse) -> Problem | None:
    """Checks one comparison."""
    if compared.owner not in UNHASHABLE or not is_tf1_source(compared.program):
        return None
    is_condition = any(compared.node in _operands(test) for test in _conditions(compared.body))
    if not is_condition or _compares_items(compared) or not runs_in_eager_mode(compared.program):
        return None
    return Problem(_MESSAGE, works_in_graph=True)


def _compares_items(compared: ObjectUse) -> bool:
    """Returns whether both sides of a comparison are items, of tensors or anything else: these may be numbers."""
    node = compared.node
    return isinstance(node, ast.Compare) and all(
        _is_item(side) or (isinstance(side, ast.Name) and _holds_item(compared.body, side.id))
        for side in (node.left, *node.comparators)
    )


def _is_item(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple)


def _holds_item(body: ast.AST, name: str) -> bool:
    """Returns whether all that binds a name in some code are loops and assignments of items."""
    bound = [node for node in ast.walk(body) if isinstance(node, ast.Name) and node.id == name and _is_stored(node)]
    items = {
        target
        for node in ast.walk(body)
        for target in _bound_to_items(node)
        if isinstance(target, ast.Name) and target.id == name
    }
    return bool(bound) and items.issuperset(bound)


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _bound_to_items(node: ast.AST) -> list[ast.expr]:
    """Returns the targets that a node of the syntax binds to items."""
    match node:
        case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
            return [target]
        case ast.Assign(targets=targets, value=value) if _is_item(value):
            return targets
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value) if _is_item(value):
            return [target]
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(targets) == len(values):
            return [target for target, value in zip(targets, values, strict=True) if _is_item(value)]
        case _:
            return []


def _conditions(body: ast.AST) -> Iterator[ast.expr]:
    """Yields the conditions in some code."""
    for node in ast.walk(body):
        if isinstance(node, ast.If | ast.While | ast.Assert | ast.IfExp):
            yield node.test
        elif isinstance(node, ast.comprehension):
            yield from node.ifs


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    """Yields the expressions whose truth a condition depends on."""
    match test:
        case ast.BoolOp(values=operands):
            for operand in operands:
                yield from _operands(operand)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _operands(operand)
        case _:
            yield test
