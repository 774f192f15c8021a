"""An input queue or a reader.

What it does:
    Reports queue runners, readers, and functions that create queues, such as
    `tf.train.batch` and `tf.train.string_input_producer`. Also reports queues
    themselves, such as `tf.FIFOQueue`, and their methods. For `tf.queue`, which
    TensorFlow 2 still has, it reports the methods, in programs that use
    TensorFlow 1 names such as `tf.placeholder`.

Why it matters:
    The threads that fill the queues in a graph need a session. In TensorFlow 2,
    a method of a queue runs at once: `dequeue` waits until another thread has
    put something in, so a program that builds its graph around it never ends.
    Use `tf.data` to read, shuffle, and batch.

Example:
    ```python
    import tensorflow as tf

    names = tf.train.string_input_producer(["a.txt", "b.txt"], shuffle=False)
    name = names.dequeue()
    with tf.Session() as session:
        tf.train.start_queue_runners(session)
        for _ in range(3):
            print(session.run(name))
    ```

Use instead:
    ```python
    import tensorflow as tf

    names = tf.data.Dataset.from_tensor_slices(["a.txt", "b.txt"]).repeat()
    for name in names.take(3):
        print(name.numpy())
    ```

References:
    - https://www.tensorflow.org/guide/data#reading_input_data
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Problem, ReferencedName, Rule, is_tf1_source, removed_name_problem
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_METHODS: Final = (
    "close", "dequeue", "dequeue_many", "dequeue_up_to", "enqueue", "enqueue_many", "is_closed", "size",
)  # fmt: skip


@rule.on_names(
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
    "FIFOQueue",
    "PaddingFIFOQueue",
    "PriorityQueue",
    "QueueBase",
    "RandomShuffleQueue",
    *(f"{owner}().{method}" for owner in ("QueueBase", "queue.QueueBase") for method in _METHODS),
)
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name. The methods of queues below `tf.queue` still exist but run at once."""
    entry = referenced.lookup.entry
    if not (entry.exists and entry.is_member):
        return removed_name_problem(referenced)
    message = f"{referenced.label} runs at once in TF2; {entry.advice}"
    return Problem(message, entry.replacements, applies=is_tf1_source, severity=Severity.WARNING)
