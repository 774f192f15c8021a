"""The global list of losses.

What it does:
    Reports `tf.losses.get_losses`, `get_total_loss`,
    `get_regularization_loss`, `add_loss` and the like.

Why it matters:
    The losses of TensorFlow 1 add themselves to a list of the graph. In
    TensorFlow 2 a layer or model has those that its regularizers and
    `add_loss` made; what a loss function returns is yours to add up.

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

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "losses.get_losses",
    "losses.get_total_loss",
    "losses.get_regularization_loss",
    "losses.get_regularization_losses",
    "losses.add_loss",
)(gone)
