"""A method of a TensorFlow 1 optimizer.

What it does:
    Reports `minimize`, `compute_gradients`, `apply_gradients`, `get_slot`, and
    `get_slot_names` of TensorFlow 1 optimizers.

Why it matters:
    These methods compute gradients from the graph. Eager tensors do not record
    how they were computed. Record the computation of the loss with
    `tf.GradientTape`, and pass the gradients to `apply_gradients` of a Keras
    optimizer.

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

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "train.Optimizer().minimize",
    "train.Optimizer().compute_gradients",
    "train.Optimizer().apply_gradients",
    "train.Optimizer().get_slot",
    "train.Optimizer().get_slot_names",
)(removed_name_problem)
