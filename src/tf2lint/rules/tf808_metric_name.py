"""A metric under the name that Keras gave it in TensorFlow 1.

What it does:
    Reports Keras callbacks that watch `val_acc`, or put that or `acc` in the name
    of a file.

Why it matters:
    A metric has the name now by which the model was compiled: what
    `metrics=["accuracy"]` makes is called `accuracy` and `val_accuracy`. For
    a name that is not there nothing is stopped or saved, or the callback raises
    a ValueError.

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
    A model that is compiled with `metrics=["acc"]` has metrics of that name, so
    a program in which the text "acc" stands by itself is left alone. A name
    that is put together is not seen, and neither is `history.history["acc"]`.

References:
    - https://www.tensorflow.org/guide/effective_tf2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
_CALLBACKS: Final = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
_OLD: Final = "val_acc"
#: Such a name in the pattern of a file's name: `weights-{val_acc:.2f}.h5`.
_IN_PATTERN: Final = re.compile(r"\{((?:val_)?acc)[:}]")
_COMPILED_SO: Final = ("'acc'", '"acc"')


@rule.on_calls(*(f"keras.callbacks.{name}" for name in _CALLBACKS), words=("acc",))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    monitor, path = call.constant("monitor"), call.constant("filepath")
    found = _IN_PATTERN.search(path) if isinstance(path, str) else None
    places = [(monitor, "monitor")] if monitor == _OLD else []
    places += [(found[1], "filepath")] if found else []
    for name, parameter in places:
        if not call.program.mentions(_COMPILED_SO):
            now = f"{name}uracy"
            yield Problem(
                f'there is no metric {name!r} in TF2 unless a model is compiled with "acc"; use {now!r}',
                node=call.arguments[parameter].node,
            )
