"""A call that runs part of a graph in a session.

What it does:
    Reports `run` and similar methods of objects known to be sessions, `eval` of
    tensors and variables, and `run` of operations.

Why it matters:
    In TensorFlow 1, a program builds a graph of operations first, and a session
    runs it later. In TensorFlow 2, operations run when they are called: fetches
    become return values of a function, and feeds become its arguments.

Example:
    ```python
    import tensorflow as tf

    x = tf.constant(1.0)
    with tf.Session() as session:
        value = session.run(2 * x)
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.constant(1.0)
    value = (2 * x).numpy()
    ```

How sure it is:
    The object is resolved, not guessed from the method's name. `eval` and `run`
    of tensors, variables and operations still work in a graph, with a session
    of `tf.compat.v1`. In files that use `tf.compat.v1`, they are not reported
    inside of `with tf.Graph().as_default():` or
    `with tf.compat.v1.Session():`, nor in functions that are only called there.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#functions_not_sessions
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session#run
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule, removed_name_problem
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_names(
    "Session().as_default", "Session().close", "Session().make_callable", "Session().partial_run",
    "Session().partial_run_setup", "Session().run", "Session().run_step_fn", "Session().should_stop",
    "Operation().run", "Tensor().eval", "Variable().eval",
)  # fmt: skip
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a method. The methods of tensors still exist but fail without a session."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CORE or not entry.exists:
        return removed_name_problem(referenced)
    problem = Problem.with_advice(f"{referenced.label} needs a session of TF 1", entry.advice, entry.replacements)
    return problem._replace(works_in_graph=True)
