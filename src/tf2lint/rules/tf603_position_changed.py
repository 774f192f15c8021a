"""A positional argument that now goes to another parameter.

What it does:
    Reports positional arguments for a parameter that has moved to another
    position, as in `tf.argmax(x, 1, "best")` and
    `tf.nn.in_top_k(predictions, targets, 5)`, also if it moved before
    TensorFlow 1.0, as in `tf.concat(1, [a, b])` and
    `tf.nn.softmax_cross_entropy_with_logits(logits, labels)`.

Why it matters:
    The value goes to another parameter. In the best case, the call fails.
    Otherwise the program runs and computes something else.

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
    Certain if the value fits only the old parameter, such as a string where
    `name` used to be, an integer in place of a list, or a variable that is
    named like the old parameter. If it fits both parameters, it is reported
    only in files written for TensorFlow 1, judging by the names that they use
    (also those in `compat.v1`), or else those of the files around them; an
    order from before 1.0 only in files that use names from before 1.0. The
    setting `source-version` says explicitly what files are written for.

References:
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/shape
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.linting import ChangedCall, Problem, Rule, is_tf1_argument
from tf2lint.model import Severity
from tf2lint.table import ChangeKind

if TYPE_CHECKING:
    from tf2lint.table import ArgumentChange

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)


@rule.on_change(ChangeKind.MOVED)
def check(call: ChangedCall) -> Problem | None:
    """Checks one argument."""
    change = call.change
    if not is_tf1_argument(call):
        return None
    current = (
        f"takes {change.now} at position {change.position}" if change.now else f"has no position {change.position}"
    )
    advice = f": {change.advice}" if change.advice else ""
    fact = f"{call.callee.label} {current} in {call.callee.release}, not {change.parameter}"
    problem = Problem.with_advice(fact, f"give it by keyword, {change.keyword}={advice}")
    return problem._replace(severity=Severity.WARNING if change.now and not _is_text(change) else Severity.ERROR)


def _is_text(change: ArgumentChange) -> bool:
    """Returns whether the argument is a string, which hardly any other parameter takes."""
    value = change.argument.value if change.argument is not None else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)
