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

    loss = tf.losses.get_total_loss()
    ```

Use instead:
    ```python
    import tensorflow as tf

    layer = tf.keras.layers.Dense(1, kernel_regularizer=tf.keras.regularizers.L2(1e-4))
    outputs = layer(tf.ones([1, 8]))
    loss = tf.reduce_mean(tf.square(outputs)) + tf.add_n(layer.losses)
    ```

References:
    - https://www.tensorflow.org/guide/migrate
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
