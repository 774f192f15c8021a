"""A use of a global list of variables.

What it does:
    Reports `tf.trainable_variables`, `tf.global_variables`, and related
    functions. If a call passes a scope, the message names it.

Why it matters:
    TensorFlow 2 keeps no list of all variables: each model, layer, or optimizer
    has its own. In eager mode, the `tf.compat.v1` functions return an empty
    list without an error.

Example:
    ```python
    import tensorflow as tf

    tf.layers.dense(tf.ones([1, 8]), 1)
    count = len(tf.trainable_variables())
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model(tf.ones([1, 8]))
    count = len(model.trainable_variables)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#no_more_globals
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/trainable_variables
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, Rule, removed_calls, removed_name_problem
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

rule.on_names(*_NAMES)(removed_name_problem)


@rule.on_call(removed_calls(*_NAMES))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call that lists the variables in a scope."""
    entry, scope = call.callee.lookup.entry, call.constant("scope")
    if isinstance(scope, str):
        kind = "trainable_variables" if entry.name == "trainable_variables" else "variables"
        advice = f"use .{kind} of the model that makes {scope!r}"
        problem = Problem.with_advice(f"{call.callee.label} {entry.absence_clause}", advice, entry.replacements)
        yield problem._replace(node=call.node.func, covers=(call.node.func,))
