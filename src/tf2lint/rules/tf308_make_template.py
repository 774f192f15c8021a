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


    def encode(x):
        return tf.layers.dense(x, 4, name="fc")


    net = tf.make_template("net", encode)
    x = tf.ones([1, 8])
    difference = net(x) - net(x)
    ```

Use instead:
    ```python
    import tensorflow as tf

    net = tf.keras.layers.Dense(4)
    x = tf.ones([1, 8])
    difference = net(x) - net(x)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#using_tfcompatv1make_template_in_the_decorated_method
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/make_template
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("make_template")(removed_name_problem)
