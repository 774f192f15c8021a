"""A name that is deprecated in the target version.

What it does:
    Reports uses of names that TensorFlow's own source marks as deprecated in
    the target version.

Why it matters:
    Deprecated names still work, with a warning at run time, until a later
    version removes them.

Example:
    ```python
    import tensorflow as tf

    dataset = tf.data.Dataset.range(4).batch(2).apply(tf.data.experimental.unbatch())
    total = dataset.reduce(tf.constant(0, tf.int64), lambda x, y: x + y)
    ```

Use instead:
    ```python
    import tensorflow as tf

    dataset = tf.data.Dataset.range(4).batch(2).unbatch()
    total = dataset.reduce(tf.constant(0, tf.int64), lambda x, y: x + y)
    ```

References:
    - https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.INFO)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CORE or not entry.exists or not entry.deprecated or referenced.lookup.missing:
        return None
    fact = f"{referenced.label} is deprecated in TF {referenced.target}"
    if not entry.advice:
        return Problem(f"{fact}: a later version will drop it", entry.replacements)
    return Problem.with_advice(fact, entry.advice, entry.replacements)
