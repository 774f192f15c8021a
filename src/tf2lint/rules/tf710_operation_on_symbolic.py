"""A TensorFlow function that is called with a symbolic Keras tensor.

What it does:
    Reports functions in TensorFlow and `tf.keras.backend` that are called with
    a `tf.keras.Input`, or with the result of layers applied to one. Applies to
    target versions from 2.16 on.

Why it matters:
    Keras 2 turned such a call into a layer. Keras 3 raises a `ValueError`,
    because its symbolic tensors are not TensorFlow tensors.

Example:
    ```python
    import tensorflow as tf

    inputs = tf.keras.Input([2])
    model = tf.keras.Model(inputs, tf.reduce_mean(inputs, axis=1))
    means = model(tf.constant([[1.0, 3.0]]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    inputs = tf.keras.Input([2])
    mean = tf.keras.layers.Lambda(lambda x: tf.reduce_mean(x, axis=1))
    model = tf.keras.Model(inputs, mean(inputs))
    means = model(tf.constant([[1.0, 3.0]]))
    ```

How sure it is:
    The tensor is followed from the `tf.keras.Input`, including through
    functions of the same module that are called with it. Functions that only
    inspect their argument, such as `tf.is_tensor`, are not reported, and
    neither is code in the `call` of a layer or in a Lambda layer.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import SYMBOLIC_SOURCES, EventKind, ObjectKind

rule = Rule(__name__, Severity.ERROR)
_BACKEND: Final = "keras.backend."
_ADVICE: Final = "use keras.ops, or call it in a layer: tf.keras.layers.Lambda, or the call of your own"
#: A layer that calls these fails, too: between its arguments there is no graph.
_GRADIENTS: Final = ("gradients", "hessians", "keras.backend.gradients")
_GRADIENT_ADVICE: Final = "build a tf.keras.Model that gives both tensors, and call it on data under tf.GradientTape"
#: Modules whose functions compute with tensors.
_MODULES: Final = frozenset({
    "", "audio", "bitwise", "debugging", "image", "linalg", "math", "nn", "quantization", "ragged", "random", "sets",
    "signal", "sparse", "strings",
})  # fmt: skip
#: Functions in these modules that accept symbolic tensors, as running them showed.
_ACCEPTING: Final = frozenset({
    "Assert", "as_dtype", "control_dependencies", "custom_gradient", "device", "function", "get_static_value",
    "grad_pass_through", "group", "is_symbolic_tensor", "is_tensor", "name_scope", "no_op", "numpy_function", "print",
    "py_function", "recompute_grad", "timestamp", "tuple", "type_spec_from_value", "variable_creator_scope",
    "debugging.assert_proper_iterable", "debugging.is_numeric_tensor", "signal.inverse_stft_window_fn",
    "keras.backend.batch_set_value", "keras.backend.clear_session", "keras.backend.eval", "keras.backend.get_uid",
    "keras.backend.get_value", "keras.backend.int_shape", "keras.backend.is_keras_tensor", "keras.backend.is_sparse",
    "keras.backend.name_scope", "keras.backend.print_tensor", "keras.backend.set_value", "keras.backend.to_dense",
})  # fmt: skip


@rule.on_events({EventKind.PASS: ()}, *SYMBOLIC_SOURCES)
def check(context: EventContext) -> Problem | None:
    """Checks one argument of a library function."""
    event = context.event
    if not event.tracked.holds(ObjectKind.SYMBOLIC) or event.in_try or event.name in _ACCEPTING:
        return None
    module, _, function = event.name.rpartition(".")
    is_operation = function[:1].islower() and (module in _MODULES or event.name.startswith(_BACKEND))
    if not is_operation or not has_keras_3(context.program):
        return None
    advice = _GRADIENT_ADVICE if event.name in _GRADIENTS else _ADVICE
    return Problem(f"tf.{event.name} takes no symbolic tensor of Keras in TF {context.target}; {advice}")
