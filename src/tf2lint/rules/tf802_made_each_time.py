"""A variable, layer, or model that is created on every call.

What it does:
    Reports variables, layers with weights, models, optimizers, and metrics that
    are created unconditionally in the `call` method of a layer or model, or in
    a `tf.function`. Also reports such layers and models that are created while
    a gradient tape records, in a function or a loop.

Why it matters:
    In TensorFlow 1, such code ran once, to build the graph. Now it runs on each
    call of the model and creates new weights each time, which are never trained
    or saved. In a `tf.function`, and therefore when Keras fits the model, it
    raises a `ValueError`.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.layers.Layer):
        def call(self, x):
            return tf.keras.layers.Dense(2, kernel_initializer="ones")(x)


    outputs = Net()(tf.ones([1, 3]))
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense = tf.keras.layers.Dense(2, kernel_initializer="ones")

        def call(self, x):
            return self.dense(x)


    outputs = Net()(tf.ones([1, 3]))
    ```

How sure it is:
    Classes and decorators are resolved, not guessed from names. Objects that
    are created in an `if`, a `try`, or a `tf.init_scope()` may be created only
    once, so they are not reported. Neither are layers without weights, nor code
    in functions that `call` calls, nor what a test makes, which runs once.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#using_tffunctions
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, LibraryCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import FUNCTION, LOOP, WEIGHTED, EventKind, has_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

rule = Rule(__name__, Severity.ERROR)
_ADVICE: Final = "make it once, in __init__ or build, and keep it"
_TAPE: Final = "GradientTape"


#: The optimizers, which make variables for their step and learning rate, and the metrics.
_OPTIMIZERS: Final = (
    "Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam", "RMSprop", "SGD",
)  # fmt: skip
_METRICS: Final = (
    "AUC", "Accuracy", "BinaryAccuracy", "BinaryCrossentropy", "BinaryIoU", "CategoricalAccuracy",
    "CategoricalCrossentropy", "CosineSimilarity", "FalseNegatives", "FalsePositives", "IoU",
    "KLDivergence", "LogCoshError", "Mean", "MeanAbsoluteError", "MeanIoU", "MeanMetricWrapper", "MeanSquaredError",
    "OneHotIoU", "Poisson", "Precision", "R2Score", "Recall", "RootMeanSquaredError", "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy", "Sum", "TopKCategoricalAccuracy",
    "TrueNegatives", "TruePositives",
)  # fmt: skip


@rule.on_calls(
    "Variable",
    *(f"keras.layers.{name}" for name in WEIGHTED),
    *(f"keras.metrics.{name}" for name in _METRICS),
    *(f"keras.optimizers.{name}" for name in _OPTIMIZERS),
    words=("def call(", ".function"),
)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call that creates a variable, or an object with variables."""
    place = call.runs_each_time()
    if place:
        yield Problem(f"{call.callee.label} is made each time that {place} runs; {_ADVICE}", node=call.node.func)


@rule.on_events({EventKind.CREATE: ()}, r"def call\(", r"\.function\b", r"GradientTape\b")
def check_object(context: EventContext) -> Problem | None:
    """Checks one layer or model that is created."""
    event, tracked = context.event, context.event.tracked
    if not has_weights(tracked) or not isinstance(event.node, ast.Call) or event.in_try:
        return None
    enclosing = [has_recorded.name for has_recorded in event.contexts]
    label = ast.unparse(event.node.func)
    outside = enclosing[: enclosing.index(_TAPE)] if _TAPE in enclosing else []
    if LOOP in outside or (FUNCTION in outside[:1] and not _is_test(event.contexts[0].node, context.receiver)):
        return Problem(f"{label} is made each time that the tape records; {_ADVICE}", node=event.node.func)
    place = context.runs_each_time() if tracked.user_class is not None or tracked.is_model else ""
    return Problem(f"{label} is made each time that {place} runs; {_ADVICE}", node=event.node.func) if place else None


def _is_test(function: ast.AST, receiver: Callable[[ast.AST], str]) -> bool:
    """Returns whether a function is a test, which runs once: unittest and pytest find it by its name."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or not function.name.startswith("test"):
        return False
    parameters = [parameter.arg for parameter in ast.walk(function.args) if isinstance(parameter, ast.arg)]
    return parameters in ([], [receiver(function)])
