"""A subclassed model that is saved to an HDF5 file.

What it does:
    Reports `save` and `save_model` of a subclassed model with a file name that
    ends in `.h5` or `.hdf5`. For target versions before 2.13, also reports
    `.keras`, which is HDF5 there as well.

Why it matters:
    An HDF5 file stores a graph of layers, and a subclassed model has none. In
    Keras 2, saving raises a `NotImplementedError`. Keras 3 saves the file, but
    `load_model` fails, and the trained model is lost.

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
    net.save("net.h5")
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
    net.save_weights("net.weights.h5")
    ```

How sure it is:
    The class is resolved, and the end of the file name is written out. A class
    that passes inputs and outputs to its base class is a graph of layers and is
    not reported.

References:
    - https://keras.io/guides/serialization_and_saving/
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import EventContext, Problem, Rule, has_keras_2, has_keras_3, literal_file_name
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind, is_sequential

rule = Rule(__name__, Severity.ERROR)
_HDF5: Final = (".h5", ".hdf5")
_KERAS_FORMAT: Final = ".keras"


@rule.on_events({EventKind.METHOD: ("save",), EventKind.PASS: ("keras.models.save_model", "keras.saving.save_model")})
def check(context: EventContext) -> Problem | None:
    """Checks one call that saves a model."""
    event, user_class = context.event, context.event.tracked.user_class
    if (
        event.tracked.kind is not ObjectKind.SUBCLASSED
        or user_class is None
        or not user_class.is_complete
        or event.in_try
    ):
        return None
    if user_class.is_functional or is_sequential(user_class.bases) or user_class.defines(event.name):
        return None
    path = event.argument(0 if event.kind is EventKind.METHOD else 1, "filepath")
    ending = (literal_file_name(path.node) if path is not None else None) or ""
    # Before TensorFlow 2.13, Keras wrote HDF5 to `.keras` files as well.
    is_hdf5 = ending.endswith(_HDF5) or (ending.endswith(_KERAS_FORMAT) and has_keras_2(context.program, "2.0..2.12"))
    if not is_hdf5:
        return None
    failure = "load_model fails" if has_keras_3(context.program) else "save fails"
    advice = "save_weights, or write the model as tf.keras.Model(inputs, outputs)"
    return Problem(f"a subclassed model does not fit into {ending!r}: {failure}; use {advice}")
