"""A call that passes a reuse flag to a function.

What it does:
    Reports an argument that passes a reuse flag to a function in the project,
    unless it equals the default.

Why it matters:
    The call means "use the same variables as before". In TensorFlow 2, you
    express that by calling the same object again.

Example:
    ```python
    import tensorflow as tf


    def net(x, share=False):
        with tf.variable_scope("net", reuse=share):
            return tf.layers.dense(x, 4, name="fc")


    x = tf.ones([1, 8])
    difference = net(x) - net(x, True)
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.fc = tf.keras.layers.Dense(4)

        def call(self, x):
            return self.fc(x)


    net = Net()
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
    """Checks one argument."""
    if flag.value is None:
        return None
    return Problem(
        f"{flag.function}({flag.parameter}=) asks for the variables of an earlier call; call the same Keras layer or "
        "model again instead, and drop the flag"
    )
