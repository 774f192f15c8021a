"""A variable or layer that is made each time.

What it does:
    Reports variables, and layers that have weights, which are made in the
    `call` of a layer or model, or in a `tf.function`, and not under any
    condition.

Why it matters:
    In TensorFlow 1 such code ran once, to build the graph. Now it runs each
    time the model is called: new weights each time, that nobody trains or
    saves. In a `tf.function`, and so when Keras fits the model, it raises a
    ValueError.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.layers.Layer):
        def call(self, x):
            return tf.keras.layers.Dense(2)(x)
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x):
            return self.dense(x)


    Net()(tf.ones([1, 3]))
    ```

How sure it is:
    The classes and decorators are known, not guessed. What is made under an
    `if`, in a `try`, or in `tf.init_scope()` is left alone, as it may be made
    only once; so are layers without weights, functions that `call` calls, and
    layers of a class that is made from another one of the program.

References:
    - https://www.tensorflow.org/guide/function
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.model import Severity
from tf2lint.registry import Rule
from tf2lint.subjects import Problem, UsedCall
from tf2lint.typestate.makers import WEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)


@rule.on_calls("Variable", *(f"keras.layers.{name}" for name in WEIGHTED), words=("def call(", ".function"))
def check(call: UsedCall) -> Iterator[Problem]:
    """Judges one call."""
    place = call.runs_each_time()
    if place:
        yield Problem(
            f"{call.used.shown} is made each time that {place} runs; make it once, in __init__ or build, and keep it",
            node=call.node.func,
        )
