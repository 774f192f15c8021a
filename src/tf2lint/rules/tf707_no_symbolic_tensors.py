"""An input or output attribute that a model does not have.

What it does:
    Reports `input`, `output`, `inputs`, `outputs`, `input_shape`, and
    `output_shape` of a subclassed model and of its layers. For target versions
    from 2.16 on, also reports `input` and `output` of a Sequential model, and
    `input_shape` and `output_shape` of layers.

Why it matters:
    Only a model that was built from symbolic tensors has these attributes. A
    subclassed model is code that runs when it is called. There are no tensors
    between its layers, and the attributes raise an `AttributeError`. To split a
    model for transfer learning, write it with the functional API. Keras 3 also
    removed `input` and `output` from Sequential, and the shapes from layers.

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
    The model's class and all its base classes are resolved. A model that may
    have been called with symbolic tensors is not reported, and neither are
    layers of a class that contains other models.

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
_SINGULAR: Final = {"input": "inputs[0]", "output": "outputs[0]"}
_SHAPES: Final = {"input_shape": "input.shape", "output_shape": "output.shape"}
_PLURAL: Final = ("inputs", "outputs")
#: A function that is called in files that may call a model with symbolic tensors.
_INPUT: Final = "Input"
#: Names in the code of classes whose layers may be models themselves: functions that are called, and a module.
_INNER_MODELS: Final = ("Model", "Sequential", "load_model")
_APPLICATIONS: Final = "applications"
_FUNCTIONAL: Final = "write the model as tf.keras.Model(inputs, outputs)"


@rule.on_events({EventKind.ATTRIBUTE: (*_SINGULAR, *_SHAPES, *_PLURAL)})
def check(context: EventContext) -> Problem | None:
    """Checks one attribute of a model or of one of its layers."""
    event, tracked = context.event, context.event.tracked
    if event.in_try or not isinstance(event.node, ast.Attribute) or not isinstance(event.node.ctx, ast.Load):
        return None
    is_keras_3 = has_keras_3(context.program)
    if tracked.kind is ObjectKind.LAYER and tracked.parts:
        model = tracked.parts[0]
        if model is not None and _is_opaque(model) and not _has_inner_models(model):
            problem = (
                f"layers in the class {model.user_class.name} have no {event.name}"
                if model.user_class is not None
                else ""
            )
            return Problem(f"{problem}: they are called when the model runs; {_FUNCTIONAL}", covers=(event.node,))
        if is_keras_3 and event.name in _SHAPES:
            problem = f"layers have no {event.name} in TF {context.target}; use {_shape(event.node)}"
            return Problem(problem, covers=(event.node,))
        return None
    if event.state.symbolic or (event.state.symbolic is None and context.program.facts.calls_any((_INPUT,))):
        return None
    if _is_opaque(tracked) and tracked.user_class is not None and not tracked.user_class.defines(event.name):
        problem = f"a model of the class {tracked.user_class.name} has no {event.name}: it is code"
        return Problem(f"{problem}; {_FUNCTIONAL}", covers=(event.node,))
    is_sequential_model = tracked.kind is ObjectKind.SEQUENTIAL or (
        tracked.user_class is not None and is_sequential(tracked.user_class.bases)
    )
    if is_keras_3 and event.name in _SINGULAR and is_sequential_model:
        return Problem(f"a Sequential has no {event.name} in TF {context.target}; use .{_SINGULAR[event.name]}")
    return None


def _shape(node: ast.Attribute) -> str:
    """Returns what replaces a shape of a layer: the model's for its first layer, since an InputLayer has no input."""
    match node.value:
        case ast.Subscript(value=ast.Attribute(attr="layers") as layers, slice=ast.Constant(value=0)) if (
            node.attr == "input_shape"
        ):
            return f"{ast.unparse(layers.value)}.input_shape"
        case _:
            return f".{_SHAPES[node.attr]}"


def _is_opaque(tracked: TrackedObject) -> bool:
    """Returns whether a model is a subclass that has no graph of layers."""
    user_class = tracked.user_class
    if tracked.kind is not ObjectKind.SUBCLASSED or user_class is None or not user_class.is_complete:
        return False
    return not user_class.is_functional and not is_sequential(user_class.bases)


def _has_inner_models(tracked: TrackedObject) -> bool:
    """Returns whether the class of a model may create other models, which have a graph of their own."""
    nodes = (node for owner in tracked.user_class.nodes for node in ast.walk(owner)) if tracked.user_class else ()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name.endswith(_INNER_MODELS):
                return True
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)) if name == _APPLICATIONS:
                return True
    return False
