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

    optimizer = tf.train.AdamOptimizer(1e-3, beta1=0.5)
    ```

Use instead:
    ```python
    import tensorflow as tf

    optimizer = tf.keras.optimizers.Adam(1e-3, beta_1=0.5, epsilon=1e-8)
    ```

References:
    - https://www.tensorflow.org/guide/migrate
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
