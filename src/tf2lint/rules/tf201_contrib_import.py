"""An import of `tf.contrib`.

What it does:
    Reports every import statement that names `tensorflow.contrib` or a module
    or object in it.

Why it matters:
    TF 2.0 removed `tf.contrib`: the import raises `ModuleNotFoundError`, and
    `tf.compat.v1` does not bring it back. Its contents moved to core
    TensorFlow, to Keras, or to separate packages, or were dropped.

Example:
    ```python
    import tensorflow as tf
    from tensorflow.contrib.layers import flatten

    flat = flatten(tf.ones([2, 3, 4]))
    ```

Use instead:
    ```python
    import tensorflow as tf
    from tensorflow.keras.layers import Flatten

    flat = Flatten()(tf.ones([2, 3, 4]))
    ```

References:
    - https://github.com/tensorflow/community/blob/master/rfcs/20180907-contrib-sunset.md
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CONTRIB or referenced.kind is not ReferenceKind.IMPORT:
        return None
    message = f"{referenced.label} cannot be imported: tf.contrib was removed {entry.removed_when}; {entry.advice}"
    return Problem(message, entry.replacements)
