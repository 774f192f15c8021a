"""A loss or metric given as text that Keras 3 does not find.

What it does:
    For target versions from 2.16 on, reports losses and metrics in `compile`
    that Keras 3 has under another name, such as `"logcosh"`. Also reports
    `load_model` of an HDF5 file in a program that compiles models with an
    abbreviated loss, such as `"mse"`.

Why it matters:
    Training raises a `ValueError`. Keras 3 takes abbreviations in `compile`,
    but does not find them when it loads a model from an HDF5 file, whichever
    version wrote it.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", loss="logcosh")
    print(round(float(model.evaluate(tf.ones([1, 2]), tf.zeros([1, 1]), verbose=0)), 3))
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", loss="log_cosh")
    print(round(float(model.evaluate(tf.ones([1, 2]), tf.zeros([1, 1]), verbose=0)), 3))
    ```

How sure it is:
    The texts that Keras 3 does not know are certain. That a file has a model
    with an abbreviated loss is not: the call says neither `compile=False` nor
    what the texts mean, and a file of the program compiles a model with one.

References:
    - https://keras.io/api/losses/
    - https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, StringEnd, has_keras_3, literal_file_name
from tf2lint.model import Severity
from tf2lint.project import ABBREVIATES_LOSS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_COMPILE: Final = ("keras.Model().compile", "keras.Sequential().compile")
_LOAD: Final = "keras.models.load_model"
#: What Keras 3 calls the losses and metrics that it does not know by these names. Run on Keras 3.15.
_NAMES: Final = {
    "cosine_proximity": "cosine_similarity",
    "huber_loss": "huber",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
_HDF5: Final = (".h5", ".hdf5")


@rule.on_calls(*_COMPILE, _LOAD, words=(*_NAMES, *_HDF5))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    if has_keras_3(call.program):
        yield from _loaded(call) if call.name == _LOAD else _compiled(call)


def _compiled(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problems of the texts that a model is compiled with."""
    for parameter in ("loss", "metrics", "weighted_metrics"):
        argument = call.arguments.get(parameter)
        for text in _texts(argument.value) if argument is not None else ():
            if text.value in _NAMES:
                old, new = str(text.value), _NAMES[text.value]
                message = f"{call.callee.label} knows no {old!r} in TF {call.callee.target}; write {new!r}"
                yield Problem(message, node=text, string_end=StringEnd(text, old, new, "histories have the new name"))


def _texts(value: ast.expr) -> list[ast.Constant]:
    """Returns the strings that an argument is, or contains: lists for several outputs, dictionaries by their names."""
    match value:
        case ast.Constant(value=str()):
            return [value]
        case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Dict(values=values):
            return [text for inner in values for text in _texts(inner)]
        case _:
            return []


def _loaded(call: LibraryCall) -> Iterator[Problem]:
    """Yields the problem of a model in an HDF5 file that may have been compiled with an abbreviated loss."""
    path = call.arguments.get("filepath")
    name = (literal_file_name(path.value, call.bound_value) if path is not None else None) or ""
    says_how = {"compile", "custom_objects"} & {keyword.arg for keyword in call.node.keywords}
    if name.endswith(_HDF5) and not says_how and len(call.node.args) == 1 and call.program.has(ABBREVIATES_LOSS):
        fact = f"{call.callee.label} does not find abbreviated losses such as 'mse' in TF {call.callee.target}"
        message = f"{fact}; give compile=False, and compile the model again to train it"
        yield Problem(message, severity=Severity.WARNING)
