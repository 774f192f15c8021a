"""A call that does nothing in eager mode.

What it does:
    Reports calls of `tf.compat.v1` that run in TensorFlow 2 without an error
    and do not do their work: lists of variables and losses that stay empty,
    `get_variable`, which makes a new variable at each call, also where a scope
    says `reuse=`, summaries that nobody writes. A program that switches to TensorFlow 1's behaviour
    (`tf.compat.v1.disable_v2_behavior()`) or builds graphs of its own is not
    reported, nor a file that asks `tf.executing_eagerly()`.

Why it matters:
    These calls work on a graph's global lists. In eager mode there is no
    graph: an optimizer gets no variables, a loss lacks its terms, two networks
    that shared their weights train apart. Nothing tells.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    variables = tf.trainable_variables()
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input([8]), tf.keras.layers.Dense(1)])
    variables = model.trainable_variables
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, collection_of, eager_message, has_effect, is_reuse, key_of
from tf2lint.model import Severity
from tf2lint.resolver import FLAG
from tf2lint.table import SILENT, names_with_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
#: Collections that work in eager mode, too: regularisation losses are gathered, and updates have been done already.
_WORKING: Final = ("", "REGULARIZATION_LOSSES", "UPDATE_OPS")


@rule.on_calls(*names_with_effect(SILENT))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    if not _works(call) and has_effect(call):
        yield Problem(eager_message(call), call.callee.lookup.entry.replacements, node=call.node.func)


def _works(call: LibraryCall) -> bool:
    """Whether a call does what it shall in eager mode, because of what it is given."""
    match call.callee.lookup.entry.name:
        case "compat.v1.get_collection" | "compat.v1.get_collection_ref":
            collection = collection_of(call)
            return collection is None or key_of(collection) in _WORKING
        case "compat.v1.variable_scope":
            flag = call.arguments.get(FLAG)
            return flag is None or not is_reuse(flag.value)
        case _:
            return False
