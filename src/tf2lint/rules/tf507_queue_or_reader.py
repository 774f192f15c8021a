"""An input queue or a reader.

What it does:
    Reports queue runners, readers, and functions that create queues, such as
    `tf.train.batch` and `tf.train.string_input_producer`.

Why it matters:
    The threads that fill the queues in a graph need a session. In TensorFlow 2,
    use `tf.data` to read, shuffle, and batch.

Example:
    ```python
    import tensorflow as tf

    files = tf.train.string_input_producer(["a.tfrecord"])
    ```

Use instead:
    ```python
    import tensorflow as tf

    files = tf.data.Dataset.from_tensor_slices(["a.tfrecord"]).shuffle(1)
    records = files.interleave(tf.data.TFRecordDataset).batch(32)
    ```

References:
    - https://www.tensorflow.org/guide/data
"""

from __future__ import annotations

from tf2lint.linting import Rule, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)

rule.on_names(
    "train.QueueRunner",
    "train.add_queue_runner",
    "train.start_queue_runners",
    "train.queue_runner.*",
    "train.string_input_producer",
    "train.input_producer",
    "train.range_input_producer",
    "train.slice_input_producer",
    "train.limit_epochs",
    "train.batch",
    "train.batch_join",
    "train.maybe_batch",
    "train.maybe_batch_join",
    "train.shuffle_batch",
    "train.shuffle_batch_join",
    "train.maybe_shuffle_batch",
    "train.maybe_shuffle_batch_join",
    "ReaderBase",
    "FixedLengthRecordReader",
    "IdentityReader",
    "LMDBReader",
    "TFRecordReader",
    "TextLineReader",
    "WholeFileReader",
)(removed_name_problem)
