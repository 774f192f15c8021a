"""A symbolic tensor that is used as a Python value.

What it does:
    Reports a `tf.keras.Input`, or the result of layers applied to one, as the
    condition of an `if`, `while`, or `assert`, as the operand of `not`, as the
    argument of `len` or `bool`, and as the iterable of a loop.

Why it matters:
    A symbolic tensor has no values yet. It is neither true nor false and has no
    elements, so Python raises a `TypeError`.

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
    The tensor is followed from the `tf.keras.Input`. Comparisons such as
    `x is None` and `x == None` are not reported, nor is code after a test such
    as `isinstance(x, list)`. The `input` and `output` of a model are lists if
    the model was created from lists. Loops over the result of what may return
    several tensors are not reported either: a class of the program, a layer
    that returns its state, a model whose output is not known to be one tensor.

References:
    - https://keras.io/guides/functional_api/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import SYMBOLIC_SOURCES, EventKind, ObjectKind

if TYPE_CHECKING:
    from tf2lint.typestate import TrackedObject

rule = Rule(__name__, Severity.ERROR)
_APPLICATIONS: Final = "keras.applications."
#: A part of the names of arguments that make a layer return more than one tensor: `return_state`.
_RETURN: Final = "return_"


@rule.on_events({EventKind.TEST: (), EventKind.ITERATE: ()}, *SYMBOLIC_SOURCES)
def check(context: EventContext) -> Problem | None:
    """Checks one use of a tensor as a Python value."""
    event = context.event
    if event.tracked.kind is not ObjectKind.SYMBOLIC or event.in_try:
        return None
    has_elements = event.kind is EventKind.ITERATE or bool(event.name)
    if has_elements and _may_be_several(event.tracked):
        return None
    if event.kind is EventKind.ITERATE:
        return Problem("a symbolic tensor has no elements to go through; write a layer whose call does")
    if event.name == "len":
        return Problem("a symbolic tensor has no length; use its .shape")
    return Problem("a symbolic tensor is neither true nor false; use keras.ops.where, or decide in the call of a layer")


def _may_be_several(tracked: TrackedObject) -> bool:
    """Returns whether a result may be a list or dictionary of tensors."""
    callee = tracked.source[0] if tracked.source else None
    if callee is None or callee.kind is ObjectKind.SYMBOLIC or callee.kind is ObjectKind.SEQUENTIAL:
        return False
    if callee.kind is ObjectKind.FUNCTIONAL:
        output = callee.parts[-1] if callee.parts else None
        is_single = output is not None and output.kind is ObjectKind.SYMBOLIC
        return not is_single and not callee.name.startswith(_APPLICATIONS)
    keywords = callee.node.keywords if isinstance(callee.node, ast.Call) else []
    return callee.user_class is not None or callee.is_model or any(_RETURN in (k.arg or _RETURN) for k in keywords)
