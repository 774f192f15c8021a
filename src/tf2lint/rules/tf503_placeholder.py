"""A placeholder.

What it does:
    Reports `tf.placeholder`, `tf.placeholder_with_default`, and
    `tf.sparse_placeholder`.

Why it matters:
    A placeholder gets its value from `session.run`, and TensorFlow 2 has no
    sessions. Use a function argument instead, or `tf.keras.Input` if you build
    a Keras model.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32, [None, 8])
    ```

Use instead:
    ```python
    import tensorflow as tf

    @tf.function
    def double(x):
        return 2 * x


    double(tf.ones([1, 8]))
    inputs = tf.keras.Input([8])
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs))
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("placeholder", "placeholder_with_default", "sparse_placeholder")(removed_name_problem)
