"""A variable that is found by its name.

What it does:
    Reports `tf.get_variable` and `tf.get_local_variable`, and what they are
    told that TensorFlow 2 has no place for: regularizer=, partitioner=,
    custom_getter=.

Why it matters:
    They create a variable under a global name, or find the one that has it.
    In TensorFlow 2 a variable belongs to the object that made it. The
    function of `tf.compat.v1` makes a new variable at each call in eager
    mode.

Example:
    ```python
    import tensorflow as tf

    weight = tf.get_variable("weight", [8, 64])
    ```

Use instead:
    ```python
    import tensorflow as tf

    initializer = tf.keras.initializers.GlorotUniform()
    weight = tf.Variable(initializer([8, 64]), name="weight")
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from tf2lint.linting import Rule, argument_problems, calls_of, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("get_variable", "get_local_variable")(gone)
rule.on_call(calls_of("get_variable", "get_local_variable"))(argument_problems)
