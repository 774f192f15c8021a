"""A TensorFlow 1 optimizer or learning rate schedule.

What it does:
    Reports the optimizers in `tf.train` and its functions that compute a
    learning rate.

Why it matters:
    The Keras replacements have different argument names (`beta1` is `beta_1`,
    and `decay` of RMSProp is `rho`) and different defaults, and they accept a
    schedule object as the learning rate.

Example:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    optimizer = tf.train.AdamOptimizer(0.25, beta1=0.5)
    train = optimizer.minimize(tf.square(weight))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(train)
        print(f"{session.run(weight):.3f}")
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(1.0)
    optimizer = tf.keras.optimizers.Adam(0.25, beta_1=0.5, epsilon=1e-8)
    with tf.GradientTape() as tape:
        loss = tf.square(weight)
    optimizer.apply_gradients([(tape.gradient(loss, weight), weight)])
    print(f"{weight.numpy():.3f}")
    ```

References:
    - https://www.tensorflow.org/guide/migrate/metrics_optimizers#migrate_tf1x_optimizers_to_keras_optimizers
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "train.Optimizer",
    "train.AdadeltaOptimizer",
    "train.AdagradDAOptimizer",
    "train.AdagradOptimizer",
    "train.AdamOptimizer",
    "train.FtrlOptimizer",
    "train.GradientDescentOptimizer",
    "train.MomentumOptimizer",
    "train.ProximalAdagradOptimizer",
    "train.ProximalGradientDescentOptimizer",
    "train.RMSPropOptimizer",
    "train.SyncReplicasOptimizer",
    "train.cosine_decay",
    "train.cosine_decay_restarts",
    "train.exponential_decay",
    "train.inverse_time_decay",
    "train.linear_cosine_decay",
    "train.natural_exp_decay",
    "train.noisy_linear_cosine_decay",
    "train.piecewise_constant",
    "train.piecewise_constant_decay",
    "train.polynomial_decay",
)(removed_name_problem)
