"""A method or attribute that a class of TF 2 lost.

What it does:
    Reports methods, properties and other members that a class has no more at the
    target version, where the class is named, or is known to be that of an object.

Why it matters:
    The class is still there, so that only this line raises AttributeError.

Example:
    ```python
    import tensorflow as tf

    tf.distribute.get_strategy().experimental_run_v2(print)
    ```

Use instead:
    ```python
    import tensorflow as tf

    tf.distribute.get_strategy().run(print)
    ```

References:
    - https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity
from tf2lint.table import Area

if TYPE_CHECKING:
    from tf2lint.linting import Problem, ReferencedName

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    return gone(referenced) if entry.is_member and entry.area in (Area.CORE, Area.COMPAT_V1) else None
