"""A name that TF 2 dropped, and for which other code has to be written.

What it does:
    Reports uses of names such as `tf.to_float`, `tf.placeholder` or
    `tf.Session` that the target version no longer has, where no other name of
    it is the same object. The message says what to write instead.

Why it matters:
    The use raises AttributeError or ImportError, and a mere renaming does not
    help: the successor takes other arguments or works in another way.

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
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
    - https://www.tensorflow.org/guide/effective_tf2
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area, Outcome

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CORE or entry.exists or entry.is_member or entry.outcome is Outcome.RENAMED:
        return None
    return Problem(f"{referenced.shown} {entry.fate}; {entry.advice}", entry.replacements)
