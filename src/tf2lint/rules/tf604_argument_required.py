"""A missing argument that is now required.

What it does:
    Reports calls that omit an argument that used to have a default and no
    longer has one.

Why it matters:
    The call raises a `TypeError`.

Example:
    ```python
    import tensorflow as tf

    strategy = tf.distribute.get_strategy()
    total = strategy.reduce("SUM", tf.constant(1.0))
    ```

Use instead:
    ```python
    import tensorflow as tf

    strategy = tf.distribute.get_strategy()
    total = strategy.reduce("SUM", tf.constant(1.0), axis=None)
    ```

How sure it is:
    Certain: the parameters come from TensorFlow's own code. Calls with `*` or
    `**` are not reported.

References:
    - https://www.tensorflow.org/api_docs/python/tf/distribute/Strategy#reduce
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

from tf2lint.linting import ChangedCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_change(ChangeKind.REQUIRED)
def check(call: ChangedCall) -> Problem:
    """Checks one call."""
    change = call.change
    advice = f": {change.advice}" if change.advice else ""
    fact = f"{call.callee.label} cannot be called without {change.parameter}= in {call.callee.release}"
    return Problem.with_advice(fact, f"give it{advice}")
