"""A subclassed model in an HDF5 file.

What it does:
    Reports `save` and `save_model` of a subclassed model to a name that ends in
    `.h5` or `.hdf5`.

Why it matters:
    Such a file holds a graph of layers, which a class is not. Keras 2 raises a
    NotImplementedError when it is saved. Keras 3 saves it, and `load_model`
    fails: the training is lost.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x):
            return self.dense(x)


    net = Net()
    net(tf.ones([1, 3]))
    net.save("/tmp/net.h5")
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x):
            return self.dense(x)


    net = Net()
    net(tf.ones([1, 3]))
    net.save_weights("/tmp/net.weights.h5")
    ```

How sure it is:
    The class is known, and the end of the name is written out. A class that
    hands inputs and outputs to its base is a graph of layers, and left alone.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, extension_of, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, is_sequential

rule = Rule(__name__, Severity.ERROR)
_HDF5: Final = (".h5", ".hdf5")
_KERAS: Final = ".keras"


@rule.on_moments({EventKind.METHOD: ("save",), EventKind.GIVE: ("keras.models.save_model", "keras.saving.save_model")})
def check(context: EventContext) -> Problem | None:
    """Judges where a model is saved."""
    step, own = context.event, context.event.tracked.user_class
    if step.tracked.kind is not ObjectKind.SUBCLASSED or own is None or not own.is_complete or step.in_try:
        return None
    if own.is_functional or is_sequential(own.bases) or own.defines(step.name):
        return None
    given = step.argument(0 if step.kind is EventKind.METHOD else 1, "filepath")
    ending = (extension_of(given.node) if given is not None else None) or ""
    # Before 2.13 Keras wrote HDF5 to a `.keras` file, too.
    is_hdf5 = ending.endswith(_HDF5) or (
        ending.endswith(_KERAS) and has_keras_2(context.target, context.program, "2.0..2.12")
    )
    if not is_hdf5:
        return None
    fails = "load_model fails" if has_keras_3(context.target, context.program) else "save fails"
    advice = "save_weights, or write the model as tf.keras.Model(inputs, outputs)"
    return Problem(f"a subclassed model does not fit into {ending!r}: {fails}; use {advice}")
