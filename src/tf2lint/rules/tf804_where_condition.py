"""A call to `tf.where` that may select rows.

What it does:
    Reports `tf.where(condition, x, y)`, unless the condition is computed from
    `x` or `y` and therefore has the same shape. Applies only to files that use
    TensorFlow 1 names such as `tf.placeholder`.

Why it matters:
    In TensorFlow 1, a one-dimensional condition selected whole rows of `x` and
    `y`. Now it is broadcast, starting with the last dimension. This fails for
    most shapes, and selects columns if there are as many columns as rows.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32, [None, 2])
    y = tf.where(tf.constant([True, False]), x, tf.zeros([2, 2]))
    with tf.Session() as session:
        print(session.run(y, {x: [[1.0, 2.0], [3.0, 4.0]]}))
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    y = tf.where(tf.constant([True, False])[:, tf.newaxis], x, tf.zeros([2, 2]))
    print(y.numpy())
    ```

How sure it is:
    Only few numbers of dimensions are known, so most findings are false
    positives: a condition with as many dimensions as `x` and `y` still means
    the same. This is why the rule is off by default. Turn it on once, when you
    migrate a program to TensorFlow 2. TF810 reports the calls that are certain.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/where
    - https://www.tensorflow.org/api_docs/python/tf/where
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
    """Checks one call."""
    given = [argument.value for argument in call.arguments.values()]  # empty for `tf.where(*all)`
    condition, choices = given[:1], given[1:]
    # In TensorFlow 1, `x` and `y` have the same shape, and the condition that shape, too, unless it is a vector.
    ranks = {call.rank(value) for value in choices[:2]}
    if any(call.rank(value) not in (None, 1) for value in condition) or not ranks.isdisjoint((0, 1)):
        return
    sources = [call.bound_value(value) or value for value in condition]
    mentioned = _mentioned(*condition, *sources)
    if len(choices) >= 2 and is_tf1_source(call.program) and mentioned.isdisjoint(_mentioned(*choices)):
        yield Problem(f"{call.callee.label} means something else in TF2; {call.callee.lookup.entry.advice}")


def _mentioned(*nodes: ast.expr) -> set[str]:
    """Returns the names, attributes, and subscripts in expressions, except those in called functions."""
    called = {node.func for root in nodes for node in ast.walk(root) if isinstance(node, ast.Call)}
    inner = {node for function in called for node in ast.walk(function)}
    named = (node for root in nodes for node in ast.walk(root) if node not in inner)
    return {ast.unparse(node) for node in named if isinstance(node, ast.Name | ast.Attribute | ast.Subscript)}
