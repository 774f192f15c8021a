"""An operation that initializes variables.

What it does:
    Reports `tf.global_variables_initializer`, `tf.initialize_all_variables`,
    `tf.report_uninitialized_variables`, and related functions.

Why it matters:
    In TensorFlow 2, variables and tables are initialized when they are created,
    so the operation is no longer needed.

Example:
    ```python
    import tensorflow as tf

    weight = tf.Variable([1.0, 2.0])
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        print(session.run(weight))
    ```

Use instead:
    ```python
    import tensorflow as tf

    weight = tf.Variable([1.0, 2.0])
    print(weight.numpy())
    ```

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/global_variables_initializer
    - https://www.tensorflow.org/guide/variable
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.RUN, ("TF502",)),))

rule.on_names(
    "global_variables_initializer",
    "local_variables_initializer",
    "variables_initializer",
    "tables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_variables",
    "initialize_all_tables",
    "initializers.global_variables",
    "initializers.local_variables",
    "initializers.variables",
    "initializers.tables_initializer",
    "report_uninitialized_variables",
    "is_variable_initialized",
    "assert_variables_initialized",
)(removed_name_problem)
