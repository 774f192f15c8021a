"""A TensorFlow 1 call that silently does the wrong thing in eager mode.

What it does:
    Reports calls to `tf.compat.v1` that run in TensorFlow 2 without an error
    but do not do their job: lists of variables and losses that stay empty,
    `get_variable`, which creates a new variable on each call even in a scope
    with `reuse=`, and summaries that are never written. Programs that switch to
    TensorFlow 1 behavior (`tf.compat.v1.disable_v2_behavior()`) or build their
    own graphs are not reported, nor are files that call
    `tf.executing_eagerly()`.

Why it matters:
    These calls work on a graph's global lists. In eager mode there is no graph:
    an optimizer gets no variables, a loss lacks terms, and two networks that
    used to share their weights are trained separately, all without an error.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[8])])
    count = len(tf.trainable_variables())
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([8]), tf.keras.layers.Dense(1)])
    count = len(model.trainable_variables)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#no_more_globals
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import (
    LibraryCall,
    Problem,
    Rule,
    applies_in_eager_mode,
    collection_argument,
    eager_effect,
    graph_key_of,
    may_reuse,
)
from tf2lint.model import Severity
from tf2lint.resolver import REUSE_FLAG
from tf2lint.table import SILENT, names_with_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
#: Collections that also work in eager mode: regularization losses are collected, and updates have already been run.
#: The empty string is a collection that is not in `tf.GraphKeys`.
_WORKING: Final = ("", "REGULARIZATION_LOSSES", "UPDATE_OPS")


@rule.on_calls(*names_with_effect(SILENT))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    if not _works(call) and applies_in_eager_mode(call):
        problem = Problem.with_advice(*eager_effect(call), call.callee.lookup.entry.replacements)
        yield problem._replace(node=call.node.func)


def _works(call: LibraryCall) -> bool:
    """Returns whether a call works in eager mode because of its arguments."""
    match call.callee.lookup.entry.name:
        case "compat.v1.get_collection" | "compat.v1.get_collection_ref":
            collection = collection_argument(call)
            return collection is None or graph_key_of(collection) in _WORKING
        case "compat.v1.variable_scope":
            flag = call.arguments.get(REUSE_FLAG)
            return flag is None or not may_reuse(flag.value)
        case _:
            return False
