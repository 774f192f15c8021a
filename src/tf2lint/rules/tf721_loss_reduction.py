"""A reduction that belongs to the other kind of losses.

What it does:
    Reports members of `tf.losses.Reduction` that are passed to a function in
    `tf.compat.v1.losses`, and members of `tf.compat.v1.losses.Reduction` that
    are passed to a loss class of Keras.

Why it matters:
    In TensorFlow 1, `tf.losses.Reduction.SUM` was `"weighted_sum"`. In
    TensorFlow 2, it is the `"sum"` of Keras, which the losses in
    `tf.compat.v1` refuse with a `ValueError`, as those of Keras refuse
    `"weighted_sum"`.

Example:
    ```python
    import tensorflow as tf

    loss = tf.compat.v1.losses.absolute_difference(
        tf.ones([2]), tf.zeros([2]), reduction=tf.losses.Reduction.SUM
    )
    ```

Use instead:
    ```python
    import tensorflow as tf

    loss = tf.reduce_sum(tf.abs(tf.zeros([2]) - tf.ones([2])))
    ```

How sure it is:
    The loss and the reduction are resolved. `NONE` is the same for both and
    not reported.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/losses/Reduction
    - https://keras.io/api/losses/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import ReferencedName

rule = Rule(__name__, Severity.ERROR)
_PARAMETER: Final = "reduction"
_OF_TF1: Final = "compat.v1.losses."
_OF_KERAS: Final = ("keras.losses.", "losses.")
_REDUCTION: Final = "Reduction."
_SAME_IN_BOTH: Final = "NONE"
#: The members of both classes, each with the string for a Keras loss.
_FOR_KERAS: Final = {
    "SUM": "sum",
    "MEAN": "sum_over_batch_size",
    "SUM_OVER_BATCH_SIZE": "sum_over_batch_size",
    "SUM_BY_NONZERO_WEIGHTS": "sum_over_batch_size",
    "SUM_OVER_NONZERO_WEIGHTS": "sum_over_batch_size",
}


def _may_be_loss(referenced: ReferencedName, parameters: str) -> bool:
    return referenced.lookup.entry.name.startswith((_OF_TF1, *_OF_KERAS)) and _PARAMETER in parameters


@rule.on_call(_may_be_loss, "Reduction")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    argument = call.arguments.get(_PARAMETER)
    names = call.referenced(argument.value) if argument is not None else ()
    others = _OF_KERAS if call.name.startswith(_OF_TF1) else (_OF_TF1,)
    prefixes = tuple(f"{prefix}{_REDUCTION}" for prefix in others)
    if argument is None or len(names) != 1 or not (name := min(names).replace(CALL, "")).startswith(prefixes):
        return
    member = name.rpartition(".")[2]
    if member == _SAME_IN_BOTH:
        return
    advice = "leave it out"
    if member in _FOR_KERAS:
        own = f"tf.{_OF_TF1}{_REDUCTION}{member}" if others == _OF_KERAS else repr(_FOR_KERAS[member])
        advice = f"use {own}"
    yield Problem(f"{call.callee.label} does not take tf.{name}; {advice}", node=argument.node)
