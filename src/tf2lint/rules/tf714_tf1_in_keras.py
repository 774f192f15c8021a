"""A TensorFlow 1 object that is used with a Keras model.

What it does:
    Reports a `tf.keras.Model` built from placeholders or plain tensors, and
    Keras layers created inside a `tf.compat.v1.variable_scope`. For target
    versions from 2.16 on, also reports a `tf.keras.Input` that wraps a tensor,
    optimizers of `tf.compat.v1.train` in `compile`, and `fit`, `evaluate`, and
    `predict` inside a graph or session.

Why it matters:
    Keras 2 could run in a session and supported such objects. Keras 3 runs in
    eager mode only: it raises a `ValueError` for an optimizer that is not its
    own, and a `RuntimeError` inside a graph. A variable scope has never
    affected Keras layers, so its `reuse` shares nothing.

Example:
    ```python
    import numpy as np
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones", input_shape=[1])])
    model.compile(tf.compat.v1.train.GradientDescentOptimizer(0.25), "mse")
    model.fit(np.ones([1, 1]), np.zeros([1, 1]), verbose=0)
    print(model.get_weights()[0])
    ```

Use instead:
    ```python
    import numpy as np
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(tf.keras.optimizers.SGD(0.25), "mse")
    model.fit(np.ones([1, 1]), np.zeros([1, 1]), verbose=0)
    print(model.get_weights()[0])
    ```

How sure it is:
    The model, the optimizer, and the graph are resolved, not guessed from
    names.

References:
    - https://keras.io/guides/migrating_to_keras_3/
    - https://www.tensorflow.org/guide/migrate/metrics_optimizers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, has_weights

if TYPE_CHECKING:
    from tf2lint.typestate import Event

rule = Rule(__name__, Severity.ERROR)
_RUN_METHODS: Final = ("evaluate", "fit", "predict", "predict_on_batch", "test_on_batch", "train_on_batch")
_MODEL_CLASSES: Final = ("keras.Model", "keras.models.Model")
_INPUT_FUNCTIONS: Final = ("keras.Input", "keras.layers.Input")
_GRAPHS: Final = (
    "Graph().as_default", "Session", "compat.v1.Graph().as_default", "compat.v1.InteractiveSession",
    "compat.v1.Session", "compat.v1.get_default_graph().as_default", "get_default_graph().as_default",
)  # fmt: skip
#: `tf.variable_scope` does not exist in the target version, so other rules report it.
_SCOPE: Final = "compat.v1.variable_scope"


@rule.on_events(
    {
        EventKind.METHOD: ("compile", *_RUN_METHODS),
        EventKind.PASS: (*_MODEL_CLASSES, *_INPUT_FUNCTIONS),
        EventKind.CREATE: (),
    },
    r"variable_scope\b",
)
def check(context: EventContext) -> Problem | None:
    """Checks one event of a model, layer, or input."""
    event = context.event
    if event.in_try:
        return None
    if event.kind is EventKind.CREATE:
        return _scope_problem(event)
    if event.kind is EventKind.PASS:
        return _model_input_problem(event) if event.name in _MODEL_CLASSES else _input_tensor_problem(context)
    if not event.tracked.is_model or not has_keras_3(context.program):
        return None
    if event.name == "compile":
        return _optimizer_problem(context)
    user_class = event.tracked.user_class
    if not any(has_recorded.name in _GRAPHS for has_recorded in event.contexts) or (
        user_class is not None and user_class.defines(event.name)
    ):
        return None
    return Problem(
        f"{event.name} fails inside a graph or session in TF {context.target}: Keras 3 runs in eager mode only"
    )


def _scope_problem(event: Event) -> Problem | None:
    """Reports a variable scope around a Keras layer with weights."""
    scope = next((has_recorded for has_recorded in event.contexts if has_recorded.name == _SCOPE), None)
    if scope is None or event.tracked.kind is not ObjectKind.LAYER or not has_weights(event.tracked):
        return None
    problem = "a variable scope does not reach Keras layers; to share one, keep it and call it again"
    return Problem(problem, node=scope.node)


def _model_input_problem(event: Event) -> Problem | None:
    """Reports a placeholder or tensor as the input of a model."""
    inputs = event.argument(0, "inputs")
    if (
        inputs is None
        or inputs.tracked is not event.tracked
        or event.tracked.kind not in (ObjectKind.PLACEHOLDER, ObjectKind.TENSOR)
    ):
        return None
    return Problem(
        f"tf.{event.name} takes no {event.tracked.kind} as input; use tf.keras.Input(shape)", node=inputs.node
    )


def _input_tensor_problem(context: EventContext) -> Problem | None:
    """Reports an `Input` that wraps a placeholder or tensor."""
    tensor = context.event.arguments.get("tensor")
    if tensor is None or tensor.tracked is not context.event.tracked:
        return None
    if tensor.tracked.kind not in (ObjectKind.PLACEHOLDER, ObjectKind.TENSOR) or not has_keras_3(context.program):
        return None
    problem = f"tf.{context.event.name} takes no {tensor.tracked.kind} in TF {context.target}"
    return Problem(f"{problem}; give the model the tensor when it is called", node=tensor.node)


def _optimizer_problem(context: EventContext) -> Problem | None:
    """Reports a TensorFlow 1 optimizer that is passed to `compile`."""
    optimizer = context.event.argument(0, "optimizer")
    if optimizer is None or optimizer.tracked is None or optimizer.tracked.kind is not ObjectKind.OPTIMIZER:
        return None
    name = optimizer.tracked.name
    problem = f"compile takes no tf.{name} in TF {context.target}; use an optimizer of tf.keras.optimizers"
    return Problem(problem, node=optimizer.node)
