"""A use of `tf.app`, `tf.flags`, or `tf.logging`.

What it does:
    Reports `tf.app`, `tf.flags`, and `tf.logging`, and everything in them.

Why it matters:
    In TensorFlow 1, these modules forwarded to absl. TensorFlow 2 does not have
    them. Import absl, which is installed with TensorFlow, or use argparse and
    logging.

Example:
    ```python
    import tensorflow as tf

    tf.logging.info("hello")
    ```

Use instead:
    ```python
    import tensorflow as tf

    from absl import logging

    logging.info("hello")
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF516",)),))

rule.on_names("app", "app.*", "flags", "flags.*", "logging", "logging.*")(removed_name_problem)
