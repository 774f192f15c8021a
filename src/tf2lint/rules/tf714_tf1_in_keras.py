"""A part of TensorFlow 1 in a model of Keras.

What it does:
    Reports `tf.keras.Model` made from placeholders or plain tensors, and Keras
    layers made inside a `tf.compat.v1.variable_scope`. For targets from TF 2.16 on also an
    `Input` around a tensor,
    optimizers of `tf.compat.v1.train` in `compile`, and `fit`, `evaluate` and
    `predict` inside a graph or a session.

Why it matters:
    Keras 2 could run in a session, and knew how to deal with such parts.
    Keras 3 runs in eager mode only: it raises a ValueError for an optimizer
    that is none of its own, and a RuntimeError inside a graph. A variable scope
    never reached a Keras layer: `reuse` shares nothing there.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(tf.compat.v1.train.AdamOptimizer(), "mse")
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(tf.keras.optimizers.Adam(), "mse")
    ```

How sure it is:
    The model, the optimizer and the graph are known, not guessed by names.

References:
    - https://www.tensorflow.org/guide/migrate/migrating_estimator
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, has_weights

if TYPE_CHECKING:
    from tf2lint.typestate import Event

rule = Rule(__name__, Severity.ERROR)
_RUN: Final = ("evaluate", "fit", "predict", "predict_on_batch", "test_on_batch", "train_on_batch")
_MODEL: Final = ("keras.Model", "keras.models.Model")
_INPUT: Final = ("keras.Input", "keras.layers.Input")
_GRAPHS: Final = (
    "Graph().as_default", "Session", "compat.v1.Graph().as_default", "compat.v1.InteractiveSession",
    "compat.v1.Session", "compat.v1.get_default_graph().as_default", "get_default_graph().as_default",
)  # fmt: skip
#: Where the target has no other one, its name is told already.
_SCOPE: Final = "compat.v1.variable_scope"


@rule.on_moments(
    {EventKind.METHOD: ("compile", *_RUN), EventKind.GIVE: (*_MODEL, *_INPUT), EventKind.MAKE: ()}, r"variable_scope\b"
)
def check(context: EventContext) -> Problem | None:
    """Judges what is done with a model or a layer."""
    step = context.event
    if step.in_try:
        return None
    if step.kind is EventKind.MAKE:
        return _in_scope(step)
    if step.kind is EventKind.GIVE:
        return _of_inputs(step) if step.name in _MODEL else _of_input(context)
    if not step.tracked.is_model or not has_keras_3(context.target, context.program):
        return None
    if step.name == "compile":
        return _of_optimizer(context)
    own = step.tracked.user_class
    if not any(context.name in _GRAPHS for context in step.within) or (own is not None and own.defines(step.name)):
        return None
    return Problem(
        f"{step.name} fails inside a graph or session in TF {context.target}: Keras 3 runs in eager mode only"
    )


def _in_scope(step: Event) -> Problem | None:
    scope = next((context for context in step.within if context.name == _SCOPE), None)
    if scope is None or step.tracked.kind is not ObjectKind.LAYER or not has_weights(step.tracked):
        return None
    what = "a variable scope does not reach Keras layers; to share one, keep it and call it again"
    return Problem(what, node=scope.node)


def _of_inputs(step: Event) -> Problem | None:
    inputs = step.argument(0, "inputs")
    if (
        inputs is None
        or inputs.tracked is not step.tracked
        or step.tracked.kind not in (ObjectKind.PLACEHOLDER, ObjectKind.TENSOR)
    ):
        return None
    return Problem(f"tf.{step.name} takes no {step.tracked.kind} as input; use tf.keras.Input(shape)", node=inputs.node)


def _of_input(context: EventContext) -> Problem | None:
    tensor = context.event.given.get("tensor")
    if tensor is None or tensor.tracked is not context.event.tracked:
        return None
    if tensor.tracked.kind not in (ObjectKind.PLACEHOLDER, ObjectKind.TENSOR) or not has_keras_3(
        context.target, context.program
    ):
        return None
    what = f"tf.{context.event.name} takes no {tensor.tracked.kind} in TF {context.target}"
    return Problem(f"{what}; give the model the tensor when it is called", node=tensor.node)


def _of_optimizer(context: EventContext) -> Problem | None:
    optimizer = context.event.argument(0, "optimizer")
    if optimizer is None or optimizer.tracked is None or optimizer.tracked.kind is not ObjectKind.OPTIMIZER:
        return None
    name = optimizer.tracked.name
    what = f"compile takes no tf.{name} in TF {context.target}; use an optimizer of tf.keras.optimizers"
    return Problem(what, node=optimizer.node)
