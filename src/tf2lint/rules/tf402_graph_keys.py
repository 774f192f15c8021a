"""A use of the keys of global collections.

What it does:
    Reports `tf.GraphKeys`.

Why it matters:
    Its members name the lists that TensorFlow 1 keeps in the graph: trainable
    variables, losses, update operations, summaries. TensorFlow 2 has none of
    these lists.

Example:
    ```python
    import tensorflow as tf

    key = tf.GraphKeys.TRAINABLE_VARIABLES
    tf.layers.dense(tf.ones([1, 8]), 1)
    count = len(tf.get_collection(key))
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model(tf.ones([1, 8]))
    count = len(model.trainable_variables)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#collections_removal
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/GraphKeys
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("GraphKeys")(removed_name_problem)
