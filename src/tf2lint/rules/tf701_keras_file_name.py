"""A file name that Keras 3 does not accept.

What it does:
    Reports `save`, `save_weights`, `load_weights`, `load_model`, `save_model`,
    and `ModelCheckpoint` with a file name whose extension Keras 3 does not
    accept. Applies to target versions from 2.16 on.

Why it matters:
    Keras 3 chooses the format by the extension: `.keras` for a model,
    `.weights.h5` for weights, and `.h5` for a model in the older format. For
    any other extension, or for a directory, it raises a `ValueError`, often
    only after the first epoch or at the end of training.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones", input_shape=[2])])
    model.save_weights("last.ckpt")
    model.load_weights("last.ckpt")
    outputs = model(tf.ones([1, 2]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.save_weights("last.weights.h5")
    model.load_weights("last.weights.h5")
    outputs = model(tf.ones([1, 2]))
    ```

How sure it is:
    A file name is checked only if its end is written out: as a string, at the
    end of a concatenation, a template or an f-string, or as the last argument
    of `os.path.join`; in the call, or where the only value of a name or of an
    attribute of `self` is assigned. Methods are reported only on objects known to be models.
    Programs that use Keras 2 with a later TensorFlow (`tf_keras`,
    `TF_USE_LEGACY_KERAS`) are not reported, nor are directories that are loaded
    in a program with `keras.callbacks.OrbaxCheckpoint`, which writes some.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, StringEnd, has_keras_3, literal_end, literal_file_name
from tf2lint.model import Severity
from tf2lint.project import WRITES_ORBAX

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_MODEL_ENDINGS: Final = (".keras", ".h5", ".hdf5")
_WEIGHT_ENDINGS: Final = (".weights.h5",)
_SAVE_ADVICE: Final = "end the name in .keras, or call model.export(folder) for a SavedModel"
#: The accepted endings of file names for each call, and the advice for other endings.
_FORMATS: Final = {
    "keras.Model().save": (_MODEL_ENDINGS, _SAVE_ADVICE),
    "keras.Model().save_weights": (_WEIGHT_ENDINGS, ""),
    "keras.Model().load_weights": (
        (".weights.h5", ".weights.json", ".keras", ".h5", ".hdf5"),
        "load a file that ends in .weights.h5, or a checkpoint with tf.train.Checkpoint(model=model).restore(path)",
    ),
    "keras.callbacks.ModelCheckpoint": ((".keras", ".h5"), "end the name in .keras"),
    "keras.models.load_model": (_MODEL_ENDINGS, "load a .keras file, or a SavedModel with tf.keras.layers.TFSMLayer"),
    "keras.models.save_model": (_MODEL_ENDINGS, _SAVE_ADVICE),
}
_WEIGHTS_ONLY: Final = "save_weights_only"
#: Endings of files in other formats; other text behind a dot may be a part of the name.
_OTHER_ENDINGS: Final = (".h5", ".hdf5", ".ckpt", ".keras", ".model", ".pb", ".tf", ".weights")
_NOTE: Final = "load the file by its new name; files that were saved before stay as they are"
#: The calls that load the directories of Orbax.
_LOADS: Final = ("keras.Model().load_weights", "keras.models.load_model")


@rule.on_calls(*_FORMATS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    path = call.arguments.get("filepath")
    ending = literal_file_name(path.value, call.bound_value) if path is not None else None
    if path is None or not ending or not has_keras_3(call.program):
        return
    accepted, advice = _FORMATS[call.name]
    if _WEIGHTS_ONLY in call.arguments:
        if call.constant(_WEIGHTS_ONLY) is not True:
            return
        accepted, advice = _FORMATS["keras.Model().save_weights"]
    is_directory = "." not in ending and call.name in _LOADS
    if not ending.endswith(accepted) and not (is_directory and call.program.has(WRITES_ORBAX)):
        label, target = call.callee.label, call.callee.target
        message = f"{label} takes no {ending!r} in TF {target}; {advice}"
        if accepted == _WEIGHT_ENDINGS:
            message = f"{label} requires a file name that ends in {accepted[0]} in TF {target}, not in {ending!r}"
        new_end = _new_end(call, path.value, accepted[0]) if call.name not in _LOADS else None
        yield Problem(message, node=path.node, string_end=new_end)


def _new_end(call: LibraryCall, path: ast.expr, accepted: str) -> StringEnd | None:
    """Returns an end of a file's name that is accepted; None if the name's end does not stand in the call."""
    node = literal_end(path)
    if node is None or not isinstance(node.value, str) or node.value.endswith(("/", "\\", ".")):
        return None
    old = next((ending for ending in _OTHER_ENDINGS if node.value.endswith(ending)), "")
    return StringEnd(node, old, accepted, _NOTE)
