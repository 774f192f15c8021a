"""A call that turns reuse on.

What it does:
    Reports `scope.reuse_variables()` on a variable scope, such as what
    `with tf.variable_scope(...) as scope` and `tf.get_variable_scope()` give.

Why it matters:
    From there on the names in the scope find variables that exist. TensorFlow 2
    has no such names: variables belong to objects, and they are shared by calling
    the same object again.

Example:
    ```python
    import tensorflow as tf

    with tf.variable_scope("encoder") as scope:
        scope.reuse_variables()
    ```

Use instead:
    ```python
    import tensorflow as tf

    encoder = tf.keras.layers.Dense(64)
    first = encoder(tf.ones([1, 8]))
    second = encoder(tf.zeros([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


@rule.on_names("VariableScope().reuse_variables")
def check(referenced: ReferencedName) -> Problem:
    """Judges one use of the method."""
    return Problem(
        "reuse_variables() makes names find variables again, which TF2 does not; build the layers once and call the "
        "same objects again"
    )
