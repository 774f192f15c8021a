"""A name used through tf.compat.v1. Off by default.

What it does:
    Reports uses of `tf.compat.v1` names that work at the target version, with
    the TF2 name or way where there is one.

Why it matters:
    `tf.compat.v1` keeps a program running while it is migrated; it is no part
    of the TF2 API and gets no new features. Switch this rule on for the last
    leg of a migration.

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
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.COMPAT_V1 or not entry.exists or referenced.lookup.missing:
        return None
    if not entry.advice and referenced.kind is not ReferenceKind.IMPORT:
        return None
    if f"tf.{entry.name}" in entry.replacements:  # nothing else has it, so that it stays where it is
        return None
    advice = entry.advice or "use the TF2 names below tf"
    return Problem(f"{referenced.shown} is TF 1's API, kept for migration only; {advice}", entry.replacements)
