"""A call that runs a part of the graph.

What it does:
    Reports `run` and the like on what is known to be a session, `eval` on a
    tensor or variable, and `run` on an operation.

Why it matters:
    In TensorFlow 1 operations are put together first and run by a session later.
    In TensorFlow 2 they run when they are called: what was fetched is what a
    function returns, and what was fed are its arguments.

Example:
    ```python
    import tensorflow as tf

    with tf.Session() as session:
        session.run(tf.constant(1.0))
    ```

Use instead:
    ```python
    import tensorflow as tf

    value = tf.constant(1.0).numpy()
    ```

References:
    - https://www.tensorflow.org/guide/migrate
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule, gone
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_names(
    "Session().as_default", "Session().close", "Session().make_callable", "Session().partial_run",
    "Session().partial_run_setup", "Session().run", "Session().run_step_fn", "Session().should_stop",
    "Operation().run", "Tensor().eval", "Variable().eval",
)  # fmt: skip
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a method; those of tensors are there, and fail without a session."""
    entry = referenced.lookup.entry
    if entry.area is not Area.CORE or not entry.exists:
        return gone(referenced)
    return Problem(f"{referenced.shown} needs a session of TF 1; {entry.advice}", entry.replacements)
