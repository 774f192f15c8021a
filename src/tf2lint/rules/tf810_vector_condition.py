"""A call to `tf.where` that selects rows by a vector.

What it does:
    Reports `tf.where(condition, x, y)` where the condition has one dimension,
    and `x` or `y` has more. Applies only to files that use TensorFlow 1 names
    such as `tf.placeholder`.

Why it matters:
    In TensorFlow 1, a one-dimensional condition selected whole rows of `x` and
    `y`. Now it is broadcast, starting with the last dimension. This fails for
    most shapes, and selects columns if there are as many columns as rows.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32, [2, 2])
    y = tf.where(tf.constant([True, False]), x, tf.zeros([2, 2]))
    with tf.Session() as session:
        print(session.run(y, {x: [[1.0, 2.0], [3.0, 4.0]]}))
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    y = tf.where(tf.expand_dims(tf.constant([True, False]), 1), x, tf.zeros([2, 2]))
    print(y.numpy())
    ```

How sure it is:
    The numbers of dimensions follow from the code: constants, NumPy arrays, and
    functions that keep them. Where one is not known, only TF804 reports the
    call, which is off by default.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/where
    - https://www.tensorflow.org/api_docs/python/tf/where
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)


@rule.on_calls("where")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    given = [argument.value for argument in call.arguments.values()]  # empty for `tf.where(*all)`
    condition, choices = given[:1], given[1:3]
    if len(choices) < 2 or not is_tf1_source(call.program) or call.rank(condition[0]) != 1:
        return
    if any((call.rank(choice) or 0) > 1 for choice in choices):
        fact = f"{call.callee.label} selects by a vector, which picks no rows in TF2"
        advice = call.callee.lookup.entry.advice
        yield Problem.with_advice(fact, advice)._replace(node=call.node.func, covers=(call.node.func,))
