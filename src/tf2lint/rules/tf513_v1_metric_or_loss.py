"""A TensorFlow 1 metric or loss function.

What it does:
    Reports the functions in `tf.metrics` and `tf.losses`.

Why it matters:
    A metric function returns a tensor and an operation that updates variables
    in a collection. A Keras metric is an object with `update_state` and
    `result`. A loss function adds its loss to a collection and, by default,
    divides by the number of nonzero weights. A Keras loss takes the labels
    first and only returns its result.

Example:
    ```python
    import tensorflow as tf

    accuracy, update = tf.metrics.accuracy([1, 0], [1, 1])
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        session.run(update)
        print(session.run(accuracy))
    ```

Use instead:
    ```python
    import tensorflow as tf

    accuracy = tf.keras.metrics.Accuracy()
    accuracy.update_state([1, 0], [1, 1])
    print(accuracy.result().numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/metrics_optimizers
    - https://www.tensorflow.org/guide/effective_tf2#new-style_metrics_and_losses
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("metrics.*", "losses.*")(removed_name_problem)
