"""A gradient tape that computes no gradients.

What it does:
    Reports a second gradient from a tape without `persistent=True`; a gradient
    from a tape that has not recorded; `watch` on a tape that is not recording;
    a gradient of a target that was computed outside of the `with` block; and a
    gradient with respect to a constant that is not watched.

Why it matters:
    A tape records what is computed inside its `with` block and, unless it is
    persistent, drops the recording after the first gradient. Computing a second
    one, or using a tape before it has recorded, raises an error. In the other
    cases the gradient is `None`, and the optimizer changes nothing.

Example:
    ```python
    import tensorflow as tf

    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        y = x * x
    print(tape.gradient(y, x))
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    print(tape.gradient(y, x))
    ```

How sure it is:
    The tape is created in the same function and is not passed to other code. A
    target counts as computed outside only if its name is bound to an operation
    there, or to a call that does more than read from an object, and to nothing
    else.

References:
    - https://www.tensorflow.org/guide/autodiff
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind

if TYPE_CHECKING:
    from tf2lint.typestate import Event, TrackedObject

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_GRADIENTS: Final = ("batch_jacobian", "gradient", "jacobian")
_WATCH: Final = "watch"
#: Not a constant: the function may convert a tensor that the tape follows.
_CONVERT: Final = "convert_to_tensor"
_WITH: Final = "`with tf.GradientTape() as tape:`"


@rule.on_events({EventKind.METHOD: (*_GRADIENTS, _WATCH)})
def check(context: EventContext) -> Problem | None:
    """Checks one method call on a tape."""
    event = context.event
    if event.tracked.kind is not ObjectKind.TAPE or event.in_try:
        return None
    state = event.state
    if event.name == _WATCH:
        is_late = state.recording is False
        effect = "does nothing once the tape has recorded" if state.has_recorded else "fails before the tape records"
        severity = Severity.WARNING if state.has_recorded else Severity.ERROR
        return Problem(f"watch {effect}; call it first inside {_WITH}", severity=severity) if is_late else None
    if state.has_recorded is False:
        return Problem(
            f"{event.name} fails: the tape has not recorded; compute inside `with tf.GradientTape() as tape:`"
        )
    if state.consumed and state.persistent is False:
        return Problem(f"{event.name}() can be called once; create the tape with persistent=True")
    return _unrecorded_target(event) or _unwatched_sources(event)


def _unrecorded_target(event: Event) -> Problem | None:
    """Reports a target that was computed while the tape was not recording."""
    target = event.argument(0, "target")
    if target is None or target.tapes is None or event.tracked in target.tapes or not event.state.has_recorded:
        return None
    message = "the gradient is None: this is computed where the tape does not record"
    return Problem(message, node=target.node, severity=Severity.WARNING)


def _unwatched_sources(event: Event) -> Problem | None:
    """Reports sources that the tape does not watch."""
    sources = event.argument(1, "sources")
    if (
        sources is None
        or sources.tracked is None
        or not _is_constant(sources.tracked)
        or sources.state.watched is not False
    ):
        return None
    name = ast.unparse(sources.node) if isinstance(sources.node, ast.Name | ast.Attribute) else "this"
    call = f"tape.watch({name})" if name != "this" else "tape.watch"
    message = f"the gradient is None: {name} is a constant; call {call} first"
    return Problem(message, node=sources.node, severity=Severity.WARNING)


def _is_constant(tracked: TrackedObject) -> bool:
    return tracked.kind is ObjectKind.TENSOR and tracked.name != _CONVERT
