"""An assignment to a variable that a session is meant to run later.

What it does:
    Reports `variable.assign(...)`, `assign_add`, and `assign_sub` whose result
    is kept in a name or attribute that is passed to `run`, or in an attribute
    for other modules. Applies only to files that use TensorFlow 1 names such as
    `tf.placeholder`.

Why it matters:
    In TensorFlow 1, the call created an operation, and the variable changed
    each time when a session ran that. In TensorFlow 2, the variable changes
    once, where the call stands, and running its result does nothing more. Where
    this is code that builds a model, no error says so.

Example:
    ```python
    import tensorflow as tf

    step = tf.Variable(0)
    increment = step.assign_add(1)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(3):
            session.run(increment)
        print(session.run(step))
    ```

Use instead:
    ```python
    import tensorflow as tf

    step = tf.Variable(0)
    for _ in range(3):
        step.assign_add(1)
    print(step.numpy())
    ```

How sure it is:
    It is certain that the object is a variable, and that the result is kept.
    What is kept only for `tf.control_dependencies` is not reported: there,
    assigning at once is right.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#eager_execution
    - https://www.tensorflow.org/guide/variable
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source, runs_in_eager_mode
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
_METHODS: Final = ("assign", "assign_add", "assign_sub")


@rule.on_calls(*(f"{owner}().{method}" for owner in ("Variable", "compat.v1.Variable") for method in _METHODS))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    if is_tf1_source(call.program) and runs_in_eager_mode(call.program) and call.is_run_later():
        method = call.callee.label
        yield Problem(
            f"{method} assigns at once in TF2, not when a session runs its result; call it where that is run",
            node=call.node.func,
        )
