"""An omitted argument whose default changed.

What it does:
    Reports calls that omit an argument whose default changed in a way that
    changes results, such as the standard deviation of
    `tf.random_normal_initializer` or the gates of `tf.keras.layers.LSTM`.
    Applies only to files that use TensorFlow 1 names such as `tf.placeholder`.

Why it matters:
    Nothing fails. The weights start with different values, or a layer with
    weights that were trained earlier computes something else.

Example:
    ```python
    import tensorflow as tf

    initializer = tf.random_normal_initializer()
    weights = tf.get_variable("weights", [1000, 100], initializer=initializer)
    spread = tf.round(10 * tf.math.reduce_std(weights))
    ```

Use instead:
    ```python
    import tensorflow as tf

    initializer = tf.random_normal_initializer(stddev=1.0)
    parameters = tf.Variable(initializer([1000, 100]), name="weights")
    spread = tf.round(10 * tf.math.reduce_std(parameters))
    ```

How sure it is:
    It is certain that the default changed. It is not certain that the file
    relies on the old default: it must be written for TensorFlow 1, judging by
    the names that it uses, or else those of the files around it. The setting
    `source-version` says so explicitly.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/random_normal_initializer
    - https://www.tensorflow.org/api_docs/python/tf/random_normal_initializer
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.WARNING)


@rule.on_change(ChangeKind.DEFAULT)
def check(call: ChangedCall) -> Problem | None:
    """Checks one call."""
    change = call.change
    if not is_tf1_source(call.program):
        return None
    advice = change.advice or f"give {change.parameter}={change.before} to keep it"
    default = f"{change.parameter}={change.now} by default in {call.callee.release}, not {change.before}"
    return Problem.with_advice(f"{call.callee.label} has {default}", advice)
