"""A layer where Keras does not see it.

What it does:
    Reports layers with weights that the function of a Lambda layer calls, and
    those in an object of a plain class that a layer or model keeps.

Why it matters:
    A model's weights are those of the layers in its attributes, and in lists
    and dictionaries there. In a function, or in an object that is no layer,
    Keras finds none: these weights are not trained, not saved and not counted,
    and nothing says so. Helper classes of TensorFlow 1 had no such limit, as
    its variables were global.

Example:
    ```python
    import tensorflow as tf

    dense = tf.keras.layers.Dense(2)
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Lambda(lambda x: dense(x) * 2)])
    ```

Use instead:
    ```python
    import tensorflow as tf

    dense = tf.keras.layers.Dense(2)
    model = tf.keras.Sequential([tf.keras.Input([3]), dense, tf.keras.layers.Lambda(lambda x: x * 2)])
    ```

How sure it is:
    The layers are known, and so is all of the plain class. A class that speaks
    of `trainable_variables` or `trainable_weights` itself is left alone.

References:
    - https://keras.io/api/layers/core_layers/lambda/
    - https://keras.io/guides/making_new_layers_and_models_via_subclassing/
"""

from __future__ import annotations

import ast
from typing import Final

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, has_weights

rule = Rule(__name__, Severity.WARNING)
_LAMBDA: Final = "keras.layers.Lambda"
#: What stands in programs that collect weights themselves.
_COLLECTS: Final = ("trainable_variables", "trainable_weights")


@rule.on_moments({EventKind.GIVE: (_LAMBDA,), EventKind.KEEP: ()})
def check(context: EventContext) -> Problem | None:
    """Judges what is given to a layer, or kept by one."""
    step, thing = context.event, context.event.tracked
    if step.kind is EventKind.GIVE and thing.kind is ObjectKind.CODE:
        names = [ast.unparse(part.node) for part in thing.parts if part is not None and has_weights(part)]
        if names:
            return Problem("a Lambda layer has no weights: those of the layer that it calls are not trained or saved")
        return None
    if step.kind is EventKind.KEEP and thing.kind is ObjectKind.OWNER and thing.user_class is not None:
        if context.program.text_has(*_COLLECTS):
            return None
        what = f"Keras does not see the layers in {step.name}: {thing.user_class.name} is no layer"
        return Problem(f"{what}; make it from tf.keras.layers.Layer, and call super().__init__()")
    return None
