"""A global collection.

What it does:
    Reports `tf.get_collection`, `tf.add_to_collection` and the like, and
    the methods of these names of the default graph.

Why it matters:
    A TensorFlow 1 graph keeps lists that any code can add to and read by a
    name. TensorFlow 2 has no such graph: an object keeps what it makes, and
    the code that needs it asks the object.

Example:
    ```python
    import tensorflow as tf

    tf.add_to_collection("losses", 0.5)
    losses = tf.get_collection("losses")
    ```

Use instead:
    ```python
    import tensorflow as tf

    losses = [tf.constant(0.5)]
    total = tf.add_n(losses)
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, calls_of, collection_of, gone, key_of, names_in, replacement_of
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_NAMES = (
    "get_collection",
    "get_collection_ref",
    "add_to_collection",
    "add_to_collections",
    "get_default_graph().get_collection",
    "get_default_graph().get_collection_ref",
    "get_default_graph().add_to_collection",
    "get_default_graph().add_to_collections",
    "get_default_graph().clear_collection",
    "get_default_graph().get_all_collection_keys",
)

rule.on_names(*_NAMES)(gone)


@rule.on_call(calls_of(*_NAMES))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call that names a collection of TensorFlow's own: it says what stands for that."""
    entry = call.callee.lookup.entry
    collection = collection_of(call)
    key = "" if collection is None else key_of(collection)
    if collection is None or key in ("", "UPDATE_OPS"):
        return
    yield Problem(
        f"{call.callee.shown} {entry.fate}, with the collection {key}; {replacement_of(key)}",
        node=call.node.func,
        covers=(call.node.func, *names_in(collection, call.names)),
    )
