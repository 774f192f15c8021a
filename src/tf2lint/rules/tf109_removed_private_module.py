"""A private or example module that the target version no longer has.

What it does:
    Reports imports and uses of private modules that no longer exist in the
    target version: `tensorflow.examples.tutorials`, protobuf code such as
    `tensorflow.core.profiler.profiler_service_pb2`, and modules of the keras
    package such as `keras.utils.np_utils`, `keras.layers.core` and those of
    `keras.src` that this version of Keras does not have. Also reports names that
    such modules no longer define or import.

Why it matters:
    The import raises `ModuleNotFoundError` or `ImportError`.

Example:
    ```python
    from tensorflow.python.ops import control_flow_ops
    import tensorflow as tf

    step = tf.constant(3)
    rate = control_flow_ops.cond(step < 10, lambda: tf.constant(0.1), lambda: tf.constant(0.01))
    ```

Use instead:
    ```python
    import tensorflow as tf

    step = tf.constant(3)
    rate = tf.cond(step < 10, lambda: tf.constant(0.1), lambda: tf.constant(0.01))
    ```

References:
    - https://www.tensorflow.org/guide/versions#what_is_not_covered
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.PRIVATE or entry.exists:
        return None
    advice = entry.advice or f"use the public names below {referenced.library}"
    fact = f"{referenced.label} was private and is gone in {referenced.release}"
    return Problem.with_advice(fact, advice, entry.replacements)
