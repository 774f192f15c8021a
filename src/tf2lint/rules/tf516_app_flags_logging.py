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

    flags = tf.app.flags
    flags.DEFINE_integer("steps", 10, "How many steps to train.")


    def main(_):
        tf.logging.info("training")
        print(flags.FLAGS.steps)


    tf.app.run(main)
    ```

Use instead:
    ```python
    from absl import app, flags, logging

    flags.DEFINE_integer("steps", 10, "How many steps to train.")


    def main(_):
        logging.info("training")
        print(flags.FLAGS.steps)


    app.run(main)
    ```

References:
    - https://abseil.io/docs/python/guides/app
    - https://abseil.io/docs/python/guides/flags
    - https://abseil.io/docs/python/guides/logging
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Relation, Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF516",)),))

rule.on_names("app", "app.*", "flags", "flags.*", "logging", "logging.*")(removed_name_problem)
