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

    x = tf.placeholder(tf.float32, [None])
    y = 2 * x
    with tf.Session() as session:
        print(session.run(y, feed_dict={x: [1.0, 2.0]}))
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def double(x):
        return 2 * x


    print(double(tf.constant([1.0, 2.0])).numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#functions_not_sessions
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("placeholder", "placeholder_with_default", "sparse_placeholder")(removed_name_problem)
