"""An argument that was removed.

What it does:
    Reports arguments that the function no longer accepts, such as
    `validate_shape=` of an initializer, `use_cudnn_on_gpu=`, and
    `colocate_gradients_with_ops=`, in calls to functions that still exist,
    under the same name or another one.

Why it matters:
    Passed by keyword, such an argument raises a `TypeError`; optimizers of
    Keras 3 ignore `decay=` with a warning. Passed by position, its value goes
    to another parameter, possibly without an error.

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
    Certain for keyword arguments. A positional argument is reported if no
    parameter takes it, if it is a variable that is named like the old
    parameter, or if the file is written for TensorFlow 1, judging by the names
    that it uses (also those in `compat.v1`), or else those of the files around
    it. Otherwise it may be meant for the parameter that has this position now.
    The setting `source-version` says explicitly what files are written for.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/constant
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_argument
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)


@rule.on_change(ChangeKind.REMOVED)
def check(call: ChangedCall) -> Problem | None:
    """Checks one argument."""
    change = call.change
    if change.position and not is_tf1_argument(call):
        return None
    current = f" (the argument in its place is {change.now}=)" if change.now else ""
    fact = f"{call.callee.label} has no {change.parameter}= in {call.callee.release}{current}"
    problem = Problem.with_advice(fact, change.advice or "delete it")
    ignored = not change.position and change.parameter in call.callee.ignored
    return problem._replace(severity=Severity.WARNING if ignored else Severity.ERROR)
