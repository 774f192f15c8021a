"""A use of the global list of losses.

What it does:
    Reports `tf.losses.get_losses`, `get_total_loss`, `get_regularization_loss`,
    `get_regularization_losses`, and `add_loss`.

Why it matters:
    TensorFlow 1 losses add themselves to a list in the graph. In TensorFlow 2,
    a layer or model has only the losses from its regularizers and from
    `add_loss`; adding up the values that loss functions return is up to you.

Example:
    ```python
    import tensorflow as tf

    regularizer = tf.keras.regularizers.l2(0.1)
    outputs = tf.layers.dense(
        tf.ones([1, 2]), 1, kernel_initializer=tf.ones_initializer(), kernel_regularizer=regularizer
    )
    tf.losses.mean_squared_error([[1.0]], outputs)
    loss = tf.losses.get_total_loss()
    ```

Use instead:
    ```python
    import tensorflow as tf

    layer = tf.keras.layers.Dense(1, kernel_initializer="ones", kernel_regularizer=tf.keras.regularizers.L2(0.1))
    outputs = layer(tf.ones([1, 2]))
    loss = tf.keras.losses.MeanSquaredError()(tf.constant([[1.0]]), outputs) + tf.add_n(layer.losses)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#collections_removal
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/losses/get_total_loss
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "losses.get_losses",
    "losses.get_total_loss",
    "losses.get_regularization_loss",
    "losses.get_regularization_losses",
    "losses.add_loss",
)(removed_name_problem)
