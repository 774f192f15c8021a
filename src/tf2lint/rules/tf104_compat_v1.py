"""A name used through `tf.compat.v1`.

What it does:
    Reports uses of `tf.compat.v1` names that work in the target version, with
    the TensorFlow 2 replacement where there is one.

Why it matters:
    `tf.compat.v1` keeps a program running while it is migrated. It is not part
    of the TensorFlow 2 API and gets no new features. Enable this rule for the
    last stage of a migration.

Example:
    ```python
    import tensorflow as tf

    x = tf.compat.v1.log([1.0])
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.math.log([1.0])
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area

rule = Rule(__name__, Severity.WARNING, default=False)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.COMPAT_V1 or not entry.exists or referenced.lookup.missing:
        return None
    if not entry.advice and referenced.kind is not ReferenceKind.IMPORT:
        return None
    if f"tf.{entry.name}" in entry.replacements:  # it exists only in compat.v1, so it stays there
        return None
    advice = entry.advice or "use the TF2 names below tf"
    return Problem(f"{referenced.label} is TF 1's API, kept for migration only; {advice}", entry.replacements)
