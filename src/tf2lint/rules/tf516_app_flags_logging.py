"""Flags, logging and the main function.

What it does:
    Reports `tf.app`, `tf.flags` and `tf.logging`.

Why it matters:
    TensorFlow handed these on from absl, and TensorFlow 2 does not. Import
    absl, which is installed with it, or use argparse and logging.

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

from tf2lint.linting import Rule, gone
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names("app", "app.*", "flags", "flags.*", "logging", "logging.*")(gone)
