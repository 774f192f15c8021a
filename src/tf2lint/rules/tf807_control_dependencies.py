"""Control dependencies that TensorFlow 2 makes by itself.

What it does:
    Reports `tf.control_dependencies` in files that use what only TensorFlow 1
    has. The updates of batch normalization are reported where they are asked
    for.

Why it matters:
    A graph of TensorFlow 1 ran what was fetched and what that needs, in any
    order, so assertions and assignments had to be tied in. Eager code runs line
    by line, and a `tf.function` runs what has effects in the order of the
    lines. What is left are blocks, and calls of `tf.identity`, that do nothing.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32)
    with tf.control_dependencies([tf.assert_greater(x, 0.0)]):
        x = tf.identity(x)
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def checked(x):
        tf.debugging.assert_greater(x, 0.0)
        return x


    checked(tf.constant(1.0))
    ```

How sure it is:
    Code that is still built into a graph, with `tf.Graph` or by an Estimator,
    needs them, and a `tf.function` may need one that puts off operations
    without effects, to save memory. A file is taken for one that moves to
    TensorFlow 2 if it uses what only TensorFlow 1 has, and a file that does not
    is left alone.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.INFO)
#: How programs call what they get from the collection UPDATE_OPS, of which another rule tells where they get it.
_UPDATES: Final = "update_op"


@rule.on_calls("control_dependencies")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    given = ast.unparse(call.node).lower()
    is_told = _UPDATES in given and call.program.text_has("UPDATE_OPS", '"update_ops"', "'update_ops'")
    if is_tf1_source(call.program) and not is_told:
        yield Problem(
            f"{call.callee.shown} is not needed in TF2; {call.callee.lookup.entry.advice}",
            node=call.node.func,
        )
