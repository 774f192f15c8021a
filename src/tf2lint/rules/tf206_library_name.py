"""A name that a library beside TensorFlow had for TensorFlow 1.

What it does:
    Reports uses of names that the newest release of a library does not have,
    where an earlier release, for TensorFlow 1, has them: `snt.AbstractModule`
    and all of `sonnet.python` (dm-sonnet 1), `hub.Module` (tensorflow-hub).

Why it matters:
    Only the newest release works with the target version. There, the use raises
    `AttributeError` or `ImportError`.

Example:
    ```python
    import sonnet as snt
    import tensorflow as tf


    class Net(snt.AbstractModule):
        def _build(self, x):
            return tf.nn.relu(x)
    ```

Use instead:
    ```python
    import sonnet as snt
    import tensorflow as tf


    class Net(snt.Module):
        def __call__(self, x):
            return tf.nn.relu(x)
    ```

How sure it is:
    Certain: the names come from the source of both releases. A package or module
    of your project that has the same name as a library is not mistaken for it.

References:
    - https://github.com/google-deepmind/sonnet
    - https://www.tensorflow.org/hub/migration_tf2
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.LIBRARY or entry.exists:
        return None
    return Problem(f"{referenced.label} is not in {referenced.release}; {entry.advice}", entry.replacements)
