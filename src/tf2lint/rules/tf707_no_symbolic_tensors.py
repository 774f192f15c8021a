"""Inputs and outputs of a model that has none.

What it does:
    Reports `input`, `output`, `inputs`, `outputs`, `input_shape` and
    `output_shape` of a subclassed model and of the layers in one. For targets
    from TF 2.16 on also `input` and `output` of a Sequential, and the
    `input_shape` and `output_shape` of layers.

Why it matters:
    Only a model that was made from symbolic tensors has these. A class is code
    that runs when it is called: between its layers there is nothing to take
    hold of, and the attributes raise an AttributeError. Models that are cut
    open for transfer learning are written functionally. Keras 3 took `input`
    and `output` from Sequential, and the shapes from layers.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x):
            return self.dense(x)


    net = Net()
    net(tf.ones([1, 3]))
    features = tf.keras.Model(net.inputs, net.get_layer("dense").output)
    ```

Use instead:
    ```python
    import tensorflow as tf

    inputs = tf.keras.Input([3])
    hidden = tf.keras.layers.Dense(2, name="hidden")(inputs)
    net = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(hidden))
    features = tf.keras.Model(net.inputs, net.get_layer("hidden").output)
    features(tf.ones([1, 3]))
    ```

How sure it is:
    The model is known, and so is all that its class is made from. One that may
    have been called with symbolic tensors is left alone, and so are layers of a
    class that has other models in it.

References:
    - https://keras.io/guides/functional_api/
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, TrackedObject, is_sequential

rule = Rule(__name__, Severity.ERROR)
_ONE: Final = {"input": "inputs[0]", "output": "outputs[0]"}
_SHAPES: Final = {"input_shape": "input.shape", "output_shape": "output.shape"}
_ALL: Final = ("inputs", "outputs")
#: What stands in files where a model may be called with symbolic tensors.
_INPUT: Final = ("Input(",)
#: What stands in classes whose layers may be models themselves.
_INNER_MODELS: Final = ("Model(", "Sequential(", "applications.", "load_model(")
_FUNCTIONAL: Final = "write the model as tf.keras.Model(inputs, outputs)"


@rule.on_moments({EventKind.ATTRIBUTE: (*_ONE, *_SHAPES, *_ALL)})
def check(context: EventContext) -> Problem | None:
    """Judges an attribute of a model or of a layer in it."""
    step, thing = context.event, context.event.tracked
    if step.in_try or not isinstance(step.node, ast.Attribute) or not isinstance(step.node.ctx, ast.Load):
        return None
    is_3 = has_keras_3(context.target, context.program)
    if thing.kind is ObjectKind.LAYER and thing.parts:
        model = thing.parts[0]
        if model is not None and _is_opaque(model) and not _has_inner_models(model):
            what = (
                f"layers in the class {model.user_class.name} have no {step.name}"
                if model.user_class is not None
                else ""
            )
            return Problem(f"{what}: they are called when the model runs; {_FUNCTIONAL}")
        if is_3 and step.name in _SHAPES:
            return Problem(f"layers have no {step.name} in TF {context.target}; use .{_SHAPES[step.name]}")
        return None
    if step.state.symbolic or (step.state.symbolic is None and context.program.text_has(*_INPUT)):
        return None
    if _is_opaque(thing) and thing.user_class is not None and not thing.user_class.defines(step.name):
        return Problem(f"a model of the class {thing.user_class.name} has no {step.name}: it is code; {_FUNCTIONAL}")
    is_of_layers = thing.kind is ObjectKind.SEQUENTIAL or (
        thing.user_class is not None and is_sequential(thing.user_class.bases)
    )
    if is_3 and step.name in _ONE and is_of_layers:
        return Problem(f"a Sequential has no {step.name} in TF {context.target}; use .{_ONE[step.name]}")
    return None


def _is_opaque(thing: TrackedObject) -> bool:
    """Whether a model is code, and no graph of layers."""
    own = thing.user_class
    if thing.kind is not ObjectKind.SUBCLASSED or own is None or not own.is_complete:
        return False
    return not own.is_functional and not is_sequential(own.bases)


def _has_inner_models(thing: TrackedObject) -> bool:
    return thing.user_class is not None and any(words in thing.user_class.text for words in _INNER_MODELS)
