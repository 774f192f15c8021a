"""A use of the collection of batch normalization updates.

What it does:
    Reports `tf.get_collection(tf.GraphKeys.UPDATE_OPS)`, which is usually
    combined with `tf.control_dependencies` around the training operation.

Why it matters:
    In TensorFlow 1, batch normalization leaves the update of its moving
    averages to operations that the program has to run. The Keras layer updates
    them itself when it is called with `training=True`, so the idiom is no
    longer needed.

Example:
    ```python
    import tensorflow as tf

    x = tf.constant([[1.0], [3.0]])
    normal = tf.layers.batch_normalization(x, training=True)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        outputs = tf.identity(normal)
    ```

Use instead:
    ```python
    import tensorflow as tf

    normalize = tf.keras.layers.BatchNormalization()
    x = tf.constant([[1.0], [3.0]])
    outputs = normalize(x, training=True)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#capture_batch_normalization_updates_and_model_training_args
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, collection_argument, graph_key_of, names_in, removed_calls
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_READERS = ("get_collection", "get_collection_ref", "get_default_graph().get_collection")


@rule.on_call(removed_calls(*_READERS))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call that reads a collection."""
    collection = collection_argument(call)
    if collection is not None and graph_key_of(collection) == "UPDATE_OPS":
        problem = Problem.with_advice(
            "the collection of update operations is gone",
            "call tf.keras.layers.BatchNormalization with training=True: it updates its averages itself, without "
            "control_dependencies",
            ("tf.keras.layers.BatchNormalization",),
        )
        yield problem._replace(node=call.node.func, covers=(call.node.func, *names_in(collection, call.names)))
