"""A choice by `tf.where` that may pick rows. Off by default.

What it does:
    Reports `tf.where(condition, x, y)` in files that use what only TensorFlow 1
    has, unless the condition is computed from what it chooses between, and so
    has the same shape.

Why it matters:
    In TensorFlow 1 a condition with one dimension chose whole rows of `x` and
    `y`. Now it is broadcast, from the last dimension on: that fails for most
    shapes, and chooses columns where there are as many of these as rows.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.where(tf.constant([True, False, True]), x, tf.zeros([3, 3]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.ones([3, 3])
    y = tf.where(tf.constant([True, False, True])[:, tf.newaxis], x, tf.zeros([3, 3]))
    ```

How sure it is:
    Shapes are not followed, so most of what it reports is fine: a condition
    with as many dimensions as the rest means what it meant. That is why it is
    off by default. Switch it on once, when a program moves to TensorFlow 2.

References:
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING, default=False)


@rule.on_calls("where")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    given = [argument.value for argument in call.arguments.values()]  # none of `tf.where(*all)`
    condition, choices = given[:1], given[1:]
    if len(choices) >= 2 and is_tf1_source(call.program) and _mentioned(*condition).isdisjoint(_mentioned(*choices)):
        yield Problem(f"{call.callee.shown} means something else in TF2; {call.callee.lookup.entry.advice}")


def _mentioned(*nodes: ast.expr) -> set[str]:
    """The variables and attributes in expressions, but for what is called."""
    called = {node.func for one in nodes for node in ast.walk(one) if isinstance(node, ast.Call)}
    inner = {node for function in called for node in ast.walk(function)}
    named = (node for one in nodes for node in ast.walk(one) if node not in inner)
    return {ast.unparse(node) for node in named if isinstance(node, ast.Name | ast.Attribute | ast.Subscript)}
