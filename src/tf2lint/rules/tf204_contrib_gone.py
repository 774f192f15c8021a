"""A `tf.contrib` name without a successor.

What it does:
    Reports uses of `tf.contrib` names that neither TensorFlow nor a separate
    package provides anymore. The message says what to do instead.

Why it matters:
    TF 2.0 removed `tf.contrib`, so the use raises `AttributeError`, and the
    code that depends on it must be rewritten.

Example:
    ```python
    import tensorflow as tf

    tf.enable_eager_execution()
    for number in tf.contrib.eager.Iterator(tf.data.Dataset.range(3)):
        print(number.numpy())
    ```

Use instead:
    ```python
    import tensorflow as tf

    for number in tf.data.Dataset.range(3):
        print(number.numpy())
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
        or entry.outcome not in (Outcome.REMOVED,)
    ):
        return None
    fact = f"{referenced.label} was removed with tf.contrib {entry.removed_when}"
    return Problem.with_advice(fact, entry.advice, entry.replacements)
