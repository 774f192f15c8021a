"""A flag that makes a layer or cell share variables.

What it does:
    Reports `reuse=` of `tf.layers`, `tf.contrib.layers`, `tf.contrib.slim`, of
    recurrent cells and of `arg_scope`, by keyword or by position, unless it is a
    plain `False` or `None`.

Why it matters:
    The flag makes the layer look its variables up by name. Layers of TensorFlow 2
    own their variables: sharing them is calling the same layer object again.

Example:
    ```python
    import tensorflow as tf

    net = tf.layers.dense(tf.ones([1, 8]), 64, name="fc", reuse=True)
    ```

Use instead:
    ```python
    import tensorflow as tf

    fc = tf.keras.layers.Dense(64)
    first = fc(tf.zeros([1, 8]))
    second = fc(tf.ones([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, is_reuse, names_in
from tf2lint.model import Severity
from tf2lint.resolver import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)


def _is_layer(referenced: ReferencedName, parameters: str) -> bool:
    entry = referenced.lookup.entry
    is_layer = not (
        entry.exists or referenced.lookup.rest or entry.name.endswith(("variable_scope", "variable_op_scope"))
    )
    return is_layer and ("reuse" in parameters or "**" in parameters)


@rule.on_call(_is_layer)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges the flag of one layer."""
    entry = call.callee.lookup.entry
    arguments = call.arguments
    for flag in FLAGS:
        argument = arguments.get(flag)
        if argument is not None and is_reuse(argument.value):
            layer = next((name for name in entry.replacements if name.startswith("tf.keras.layers.")), "the layer")
            yield Problem(
                f"{flag}= makes {call.callee.shown} find its variables again by their names; create {layer} once and "
                "call that object again",
                node=argument.node,
                covers=names_in(argument.value, call.names),
            )
