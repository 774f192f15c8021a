"""A removed name that has a drop-in replacement.

What it does:
    Reports uses of names such as `tf.log` that the target version does not
    have, where the same object is available under another name.

Why it matters:
    The use raises `AttributeError` or `ImportError`. Renaming it is enough:
    arguments and results stay the same.

Example:
    ```python
    import tensorflow as tf

    loss = -tf.log([0.5, 0.25])
    ```

Use instead:
    ```python
    import tensorflow as tf

    loss = -tf.math.log([0.5, 0.25])
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
    if entry.area is not Area.CORE or entry.exists or entry.is_member or entry.outcome is not Outcome.RENAMED:
        return None
    return Problem.with_advice(f"{referenced.label} {entry.absence_clause}", entry.advice, entry.replacements)
