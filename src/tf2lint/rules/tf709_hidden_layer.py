"""A layer with weights that Keras does not track.

What it does:
    Reports layers with weights that the function of a Lambda layer calls, and
    layers in an object of a plain class that a layer or model stores in an
    attribute.

Why it matters:
    The weights of a model are those of the layers in its attributes, including
    lists and dictionaries. Keras does not find layers in a function, or in an
    object that is not a layer: their weights are silently not trained, saved,
    or counted. In TensorFlow 1, variables were global, so helper classes had no
    such limit.

Example:
    ```python
    import tensorflow as tf

    dense = tf.keras.layers.Dense(2, kernel_initializer="ones")
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Lambda(lambda x: 2 * dense(x))])
    outputs = model(tf.ones([1, 3]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    dense = tf.keras.layers.Dense(2, kernel_initializer="ones")
    model = tf.keras.Sequential([tf.keras.Input([3]), dense, tf.keras.layers.Lambda(lambda x: 2 * x)])
    outputs = model(tf.ones([1, 3]))
    ```

How sure it is:
    The layers are resolved, and so is the plain class. A file that uses
    `trainable_variables` or `trainable_weights` may collect the weights itself,
    so plain classes are not reported there.

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
#: Attributes in files that collect the weights themselves.
_WEIGHT_COLLECTIONS: Final = ("trainable_variables", "trainable_weights")


@rule.on_events({EventKind.PASS: (_LAMBDA,), EventKind.STORE: ()})
def check(context: EventContext) -> Problem | None:
    """Checks a function that is passed to a Lambda layer, or an object that a layer or model stores."""
    event, tracked = context.event, context.event.tracked
    if event.kind is EventKind.PASS and tracked.kind is ObjectKind.DEFERRED_CODE:
        names = [ast.unparse(part.node) for part in tracked.parts if part is not None and has_weights(part)]
        if names:
            return Problem("a Lambda layer has no weights: those of the layer that it calls are not trained or saved")
        return None
    if event.kind is EventKind.STORE and tracked.kind is ObjectKind.LAYER_CONTAINER and tracked.user_class is not None:
        if any(map(context.program.facts.has_attribute, _WEIGHT_COLLECTIONS)):
            return None
        problem = f"Keras does not see the layers in {event.name}: {tracked.user_class.name} is no layer"
        return Problem(f"{problem}; make it from tf.keras.layers.Layer, and call super().__init__()")
    return None
