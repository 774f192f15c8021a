"""A metric or a loss function of TensorFlow 1.

What it does:
    Reports the functions of `tf.metrics` and of `tf.losses`.

Why it matters:
    The metrics return a tensor and an operation that updates variables of a
    collection; a Keras metric is an object with `update_state` and
    `result`. The losses add themselves to a collection and reduce by the
    non-zero weights; Keras losses take the labels first and return what
    they compute.

Example:
    ```python
    import tensorflow as tf

    accuracy, update = tf.metrics.accuracy([1], [1])
    ```

Use instead:
    ```python
    import tensorflow as tf

    accuracy = tf.keras.metrics.Accuracy()
    accuracy.update_state([1], [1])
    value = accuracy.result()
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("metrics.*", "losses.*")(gone)
