"""A position that means something else.

What it does:
    Reports arguments by position that were meant for a parameter which
    stands somewhere else by now: `tf.argmax(x, 1, "best")`,
    `tf.nn.in_top_k(predictions, targets, 5)`.

Why it matters:
    Another parameter takes the value. With luck that is an error; else the
    program runs and computes something else.

Example:
    ```python
    import tensorflow as tf

    best = tf.shape([1.0], "size")
    ```

Use instead:
    ```python
    import tensorflow as tf

    best = tf.shape([1.0], name="size")
    ```

How sure it is:
    Certain where the value can only be meant for the old parameter: a text
    where `name` stood. Where both could be meant, it is reported in files
    that use what only TensorFlow 1 has.

References:
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_argument
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_change(ChangeKind.MOVED)
def check(call: ChangedCall) -> Problem | None:
    """Judges one argument."""
    change = call.change
    if not is_tf1_argument(call):
        return None
    now = f"takes {change.now} at position {change.position}" if change.now else f"has no position {change.position}"
    advice = f": {change.advice}" if change.advice else ""
    return Problem(
        f"{call.callee.shown} {now} in TF {call.callee.target}, not {change.parameter}; "
        f"give it by keyword, {change.keyword}={advice}"
    )
