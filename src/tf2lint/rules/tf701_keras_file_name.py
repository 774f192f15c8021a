"""A file name that Keras 3 does not take.

What it does:
    Reports `save`, `save_weights`, `load_weights`, `load_model`, `save_model`
    and `ModelCheckpoint` with a file name that says another format than those
    of Keras 3, for targets from TF 2.16 on.

Why it matters:
    Keras 3 tells the format by the end of the name: `.keras` for a model,
    `.weights.h5` for weights, `.h5` for a model in the format of before. For
    any other end, or a folder, it raises a ValueError, at the end of a training
    or after the first epoch.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.save_weights("weights.ckpt")
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([8]), tf.keras.layers.Dense(1)])
    model.save_weights("/tmp/last.weights.h5")
    ```

How sure it is:
    A name is only judged if the end of it is written out, by itself, at the end
    of a sum or an f-string, or as the last part of `os.path.join`. The model is
    known, not guessed by the method's name. A program that uses Keras 2 beside
    TensorFlow (`tf_keras`, `TF_USE_LEGACY_KERAS`) is left alone.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, extension_of, has_keras_3
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_MODELS: Final = (".keras", ".h5", ".hdf5")
_WEIGHTS: Final = (".weights.h5",)
_SAVED: Final = "end the name in .keras, or call model.export(folder) for a SavedModel"
#: The calls, the ends of names that they take, and what to do with others.
_FORMATS: Final = {
    "keras.Model().save": (_MODELS, _SAVED),
    "keras.Model().save_weights": (_WEIGHTS, "end the name in .weights.h5"),
    "keras.Model().load_weights": (
        (".weights.h5", ".weights.json", ".keras", ".h5", ".hdf5"),
        "load a file that ends in .weights.h5, or a checkpoint with tf.train.Checkpoint(model=model).restore(path)",
    ),
    "keras.callbacks.ModelCheckpoint": ((".keras", ".h5"), "end the name in .keras"),
    "keras.models.load_model": (_MODELS, "load a .keras file, or a SavedModel with tf.keras.layers.TFSMLayer"),
    "keras.models.save_model": (_MODELS, _SAVED),
}
_WEIGHTS_ONLY: Final = "save_weights_only"


@rule.on_calls(*_FORMATS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    path = call.arguments.get("filepath")
    ending = extension_of(path.value) if path is not None else None
    if path is None or not ending or not has_keras_3(call.callee.target, call.program):
        return
    taken, advice = _FORMATS[call.name]
    if _WEIGHTS_ONLY in call.arguments:
        if call.constant(_WEIGHTS_ONLY) is not True:
            return
        taken, advice = _FORMATS["keras.Model().save_weights"]
    if not ending.endswith(taken):
        yield Problem(f"{call.callee.shown} takes no {ending!r} in TF {call.callee.target}; {advice}", node=path.node)
