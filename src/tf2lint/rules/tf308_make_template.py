"""A template that shares variables between calls.

What it does:
    Reports `tf.make_template`.

Why it matters:
    The function wraps another function so that each call finds the variables of
    the first call by their names. In TensorFlow 2, use a Keras layer or model,
    or a `tf.Module`: an object with its own variables.

Example:
    ```python
    import tensorflow as tf

    net = tf.make_template("net", abs)
    ```

Use instead:
    ```python
    import tensorflow as tf

    net = tf.keras.layers.Dense(64)
    net(tf.ones([1, 8]))
    net(tf.zeros([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("make_template")(removed_name_problem)
