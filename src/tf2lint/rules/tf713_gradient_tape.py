"""A gradient tape that gives no gradients.

What it does:
    Reports tapes that are asked twice without `persistent=True`, or without
    having recorded; `watch` when the tape no longer records; gradients of what
    was computed outside of the `with`, and those by a constant that was not
    watched.

Why it matters:
    A tape records what is computed inside its `with` statement, and forgets it
    once it has been asked. Being asked twice is an error. In the other cases
    the gradient is None, and the optimizer changes nothing.

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
    The tape is made in the same function, and nothing else got hold of it. What
    was computed outside is told by the name that it was bound to, if that was
    bound to a call or an operation and nowhere else.

References:
    - https://www.tensorflow.org/guide/autodiff
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind, ObjectKind

if TYPE_CHECKING:
    from tf2lint.typestate import Event, TrackedObject

rule = Rule(__name__, Severity.ERROR)
_GRADIENTS: Final = ("batch_jacobian", "gradient", "jacobian")
_WATCH: Final = "watch"
#: What makes a tensor of another one, which a tape follows.
_CONVERTS: Final = "convert_to_tensor"
_WITH: Final = "`with tf.GradientTape() as tape:`"


@rule.on_moments({EventKind.METHOD: (*_GRADIENTS, _WATCH)})
def check(context: EventContext) -> Problem | None:
    """Judges what a tape is asked."""
    step = context.event
    if step.tracked.kind is not ObjectKind.TAPE or step.in_try:
        return None
    state = step.state
    if step.name == _WATCH:
        is_late = state.recording is False
        what = "does nothing once the tape has recorded" if state.entered else "fails before the tape records"
        return Problem(f"watch {what}; call it first inside {_WITH}") if is_late else None
    if state.entered is False:
        return Problem(
            f"{step.name} fails: the tape has not recorded; compute inside `with tf.GradientTape() as tape:`"
        )
    if state.spent and state.persistent is False:
        return Problem(f"{step.name} fails: a tape can be asked once; use tf.GradientTape(persistent=True)")
    return _of_outside(step) or _of_constant(step)


def _of_outside(step: Event) -> Problem | None:
    """What there is to say of a target that was not computed while the tape recorded."""
    target = step.argument(0, "target")
    if target is None or target.tapes is None or step.tracked in target.tapes or not step.state.entered:
        return None
    return Problem("the gradient is None: this is computed where the tape does not record", node=target.node)


def _of_constant(step: Event) -> Problem | None:
    """What there is to say of sources that the tape does not watch."""
    sources = step.argument(1, "sources")
    if (
        sources is None
        or sources.tracked is None
        or not _is_plain(sources.tracked)
        or sources.state.watched is not False
    ):
        return None
    return Problem("the gradient is None: a constant is only followed if tape.watch is told", node=sources.node)


def _is_plain(thing: TrackedObject) -> bool:
    return thing.kind is ObjectKind.TENSOR and thing.name != _CONVERTS
