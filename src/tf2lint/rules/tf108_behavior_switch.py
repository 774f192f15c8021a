"""A switch between TensorFlow 1 and TensorFlow 2 behavior.

What it does:
    Reports `tf.compat.v1.disable_v2_behavior()`, `disable_eager_execution()`,
    and the other switches of `tf.compat.v1`, including those that enable
    behavior that TensorFlow 2 enables by default.

Why it matters:
    A program that disables TensorFlow 2 behavior runs on TensorFlow 2 but is
    not migrated: it still builds graphs and runs sessions, and new features do
    not work in it. Keras 3 cannot fit a model in such a program.
    Switches that enable TensorFlow 2 behavior have no effect in TensorFlow 2; they are left over from a migration.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    tf.disable_v2_behavior()

    x = tf.placeholder(tf.float32, [None])
    total = tf.reduce_sum(2 * x)
    with tf.Session() as session:
        print(session.run(total, {x: [1.0, 2.0]}))
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def total(x):
        return tf.reduce_sum(2 * x)


    print(total(tf.constant([1.0, 2.0])).numpy())
    ```

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/disable_v2_behavior
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.WARNING, Severity.INFO)
_SWITCHES: Final = (
    "control_flow_v2", "eager_execution", "resource_variables", "tensor_equality", "v2_behavior", "v2_tensorshape",
)  # fmt: skip
#: The switches under which Keras 3 cannot fit a model: they disable eager execution.
_NO_FIT: Final = ("compat.v1.disable_eager_execution", "compat.v1.disable_v2_behavior")


@rule.on_names(*(f"compat.v1.{action}_{switch}" for action in ("disable", "enable") for switch in _SWITCHES))
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a switch."""
    entry = referenced.lookup.entry
    if not entry.exists:
        return None
    if "enable_" in entry.name:
        return Problem(f"{referenced.label} changes nothing in TF2; {entry.advice}", severity=Severity.INFO)
    no_fit = entry.name in _NO_FIT and referenced.has_keras_3
    fails = ", and Keras cannot fit a model under it" if no_fit else ""
    message = f"{referenced.label} keeps TF 1's behaviour in the whole program{fails}; {entry.advice}"
    return Problem(message, severity=Severity.WARNING if no_fit else Severity.INFO)
