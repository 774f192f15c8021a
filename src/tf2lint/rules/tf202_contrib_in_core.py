"""A `tf.contrib` name with a successor in core TensorFlow or Keras.

What it does:
    Reports uses of `tf.contrib` names that have a successor in core TensorFlow
    2 or Keras. The message names the successor and says what must be written
    differently.

Why it matters:
    TF 2.0 removed `tf.contrib`, so the use raises `AttributeError`. The
    successor often has other defaults; the message states the differences that
    change numerical results.

Example:
    ```python
    import tensorflow as tf

    regularizer = tf.contrib.layers.l2_regularizer(0.01)
    penalty = regularizer(tf.ones([8, 4]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    regularizer = tf.keras.regularizers.L2(0.5 * 0.01)
    penalty = regularizer(tf.ones([8, 4]))
    ```

References:
    - https://github.com/tensorflow/community/blob/master/rfcs/20180907-contrib-sunset.md
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area, Outcome

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if (
        entry.area is not Area.CONTRIB
        or referenced.kind is ReferenceKind.IMPORT
        or entry.outcome not in (Outcome.RENAMED, Outcome.REPLACED, Outcome.COMPAT)
    ):
        return None
    fact = f"{referenced.label} was removed with tf.contrib {entry.removed_when}"
    return Problem.with_advice(fact, entry.advice, entry.replacements)
