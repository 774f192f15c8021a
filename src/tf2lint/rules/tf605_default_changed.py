"""A default that is another one.

What it does:
    Reports calls, in files that use what only TensorFlow 1 has, which leave
    out an argument whose default changed so that results change: the spread of
    `tf.random_normal_initializer`, the gates of `tf.keras.layers.LSTM`.

Why it matters:
    Nothing fails. The weights start from other values, or a layer computes
    something else with weights that were trained before.

Example:
    ```python
    import tensorflow as tf

    weights = tf.get_variable("weights", [8, 8], initializer=tf.random_normal_initializer())
    ```

Use instead:
    ```python
    import tensorflow as tf

    initializer = tf.random_normal_initializer(stddev=1.0)
    weights = tf.Variable(initializer([8, 8]), name="weights")
    ```

How sure it is:
    That the default changed is certain. Whether the file relies on the old one
    is not: a file is taken for one of TensorFlow 1 if it uses what only that
    has, and a file that does not is left alone.

References:
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.WARNING)


@rule.on_change(ChangeKind.DEFAULT)
def check(call: ChangedCall) -> Problem | None:
    """Judges one call."""
    change = call.change
    if not is_tf1_source(call.program):
        return None
    advice = change.advice or f"give {change.parameter}={change.before} to keep it"
    return Problem(
        f"{call.callee.shown} has {change.parameter}={change.now} by default in TF {call.callee.target}, "
        f"not {change.before}; {advice}"
    )
