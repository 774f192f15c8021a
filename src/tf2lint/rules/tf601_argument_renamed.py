"""A keyword argument that has another name.

What it does:
    Reports keywords of functions that kept their name, or only changed it,
    while the keyword did not: `keep_dims=`, `reduction_indices=`, `dim=`.

Why it matters:
    The call raises a TypeError: there is no parameter of that name.

Example:
    ```python
    import tensorflow as tf

    total = tf.reduce_sum([[1.0]], reduction_indices=1, keep_dims=True)
    ```

Use instead:
    ```python
    import tensorflow as tf

    total = tf.reduce_sum([[1.0]], axis=1, keepdims=True)
    ```

How sure it is:
    Certain: the parameters come from TensorFlow's own code at 1.15 and at
    the target. What stands behind `**` is not seen.

References:
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_change(ChangeKind.RENAMED)
def check(call: ChangedCall) -> Problem:
    """Judges one keyword."""
    change = call.change
    advice = f": {change.advice}" if change.advice else ""
    return Problem(
        f"{call.callee.shown} has no {change.parameter}= in TF {call.callee.target}; use {change.keyword}={advice}"
    )
