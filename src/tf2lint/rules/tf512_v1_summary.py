"""A summary that a session would run.

What it does:
    Reports `tf.summary.FileWriter`, its methods, and `tf.summary.merge_all`
    and the like.

Why it matters:
    A summary of TensorFlow 2 is written when its line runs, to the writer
    that is the default there, and is told its step.

Example:
    ```python
    import tensorflow as tf

    summaries = tf.summary.merge_all()
    ```

Use instead:
    ```python
    import tensorflow as tf

    writer = tf.summary.create_file_writer("/tmp/tf2lint_example")
    with writer.as_default():
        tf.summary.scalar("loss", 0.5, step=1)
    ```

References:
    - https://www.tensorflow.org/tensorboard/migrate
"""

from __future__ import annotations

from tf2lint.model import Severity
from tf2lint.registry import Rule, gone

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "summary.FileWriter",
    "summary.FileWriterCache",
    "summary.FileWriter().add_summary",
    "summary.FileWriter().add_graph",
    "summary.FileWriter().add_event",
    "summary.FileWriter().add_meta_graph",
    "summary.FileWriter().add_run_metadata",
    "summary.FileWriter().add_session_log",
    "summary.merge",
    "summary.merge_all",
    "summary.all_v2_summary_ops",
    "summary.get_summary_description",
    "summary.initialize",
    "summary.tensor_summary",
    "Summary",
    "Summary.Value",
)(gone)
