"""A use of a global collection.

What it does:
    Reports `tf.get_collection`, `tf.add_to_collection`, and related functions,
    and the methods of the default graph with the same names.

Why it matters:
    A TensorFlow 1 graph keeps named lists that any code can add to and read.
    TensorFlow 2 has no such graph: an object keeps what it creates, and code
    that needs it gets it from the object.

Example:
    ```python
    import tensorflow as tf

    tf.add_to_collection("losses", tf.constant(0.5))
    total = tf.add_n(tf.get_collection("losses"))
    ```

Use instead:
    ```python
    import tensorflow as tf

    losses = [tf.constant(0.5)]
    total = tf.add_n(losses)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#collections_removal
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/get_collection
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import (
    Coverage,
    LibraryCall,
    Problem,
    Relation,
    Rule,
    collection_advice,
    collection_argument,
    graph_key_of,
    names_in,
    removed_calls,
    removed_name_problem,
)
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF402", "TF409", "TF508")),))
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

rule.on_names(*_NAMES)(removed_name_problem)


@rule.on_call(removed_calls(*_NAMES))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call that names one of TensorFlow's own collections; the message says what replaces it."""
    entry = call.callee.lookup.entry
    collection = collection_argument(call)
    key = "" if collection is None else graph_key_of(collection)
    if collection is None or key in ("", "UPDATE_OPS"):
        return
    fact = f"{call.callee.label} {entry.absence_clause}, with the collection {key}"
    yield Problem.with_advice(fact, collection_advice(key))._replace(
        node=call.node.func, covers=(call.node.func, *names_in(collection, call.names))
    )
