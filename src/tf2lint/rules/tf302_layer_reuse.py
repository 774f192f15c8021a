"""A reuse flag that makes a layer or cell share variables.

What it does:
    Reports `reuse=` in calls to `tf.layers`, `tf.contrib.layers`,
    `tf.contrib.slim`, recurrent cells, and `arg_scope`, passed by keyword or by
    position, unless it is a literal `False` or `None`.

Why it matters:
    The flag makes the layer look up its variables by name. TensorFlow 2 layers
    own their variables: to share them, call the same layer object again.

Example:
    ```python
    import tensorflow as tf

    x = tf.ones([1, 8])
    first = tf.layers.dense(x, 4, name="fc")
    second = tf.layers.dense(x, 4, name="fc", reuse=True)
    difference = first - second
    ```

Use instead:
    ```python
    import tensorflow as tf

    fc = tf.keras.layers.Dense(4)
    x = tf.ones([1, 8])
    difference = fc(x) - fc(x)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#model_built_with_tfcompatv1layers
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, may_reuse, names_in
from tf2lint.model import Severity
from tf2lint.resolver import REUSE_FLAGS

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
    """Checks the reuse flag of one layer."""
    entry = call.callee.lookup.entry
    arguments = call.arguments
    for flag in REUSE_FLAGS:
        argument = arguments.get(flag)
        if argument is not None and may_reuse(argument.value):
            is_base = isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "__init__"
            layers = () if is_base else entry.replacements
            layer = next((name for name in layers if name.startswith("tf.keras.layers.")), "the layer")
            yield Problem(
                f"{flag}= makes {call.callee.label} find its variables again by their names; create {layer} once and "
                "call that object again",
                node=argument.node,
                covers=names_in(argument.value, call.names),
            )
