"""A method or attribute that its class no longer has.

What it does:
    Reports methods, properties, and other members that a class no longer has in
    the target version, where they are accessed through the class name or on an
    object whose class is known. TF716 reports those of Keras classes.

Why it matters:
    The class still exists, so only this line raises `AttributeError`.

Example:
    ```python
    import tensorflow as tf

    strategy = tf.distribute.get_strategy()
    total = strategy.experimental_run_v2(tf.add, args=(1, 2))
    ```

Use instead:
    ```python
    import tensorflow as tf

    strategy = tf.distribute.get_strategy()
    total = strategy.run(tf.add, args=(1, 2))
    ```

References:
    - https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity
from tf2lint.table import Area

if TYPE_CHECKING:
    from tf2lint.linting import Problem, ReferencedName

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    return removed_name_problem(referenced) if entry.is_member and entry.area in (Area.CORE, Area.COMPAT_V1) else None
