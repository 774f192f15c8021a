"""A flag that makes a variable scope share variables.

What it does:
    Reports `reuse=` of `tf.variable_scope`, by keyword or by position, unless
    it is a plain `False` or `None`, and `tf.AUTO_REUSE`.

Why it matters:
    In TensorFlow 1 all variables are global, and the flag says whether a name
    creates one or finds it again. TensorFlow 2 has no such names: variables
    belong to objects, and they are shared by calling the same object again.
    Through `tf.compat.v1` the flag is not obeyed in eager mode, and there is
    no error that says so.

Example:
    ```python
    import tensorflow as tf

    scope = tf.variable_scope("encoder", reuse=True)
    ```

Use instead:
    ```python
    import tensorflow as tf

    encoder = tf.keras.layers.Dense(64)
    first = encoder(tf.ones([1, 8]))
    second = encoder(tf.zeros([1, 8]))
    ```

References:
    - https://www.tensorflow.org/guide/migrate/model_mapping
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, calls_of, is_reuse, names_in
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_SCOPES = ("variable_scope", "variable_op_scope")


@rule.on_names("AUTO_REUSE")
def check(referenced: ReferencedName) -> Problem:
    """Judges one use of the flag's own constant."""
    return Problem(f"{referenced.shown} {referenced.lookup.entry.fate}; {referenced.lookup.entry.advice}")


@rule.on_call(calls_of(*_SCOPES))
def check_call(call: LibraryCall) -> Iterator[Problem]:
    """Judges the flag of one scope."""
    argument = call.arguments.get("reuse")
    if argument is not None and is_reuse(argument.value):
        what = call.constant("name_or_scope")
        holds = f"what {what!r} holds" if isinstance(what, str) else "its layers"
        yield Problem(
            f"reuse= finds variables again by their names, which TF2 does not; build {holds} once, as a Keras layer or "
            "model, and call that object again",
            node=argument.node,
            covers=names_in(argument.value, call.names),
        )
