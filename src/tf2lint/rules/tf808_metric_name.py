"""A metric name that Keras used only in TensorFlow 1.

What it does:
    Reports Keras callbacks that monitor `acc` or `val_acc`, or have one of them
    in a file name pattern, and lookups of these names in `history.history` and
    in the `logs` of a callback or of a function given to one. From 2.16 on, it
    also reports `model.metrics_names`.

Why it matters:
    In TensorFlow 2, a metric has the name that the model was compiled with:
    `metrics=["accuracy"]` creates `accuracy` and `val_accuracy`. If the name
    does not exist, a lookup raises a `KeyError` or gives `None`, and a callback
    stops or saves nothing, or raises a `ValueError`. In Keras 3,
    `metrics_names` is `["loss", "compile_metrics"]`: it names none of the
    metrics, so `zip(model.metrics_names, model.evaluate(x, y))` mislabels them.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones", input_shape=[1])])
    model.compile(tf.keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"])
    stop = tf.keras.callbacks.EarlyStopping(monitor="acc", patience=1)
    model.fit(tf.ones([1, 1]), tf.zeros([1, 1]), epochs=5, steps_per_epoch=1, verbose=0, callbacks=[stop])
    print(stop.stopped_epoch)
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(tf.keras.optimizers.SGD(0.0), "mse", metrics=["accuracy"])
    stop = tf.keras.callbacks.EarlyStopping(monitor="accuracy", patience=1)
    model.fit(tf.ones([1, 1]), tf.zeros([1, 1]), epochs=5, verbose=0, callbacks=[stop])
    print(stop.stopped_epoch)
    ```

How sure it is:
    A model that is compiled with `metrics=["acc"]` has metrics with this name,
    so a program with the string `"acc"` is not reported, unless it only
    reads the metric of this name, or labels a plot with it. Neither is a lookup
    in a function that looks up the new name, too, or asks whether the old one is
    there. Names that are built at run time are not found.

References:
    - https://www.tensorflow.org/guide/effective_tf2#keras_metric_names
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.linting import (
    KeyLookup,
    LibraryCall,
    Problem,
    ReferencedName,
    Rule,
    StringEnd,
    asks_for,
    has_keras_3,
    looks_up,
)
from tf2lint.model import Severity
from tf2lint.project import NAMES_METRIC_ACC
from tf2lint.table import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_CALLBACKS: Final = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
_PATH: Final = "filepath"
_NOTE: Final = "it is there if the model is compiled with 'accuracy'"
_OLD_NAMES: Final = ("acc", "val_acc")
#: The dictionary of metrics by name that fit returns, and that callbacks receive.
_HISTORY: Final = "keras.callbacks.History().history"
#: An old metric name in a file name pattern such as `weights-{val_acc:.2f}.h5`.
_IN_PATTERN: Final = re.compile(r"\{((?:val_)?acc)[:}]")
_MODELS: Final = ("keras.Model", "keras.Sequential", "keras.models.Model", "keras.models.Sequential")


@rule.on_calls(*(f"keras.callbacks.{name}" for name in _CALLBACKS), words=("acc",))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    monitor, path = call.constant("monitor"), call.constant(_PATH)
    found = _IN_PATTERN.search(path) if isinstance(path, str) else None
    uses = [(monitor, "monitor")] if isinstance(monitor, str) and monitor in _OLD_NAMES else []
    uses += [(found[1], _PATH)] if found else []
    for name, parameter in uses:
        if not call.program.has(NAMES_METRIC_ACC):
            fails = parameter == _PATH or _is_undecided(call)
            severity = Severity.ERROR if fails else Severity.WARNING
            argument = call.arguments[parameter]
            new_end = _new_end(argument.value) if parameter != _PATH else None
            yield Problem(_message(name), node=argument.node, severity=severity, string_end=new_end)


def _is_undecided(call: LibraryCall) -> bool:
    """Returns whether Keras 3 must find out from the metric whether more of it is better, and fails without one."""
    return has_keras_3(call.program) and call.constant("mode") in (None, "auto")


@rule.on_keys(*_OLD_NAMES)
def check_key(lookup: KeyLookup) -> Problem | None:
    """Checks one lookup of a metric by its name."""
    if lookup.dictionary != _HISTORY or lookup.key not in _OLD_NAMES:
        return None
    if looks_up(lookup.body, f"{lookup.key}uracy") or asks_for(lookup.body, lookup.key):
        return None
    severity = Severity.ERROR if isinstance(lookup.node, ast.Subscript) else Severity.WARNING
    if lookup.program.has(NAMES_METRIC_ACC):
        return None
    return Problem(_message(lookup.key), severity=severity, string_end=_new_end(lookup.constant))


@rule.on_names(*(f"{model}().metrics_names" for model in _MODELS))
def check_names(referenced: ReferencedName) -> Problem | None:
    """Checks one use of the names of a model's metrics."""
    entry = referenced.lookup.entry
    if entry.outcome is not Outcome.CHANGED:
        return None
    return Problem(f"{referenced.label} {entry.advice}", severity=Severity.WARNING)


def _new_end(name: ast.expr) -> StringEnd | None:
    """Returns the end that turns the old name of a metric into the new one."""
    return StringEnd(name, "acc", "accuracy", _NOTE) if isinstance(name, ast.Constant) else None


def _message(name: str) -> str:
    return f'there is no metric {name!r} in TF2 unless a model is compiled with "acc"; use {f"{name}uracy"!r}'
