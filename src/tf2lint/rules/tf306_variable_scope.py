"""A scope that names variables.

What it does:
    Reports `tf.variable_scope`, `tf.variable_op_scope`,
    `tf.get_variable_scope` and `tf.VariableScope`, and what a scope is told
    for all variables in it: regularizer=, partitioner=, custom_getter=.

Why it matters:
    Variables of TensorFlow 2 are attributes of objects, not entries of a
    global list under a path: the object that creates them is their scope.

Example:
    ```python
    import tensorflow as tf

    with tf.variable_scope("encoder"):
        pass
    ```

Use instead:
    ```python
    import tensorflow as tf

    class Encoder(tf.keras.layers.Layer):
        def build(self, shape):
            self.weight = self.add_weight(shape=(shape[-1], 64))

        def call(self, inputs):
            return tf.matmul(inputs, self.weight)


    Encoder()(tf.ones([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from tf2lint.linting import Rule, argument_problems, calls_of, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("variable_scope", "variable_op_scope", "get_variable_scope", "VariableScope")(gone)
rule.on_call(calls_of("variable_scope", "variable_op_scope"))(argument_problems)
