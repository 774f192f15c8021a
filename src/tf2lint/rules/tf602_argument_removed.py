"""An argument that is no longer taken.

What it does:
    Reports arguments of functions that kept their name, or only changed it,
    which no parameter takes any more: `validate_shape=` of an initializer,
    `use_cudnn_on_gpu=`, `colocate_gradients_with_ops=`.

Why it matters:
    By keyword, the call raises a TypeError. By position, another parameter
    takes the value, and it may go unnoticed.

Example:
    ```python
    import tensorflow as tf

    zero = tf.constant(0.0, verify_shape=True)
    ```

Use instead:
    ```python
    import tensorflow as tf

    zero = tf.constant(0.0)
    ```

How sure it is:
    Certain for keywords. An argument by position is reported where no
    parameter takes it, or where the file uses what only TensorFlow 1 has;
    else it may be meant for the parameter that stands there now.

References:
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_argument
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_change(ChangeKind.REMOVED)
def check(call: ChangedCall) -> Problem | None:
    """Judges one argument."""
    change = call.change
    if change.position and not is_tf1_argument(call):
        return None
    takes = f" (the argument in its place is {change.now}=)" if change.now else ""
    advice = change.advice or "delete it"
    return Problem(f"{call.callee.shown} has no {change.parameter}= in TF {call.callee.target}{takes}; {advice}")
