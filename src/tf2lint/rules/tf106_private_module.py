"""A module of TensorFlow that was never public.

What it does:
    Reports imports of TensorFlow's private modules (`tensorflow.python...`,
    `tensorflow.core...`), and uses of objects through them that have a public
    name.

Why it matters:
    They still exist at the target, but no release promises that they will:
    modules move and objects change their arguments without notice.

Example:
    ```python
    from tensorflow.python.framework import ops

    x = ops.convert_to_tensor([1.0])
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.convert_to_tensor([1.0])
    ```

References:
    - https://www.tensorflow.org/guide/versions
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area

rule = Rule(__name__, Severity.WARNING)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.PRIVATE or not entry.exists:
        return None
    if not entry.advice and referenced.kind is not ReferenceKind.IMPORT:
        return None
    advice = entry.advice or "use the public names below tf"
    return Problem(
        f"{referenced.shown} is private to TensorFlow and may change in any release; {advice}", entry.replacements
    )
