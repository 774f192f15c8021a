"""A use of the global step.

What it does:
    Reports `tf.train.get_global_step`, `get_or_create_global_step`,
    `create_global_step`, `global_step`, and `assert_global_step`.

Why it matters:
    TensorFlow 1 counts steps in a variable that any code can find. In
    TensorFlow 2, an optimizer counts its own steps in `iterations`; for any
    other counter, create a variable and pass it on.

Example:
    ```python
    import tensorflow as tf

    step = tf.train.get_or_create_global_step()
    ```

Use instead:
    ```python
    import tensorflow as tf

    optimizer = tf.keras.optimizers.Adam()
    step = optimizer.iterations
    ```

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/get_or_create_global_step
    - https://keras.io/api/optimizers/
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF408",)),))

rule.on_names(
    "train.get_global_step",
    "train.get_or_create_global_step",
    "train.create_global_step",
    "train.global_step",
    "train.assert_global_step",
)(removed_name_problem)
