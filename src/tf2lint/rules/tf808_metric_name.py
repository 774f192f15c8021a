"""A metric name that Keras used only in TensorFlow 1.

What it does:
    Reports Keras callbacks that monitor `val_acc`, or that have `acc` or
    `val_acc` in a file name pattern.

Why it matters:
    In TensorFlow 2, a metric has the name that the model was compiled with:
    `metrics=["accuracy"]` creates `accuracy` and `val_accuracy`. If the name
    does not exist, the callback stops or saves nothing, or raises a
    `ValueError`.

Example:
    ```python
    import tensorflow as tf

    stop = tf.keras.callbacks.EarlyStopping(monitor="val_acc")
    ```

Use instead:
    ```python
    import tensorflow as tf

    stop = tf.keras.callbacks.EarlyStopping(monitor="val_accuracy")
    ```

How sure it is:
    A model that is compiled with `metrics=["acc"]` has metrics with this name,
    so a program with the string `"acc"` is not reported, unless it only
    reads the metric of this name. Names that
    are built at run time are not found, and neither is
    `history.history["acc"]`.

References:
    - https://www.tensorflow.org/guide/effective_tf2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.project import NAMES_METRIC_ACC

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
_CALLBACKS: Final = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
_OLD_NAME: Final = "val_acc"
#: An old metric name in a file name pattern such as `weights-{val_acc:.2f}.h5`.
_IN_PATTERN: Final = re.compile(r"\{((?:val_)?acc)[:}]")


@rule.on_calls(*(f"keras.callbacks.{name}" for name in _CALLBACKS), words=("acc",))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    monitor, path = call.constant("monitor"), call.constant("filepath")
    found = _IN_PATTERN.search(path) if isinstance(path, str) else None
    uses = [(monitor, "monitor")] if monitor == _OLD_NAME else []
    uses += [(found[1], "filepath")] if found else []
    for name, parameter in uses:
        if not call.program.has(NAMES_METRIC_ACC):
            new_name = f"{name}uracy"
            yield Problem(
                f'there is no metric {name!r} in TF2 unless a model is compiled with "acc"; use {new_name!r}',
                node=call.arguments[parameter].node,
            )
