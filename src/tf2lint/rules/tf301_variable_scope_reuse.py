"""A reuse flag that makes a variable scope share variables.

What it does:
    Reports `reuse=` of `tf.variable_scope`, passed by keyword or by position,
    unless it is a literal `False` or `None`. Also reports `tf.AUTO_REUSE`.

Why it matters:
    In TensorFlow 1, all variables are global, and the flag determines whether a
    name creates a variable or finds an existing one. TensorFlow 2 has no such
    names: variables belong to objects, and calling the same object again shares
    them. In eager mode, `tf.compat.v1.variable_scope` ignores the flag without
    an error.

Example:
    ```python
    import tensorflow as tf

    x = tf.ones([1, 8])
    with tf.variable_scope("encoder"):
        difference = tf.layers.dense(x, 4, name="fc")
    with tf.variable_scope("encoder", reuse=True):
        difference -= tf.layers.dense(x, 4, name="fc")
    ```

Use instead:
    ```python
    import tensorflow as tf

    encoder = tf.keras.layers.Dense(4)
    x = tf.ones([1, 8])
    difference = encoder(x) - encoder(x)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping#variable-scope_based_variable_reuse
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/variable_scope
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, may_reuse, names_in, removed_calls
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_SCOPES = ("variable_scope", "variable_op_scope")


@rule.on_names("AUTO_REUSE")
def check(referenced: ReferencedName) -> Problem:
    """Checks one reference to `tf.AUTO_REUSE`."""
    return Problem(f"{referenced.label} {referenced.lookup.entry.absence_clause}; {referenced.lookup.entry.advice}")


@rule.on_call(removed_calls(*_SCOPES))
def check_call(call: LibraryCall) -> Iterator[Problem]:
    """Checks the reuse flag of one scope."""
    argument = call.arguments.get("reuse")
    if argument is not None and may_reuse(argument.value):
        scope = call.constant("name_or_scope")
        name = call.arguments.get("name_or_scope")
        covered = [argument.value] if name is None else [argument.value, name.value]
        parts = f"what {scope!r} holds" if isinstance(scope, str) else "its layers"
        yield Problem(
            f"TF2 does not look variables up by name, so reuse= has no equivalent; create {parts} once, as a Keras "
            "layer or model, and call that object again",
            node=argument.node,
            covers=(call.node.func, *(inner for part in covered for inner in names_in(part, call.names))),
        )
