"""A gradient of tensors in a graph.

What it does:
    Reports `tf.gradients` where the target lacks it, and `minimize`,
    `compute_gradients` and `apply_gradients` of the optimizers of
    TensorFlow 1.

Why it matters:
    Eager tensors do not remember how they came about. `tf.GradientTape`
    records what is computed inside it, and a Keras optimizer takes the
    gradients, or a function that computes the loss.

Example:
    ```python
    import tensorflow as tf

    optimizer = tf.train.GradientDescentOptimizer(0.1)
    train = optimizer.minimize(0.5)
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    optimizer = tf.keras.optimizers.SGD(0.1)
    with tf.GradientTape() as tape:
        loss = tf.square(weight)
    optimizer.apply_gradients([(tape.gradient(loss, weight), weight)])
    ```

References:
    - https://www.tensorflow.org/guide/autodiff
"""

from __future__ import annotations

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "train.Optimizer().minimize",
    "train.Optimizer().compute_gradients",
    "train.Optimizer().apply_gradients",
    "train.Optimizer().get_slot",
    "train.Optimizer().get_slot_names",
)(gone)
