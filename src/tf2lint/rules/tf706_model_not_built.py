"""A model that is used before it is built.

What it does:
    Reports `summary`, `count_params`, `export`, `save`, `save_weights`,
    `load_weights`, and `plot_model` of a model that has not been built: since
    its creation, it has not been called or fitted, and it does not know its
    input shape.

Why it matters:
    A model that does not know its input shape has no weights yet. Most of these
    calls then raise a `ValueError`. In Keras 3, `summary` shows no parameters,
    and `save` saves no weights.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
    print(model.count_params())
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
    print(model.count_params())
    ```

How sure it is:
    The model is created and used in the same function, or in a function that
    this function calls. If the model is passed to other code in between, or is
    built on only some paths, nothing is reported.

References:
    - https://keras.io/guides/sequential_model/
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_2, has_keras_3, literal_file_name
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_METHODS: Final = ("count_params", "export", "load_weights", "save", "save_weights", "summary")
_FUNCTIONS: Final = ("keras.models.save_model", "keras.utils.model_to_dot", "keras.utils.plot_model")
_KEEPS_NONE: Final = "keeps no weights: the model is not built"
#: Calls that raise no error in Keras 3, and what they do instead.
_KERAS_3_EFFECTS: Final = {
    "summary": "shows no parameters: the model is not built",
    "save": _KEEPS_NONE,
    "keras.models.save_model": _KEEPS_NONE,
}
_FAILS: Final = "fails: the model is not built"
#: The advice for subclassed models and for other models.
_SUBCLASS_ADVICE: Final = "call the model on a batch first"
_LAYERS_ADVICE: Final = "start the model with tf.keras.Input(shape)"


@rule.on_events({EventKind.METHOD: _METHODS, EventKind.PASS: _FUNCTIONS})
def check(context: EventContext) -> Problem | None:
    """Checks one use of a model."""
    event, user_class = context.event, context.event.tracked.user_class
    if not event.tracked.is_model or event.state.built is not False or event.in_try:
        return None
    if user_class is not None and user_class.defines(event.name):
        return None
    effect = _KERAS_3_EFFECTS.get(event.name, _FAILS) if has_keras_3(context.program) else _keras_2_effect(context)
    label = f"tf.{event.name}" if event.kind is EventKind.PASS else event.name
    message = f"{label} {effect}; {_LAYERS_ADVICE if user_class is None else _SUBCLASS_ADVICE}"
    severity = Severity.ERROR if effect == _FAILS else Severity.WARNING
    return Problem(message, severity=severity) if effect else None


def _keras_2_effect(context: EventContext) -> str:
    """Returns what Keras 2 does; empty if it works, since some file formats accept a model that is not built."""
    event = context.event
    path = event.argument(1 if event.kind is EventKind.PASS else 0, "filepath")
    ending = (literal_file_name(path.node) if path is not None else None) or ""
    if event.name == "load_weights":
        return _FAILS if ending.endswith((".h5", ".hdf5")) else ""
    if event.name == "save_weights":
        return ""
    is_keras_format = ending.endswith(".keras") and has_keras_2(context.program, "2.13..2.15")
    return _KEEPS_NONE if is_keras_format else _FAILS
