"""A variable that is found by its name.

What it does:
    Reports `tf.get_variable` and `tf.get_local_variable`, and their arguments
    that TensorFlow 2 has no equivalent for: `regularizer=`, `partitioner=`, and
    `custom_getter=`.

Why it matters:
    These functions create a variable under a global name, or return the
    existing variable with that name. In TensorFlow 2, a variable belongs to the
    object that created it. In eager mode, `tf.compat.v1.get_variable` creates a
    new variable on each call.

Example:
    ```python
    import tensorflow as tf

    weight = tf.get_variable("weight", [8, 4], initializer=tf.zeros_initializer())
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable(tf.zeros([8, 4]), name="weight")
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#layer_built_with_tfcompatv1get_variable
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/get_variable
"""

from __future__ import annotations

from tf2lint.linting import Rule, argument_problems, removed_calls, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("get_variable", "get_local_variable")(removed_name_problem)
rule.on_call(removed_calls("get_variable", "get_local_variable"))(argument_problems)
