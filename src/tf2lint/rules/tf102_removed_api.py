"""A removed name that has no drop-in replacement.

What it does:
    Reports uses of names such as `tf.to_float` or `tf.layers.dense` that the
    target version does not have, where no other name refers to the same object.
    The message says what to write instead. Names with a rule of their own, such
    as `tf.Session` (TF501), are reported by that rule.

Why it matters:
    The use raises `AttributeError` or `ImportError`, and renaming it is not
    enough: the replacement takes other arguments or works differently.

Example:
    ```python
    import tensorflow as tf

    weights = tf.to_float([1, 2, 3])
    ```

Use instead:
    ```python
    import tensorflow as tf

    weights = tf.cast([1, 2, 3], tf.float32)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#api_cleanup
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area, Outcome

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CORE or entry.exists or entry.is_member or entry.outcome is Outcome.RENAMED:
        return None
    return Problem.with_advice(f"{referenced.label} {entry.absence_clause}", entry.advice, entry.replacements)
