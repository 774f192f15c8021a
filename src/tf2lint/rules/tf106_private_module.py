"""A use of a private module of TensorFlow or Keras.

What it does:
    Reports imports of private modules (`tensorflow.python...`,
    `tensorflow.core...`, `keras.src...`), and uses of objects through those of
    TensorFlow if the objects have a public name.

Why it matters:
    The modules still exist in the target version, but no release guarantees
    that they stay: modules move and objects change their arguments without
    notice.

Example:
    ```python
    from tensorflow.python.framework import ops

    x = ops.convert_to_tensor([1.0])
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.convert_to_tensor([1.0])
    ```

References:
    - https://www.tensorflow.org/guide/versions#what_is_not_covered
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area

rule = Rule(__name__, Severity.INFO)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.PRIVATE or not entry.exists or referenced.lookup.missing:
        return None
    is_keras = referenced.library != "tf"
    if referenced.kind is not ReferenceKind.IMPORT and (is_keras or not entry.advice):
        return None
    advice = entry.advice or f"use the public names below {referenced.library}"
    owner = "Keras" if is_keras else "TensorFlow"
    fact = f"{referenced.label} is private to {owner} and may change in any release"
    return Problem.with_advice(fact, advice, entry.replacements)
