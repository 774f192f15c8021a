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

    weight = tf.Variable(1.0)
    train = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(weight))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(train)
        print(session.run(weight))
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    optimizer = tf.keras.optimizers.SGD(0.25)
    with tf.GradientTape() as tape:
        loss = tf.square(weight)
    optimizer.apply_gradients([(tape.gradient(loss, weight), weight)])
    print(weight.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/autodiff#gradients_with_respect_to_a_model
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/Optimizer
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
