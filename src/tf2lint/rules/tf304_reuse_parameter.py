"""A function parameter that carries a reuse flag.

What it does:
    Reports a parameter of a function or method, whatever its name, whose value
    reaches a reuse flag: `reuse=` of a scope or a layer, a condition around
    `reuse_variables()`, or such a parameter of another function in the project.

Why it matters:
    The function creates variables in one call and finds them again in another.
    In TensorFlow 2, an object does this: a Keras model or layer that is built
    once and called as often as needed, so the flag is no longer needed.

Example:
    ```python
    import tensorflow as tf


    def net(x, share=False):
        with tf.variable_scope("net", reuse=share):
            return tf.layers.dense(x, 4, name="fc")


    x = tf.ones([1, 8])
    difference = net(x) - net(x, share=True)
    ```

Use instead:
    ```python
    import tensorflow as tf

    net = tf.keras.Sequential([tf.keras.layers.Dense(4)])

    x = tf.ones([1, 8])
    difference = net(x) - net(x)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#variable-scope_based_variable_reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import Problem, Rule
from tf2lint.model import Severity

if TYPE_CHECKING:
    from tf2lint.resolver import FlagOccurrence

rule = Rule(__name__, Severity.ERROR)


@rule.on_flag
def check(flag: FlagOccurrence) -> Problem | None:
    """Checks one parameter."""
    if flag.value is not None:
        return None
    return Problem(
        f"{flag.parameter!r} says whether {flag.function}() creates variables or finds them again by name; make "
        f"{flag.function} a Keras layer or model that is built once, and drop the flag"
    )
