"""The list of all variables.

What it does:
    Reports `tf.trainable_variables`, `tf.global_variables` and the like,
    with the scope that they are given.

Why it matters:
    TensorFlow 2 keeps no list of all variables: a model, a layer or an
    optimizer has its own. The functions of `tf.compat.v1` return an empty
    list in eager mode, and no error.

Example:
    ```python
    import tensorflow as tf

    variables = tf.trainable_variables()
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model(tf.ones([1, 8]))
    variables = model.trainable_variables
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, calls_of, gone
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_NAMES = (
    "trainable_variables",
    "global_variables",
    "all_variables",
    "local_variables",
    "model_variables",
    "moving_average_variables",
)

rule.on_names(*_NAMES)(gone)


@rule.on_call(calls_of(*_NAMES))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call that asks for the variables below a scope."""
    entry, scope = call.callee.lookup.entry, call.constant("scope")
    if isinstance(scope, str):
        kind = "trainable_variables" if entry.name == "trainable_variables" else "variables"
        yield Problem(
            f"{call.callee.shown} {entry.fate}; use .{kind} of the model that makes {scope!r}",
            entry.replacements,
            node=call.node.func,
            covers=(call.node.func,),
        )
