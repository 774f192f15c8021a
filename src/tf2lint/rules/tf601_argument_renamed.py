"""A keyword argument that was renamed.

What it does:
    Reports keyword arguments that were renamed, such as `keep_dims=`,
    `reduction_indices=`, and `dim=`, in calls to functions that still exist,
    under the same name or another one.

Why it matters:
    The function has no parameter with the old name, so the call raises a
    `TypeError`. Keras optimizers in TensorFlow 2.11 to 2.15 ignore `lr=`
    instead and use the default learning rate.

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
    Certain: the parameters come from TensorFlow's own code, at 1.15 and at the
    target version. Arguments passed with `**` are not checked.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/reduce_sum
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)


@rule.on_change(ChangeKind.RENAMED)
def check(call: ChangedCall) -> Problem:
    """Checks one keyword argument."""
    change = call.change
    advice = f": {change.advice}" if change.advice else ""
    fact = f"{call.callee.label} has no {change.parameter}= in {call.callee.release}"
    severity = Severity.WARNING if change.parameter in call.callee.ignored else Severity.ERROR
    return Problem.with_advice(fact, f"use {change.keyword}={advice}")._replace(severity=severity)
