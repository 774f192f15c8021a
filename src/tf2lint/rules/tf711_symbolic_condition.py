"""A symbolic tensor where Python asks for a value.

What it does:
    Reports a `tf.keras.Input`, or what layers made of one, as the condition of
    an `if`, `while`, `assert` or `not`, in `len` and `bool`, and as what a loop
    goes through.

Why it matters:
    A symbolic tensor stands for values that come later. It is neither true nor
    false and has no elements: Python's question raises a TypeError.

Example:
    ```python
    import tensorflow as tf

    inputs = tf.keras.Input([8])
    if inputs > 0:
        outputs = tf.keras.layers.Dense(1)(inputs)
    ```

Use instead:
    ```python
    import tensorflow as tf

    inputs = tf.keras.Input([8])
    outputs = tf.keras.layers.ReLU()(inputs)
    ```

How sure it is:
    The tensor is followed from the Input. `x is None` and `x == None` are no
    such questions.

References:
    - https://keras.io/guides/functional_api/
"""

from __future__ import annotations

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import SOURCES, EventKind, ObjectKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_moments({EventKind.TEST: (), EventKind.ITERATE: ()}, *SOURCES)
def check(context: EventContext) -> Problem | None:
    """Judges a question to a tensor."""
    step = context.event
    if step.tracked.kind is not ObjectKind.SYMBOLIC or step.in_try:
        return None
    if step.kind is EventKind.ITERATE:
        return Problem("a symbolic tensor has no elements to go through; write a layer whose call does")
    if step.name == "len":
        return Problem("a symbolic tensor has no length; use its .shape")
    return Problem("a symbolic tensor is neither true nor false; use keras.ops.where, or decide in the call of a layer")
