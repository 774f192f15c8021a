"""A call that fails in eager mode.

What it does:
    Reports calls of `tf.compat.v1` that TensorFlow 2 still has and that raise
    an error in eager mode: placeholders, sessions without a graph, metrics,
    queues, and merged summaries; `tf.gradients` outside of a `tf.function`. A
    program that switches to TensorFlow 1's behaviour
    (`tf.compat.v1.disable_v2_behavior()`) or builds graphs of its own is not
    reported, nor a file that asks `tf.executing_eagerly()`.

Why it matters:
    To put `compat.v1` before a name does not bring TensorFlow 1 back: its
    graph does not exist in eager mode, and what adds to it raises a
    RuntimeError.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    images = tf.placeholder(tf.float32, [None, 784])
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def step(images):
        return tf.reduce_mean(images)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
    - https://www.tensorflow.org/guide/effective_tf2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, eager_message, has_effect
from tf2lint.model import Severity
from tf2lint.table import FAILS, names_with_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_SAVER: Final = "compat.v1.train.Saver"


@rule.on_calls(*names_with_effect(FAILS))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    entry = call.callee.lookup.entry
    is_given = entry.name == _SAVER and call.arguments
    if not is_given and has_effect(call):
        yield Problem(eager_message(call), entry.replacements, node=call.node.func)
