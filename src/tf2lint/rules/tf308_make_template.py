"""A template that shares variables.

What it does:
    Reports `tf.make_template`.

Why it matters:
    It wraps a function so that each call finds the variables of the first
    one by their names. A Keras layer or model, or a `tf.Module`, does that
    in TensorFlow 2: it is an object with its own variables.

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

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("make_template")(gone)
