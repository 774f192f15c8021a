"""A variable or layer that is made each time.

What it does:
    Reports variables, layers that have weights, and models which are made in
    the `call` of a layer or model, or in a `tf.function`, and not under any
    condition; and such layers and models that are made while a gradient tape
    records, in a function or a loop.

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
    only once; so are layers without weights, and functions that `call` calls.

References:
    - https://www.tensorflow.org/guide/function
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, LibraryCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import FUNCTION, LOOP, WEIGHTED, EventKind, has_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_ADVICE: Final = "make it once, in __init__ or build, and keep it"
_TAPE: Final = "GradientTape"


@rule.on_calls("Variable", *(f"keras.layers.{name}" for name in WEIGHTED), words=("def call(", ".function"))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    place = call.runs_each_time()
    if place:
        yield Problem(f"{call.callee.shown} is made each time that {place} runs; {_ADVICE}", node=call.node.func)


@rule.on_moments({EventKind.MAKE: ()}, r"def call\(", r"\.function\b", r"GradientTape\b")
def check_object(context: EventContext) -> Problem | None:
    """Judges a layer or model that is made."""
    step, thing = context.event, context.event.tracked
    if not has_weights(thing) or not isinstance(step.node, ast.Call) or step.in_try:
        return None
    around = [context.name for context in step.within]
    shown = ast.unparse(step.node.func)
    if _TAPE in around and (around[0] == FUNCTION or LOOP in around[: around.index(_TAPE)]):
        return Problem(f"{shown} is made each time that the tape records; {_ADVICE}", node=step.node.func)
    place = context.runs_each_time() if thing.user_class is not None or thing.is_model else ""
    return Problem(f"{shown} is made each time that {place} runs; {_ADVICE}", node=step.node.func) if place else None
