"""An import of tf.contrib.

What it does:
    Reports every import statement that names `tensorflow.contrib` or something
    below it.

Why it matters:
    TF 2.0 dropped tf.contrib: the import raises ModuleNotFoundError, and
    tf.compat.v1 does not bring it back. What was in it has gone to core TF,
    to Keras, to packages of its own, or nowhere.

Example:
    ```python
    from tensorflow.contrib.layers import xavier_initializer
    ```

Use instead:
    ```python
    from tensorflow.keras.initializers import GlorotUniform
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
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CONTRIB or referenced.kind is not ReferenceKind.IMPORT:
        return None
    message = f"{referenced.shown} cannot be imported: tf.contrib was removed {entry.gone}; {entry.advice}"
    return Problem(message, entry.replacements)
