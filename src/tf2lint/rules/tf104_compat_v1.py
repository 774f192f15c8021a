"""A name used through `tf.compat.v1`.

What it does:
    Reports uses of `tf.compat.v1` that work in the target version, with what to
    write in TensorFlow 2. An `import tensorflow.compat.v1 as tf` is reported
    once, with how many of the names used through it are the same below `tf`.
    On its other lines, only names that differ are reported, and calls with
    arguments that TensorFlow 2 does not take. So are members of objects that
    only work in a graph: `run` of a session, `eval` of a tensor, `save` of a
    `Saver`, `as_default` of a graph.

Why it matters:
    `tf.compat.v1` keeps a program running while it is migrated. It is not part
    of the TensorFlow 2 API and gets no new features. Enable this rule for the
    last stage of a migration: first port the lines that it reports, then write
    `import tensorflow as tf`.

Example:
    ```python
    import tensorflow as tf

    x = tf.compat.v1.log([0.5])
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.math.log([0.5])
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#tfcompatv1_legacy_and_compatibility_api_endpoints
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import CompatName, Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import COMPAT_PREFIX, Area, Outcome

if TYPE_CHECKING:
    from tf2lint.table import Entry

rule = Rule(__name__, Severity.INFO, default=False)
_NAMESPACE: Final = COMPAT_PREFIX.removesuffix(".")


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.COMPAT_V1 or not entry.exists or referenced.lookup.missing:
        return None
    if not entry.advice and referenced.kind is not ReferenceKind.IMPORT and entry.name != _NAMESPACE:
        return None
    if f"tf.{entry.name}" in entry.replacements:  # it exists only in compat.v1, so it stays there
        return None
    advice = entry.advice or "use the TF2 names below tf"
    fact = f"{referenced.label} is TF 1's API, kept for migration only"
    problem = Problem.with_advice(fact, advice, entry.replacements)
    return problem._replace(compat=_without_prefix(entry))


def _without_prefix(entry: Entry) -> CompatName:
    if entry.name == _NAMESPACE:
        return CompatName.NAMESPACE
    if entry.replacements != (f"tf.{entry.name.removeprefix(COMPAT_PREFIX)}",):
        return CompatName.GONE
    if entry.outcome is Outcome.RENAMED:
        return CompatName.SAME_OBJECT
    return CompatName.OTHER_OBJECT if entry.outcome is Outcome.REPLACED else CompatName.GONE
