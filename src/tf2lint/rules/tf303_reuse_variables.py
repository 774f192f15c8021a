"""A call that turns on variable reuse.

What it does:
    Reports `scope.reuse_variables()` on a variable scope, such as one from
    `with tf.variable_scope(...) as scope` or `tf.get_variable_scope()`.

Why it matters:
    After this call, names in the scope find existing variables. TensorFlow 2
    has no such names: variables belong to objects, and calling the same object
    again shares them.

Example:
    ```python
    import tensorflow as tf

    x = tf.ones([1, 8])
    with tf.variable_scope("encoder") as scope:
        difference = tf.layers.dense(x, 4, name="fc")
        scope.reuse_variables()
        difference -= tf.layers.dense(x, 4, name="fc")
    ```

Use instead:
    ```python
    import tensorflow as tf

    encoder = tf.keras.layers.Dense(4)
    x = tf.ones([1, 8])
    difference = encoder(x) - encoder(x)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#variable-scope_based_variable_reuse
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Problem, ReferencedName, Relation, Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.RECEIVER, ("TF306",)),))


@rule.on_names("VariableScope().reuse_variables")
def check(referenced: ReferencedName) -> Problem:
    """Reports one reference to the method."""
    return Problem.with_advice(
        "reuse_variables() makes names find variables again, which TF2 does not",
        "build the layers once and call the same objects again",
    )
