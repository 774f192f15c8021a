"""A model that is asked for what it does not have before it is built.

What it does:
    Reports `summary`, `count_params`, `export`, `save`, `save_weights`,
    `load_weights` and `plot_model` of a model that has not been built: no call,
    `fit` or shape of the input stands between its making and that.

Why it matters:
    A model that does not know the shape of its input has no weights yet. Most
    of these raise a ValueError then; with Keras 3 `summary` shows no
    parameters, and `save` keeps none.

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
    The model is made, and asked, in the same function or in one that it calls.
    Where it is handed to other code in between, or one of several ways may have
    built it, nothing is said.

References:
    - https://keras.io/guides/sequential_model/
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, extension_of, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.ERROR)
_METHODS: Final = ("count_params", "export", "load_weights", "save", "save_weights", "summary")
_FUNCTIONS: Final = ("keras.models.save_model", "keras.utils.model_to_dot", "keras.utils.plot_model")
_KEEPS_NONE: Final = "keeps no weights: the model is not built"
#: What does not raise an error with Keras 3, and what it does.
_IN_KERAS_3: Final = {
    "summary": "shows no parameters: the model is not built",
    "save": _KEEPS_NONE,
    "keras.models.save_model": _KEEPS_NONE,
}
_FAILS: Final = "fails: the model is not built"
#: What to do about a class of the program, and about other models.
_OF_OWN: Final = "call the model on a batch first"
_OF_LAYERS: Final = "start the model with tf.keras.Input(shape)"


@rule.on_moments({EventKind.METHOD: _METHODS, EventKind.GIVE: _FUNCTIONS})
def check(context: EventContext) -> Problem | None:
    """Judges what is asked of a model."""
    step, own = context.event, context.event.tracked.user_class
    if not step.tracked.is_model or step.state.built is not False or step.in_try:
        return None
    if own is not None and own.defines(step.name):
        return None
    what = _IN_KERAS_3.get(step.name, _FAILS) if has_keras_3(context.target, context.program) else _in_keras_2(context)
    shown = f"tf.{step.name}" if step.kind is EventKind.GIVE else step.name
    return Problem(f"{shown} {what}; {_OF_LAYERS if own is None else _OF_OWN}") if what else None


def _in_keras_2(context: EventContext) -> str:
    """What Keras 2 does: some formats of files take a model that is not built."""
    step = context.event
    given = step.argument(1 if step.kind is EventKind.GIVE else 0, "filepath")
    ending = (extension_of(given.node) if given is not None else None) or ""
    if step.name == "load_weights":
        return _FAILS if ending.endswith((".h5", ".hdf5")) else ""
    if step.name == "save_weights":
        return ""
    is_new = ending.endswith(".keras") and has_keras_2(context.target, context.program, "2.13..2.15")
    return _KEEPS_NONE if is_new else _FAILS
