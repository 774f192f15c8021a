"""A `tf.compat.v1` name that the target version does not have.

What it does:
    Reports uses of `tf.compat.v1` names that fail in the target version:
    `tf.compat.v1.layers` and `tf.compat.v1.nn.rnn_cell` from TF 2.16 on (the
    first version with Keras 3), and `tf.compat.v1.estimator`.
    `tf.compat.v1.contrib` never existed: its names are reported like those of
    `tf.contrib`.

Why it matters:
    Many people assume that everything in TensorFlow 1 still works under
    `tf.compat.v1`. Parts that depend on Keras 2, Estimators, or contrib
    don't.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    layer = tf.layers.Dense(2, kernel_initializer=tf.ones_initializer())
    outputs = layer(tf.ones([1, 3]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    layer = tf.keras.layers.Dense(2, kernel_initializer="ones")
    outputs = layer(tf.ones([1, 3]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#tfcompatv1_legacy_and_compatibility_api_endpoints
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.COMPAT_V1 or (entry.exists and not referenced.lookup.missing):
        return None
    if referenced.lookup.missing and entry.exists:
        return Problem(f"{referenced.label} does not exist: tf.compat.v1 has no such name")
    fact = f"{referenced.label} does not work in TF {referenced.target}"
    return Problem.with_advice(fact, entry.advice, entry.replacements)
