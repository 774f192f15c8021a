"""A variable scope.

What it does:
    Reports `tf.variable_scope`, `tf.variable_op_scope`,
    `tf.get_variable_scope`, and `tf.VariableScope`, and the arguments of a
    scope that apply to all variables in it: `regularizer=`, `partitioner=`, and
    `custom_getter=`.

Why it matters:
    In TensorFlow 2, variables are attributes of objects, not entries in a
    global list with path-like names: the object that creates them is their
    scope.

Example:
    ```python
    import tensorflow as tf


    def encode(x):
        with tf.variable_scope("encoder"):
            weight = tf.get_variable("weight", [8, 4], initializer=tf.ones_initializer())
            return tf.matmul(x, weight)


    outputs = encode(tf.ones([1, 8]))
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Encoder(tf.keras.layers.Layer):
        def build(self, shape):
            self.weight = self.add_weight(name="weight", shape=(shape[-1], 4), initializer="ones")

        def call(self, x):
            return tf.matmul(x, self.weight)


    encode = Encoder()
    outputs = encode(tf.ones([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#no_more_globals
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/variable_scope
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, argument_problems, removed_calls, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF306",)),))

rule.on_names("variable_scope", "variable_op_scope", "get_variable_scope", "VariableScope")(removed_name_problem)
rule.on_call(removed_calls("variable_scope", "variable_op_scope"))(argument_problems)
