"""A summary that needs a session.

What it does:
    Reports `tf.summary.FileWriter` and its methods, `tf.summary.merge_all` and
    similar functions, and calls such as `tf.summary.scalar(name, tensor)` that
    pass no step, unless the program sets a step for all summaries.

Why it matters:
    TensorFlow 2 writes a summary as soon as the call runs, to the writer that
    is the default at that point, and the call needs a step. Without a writer,
    the summary is dropped silently. Without a step, the call fails.

Example:
    ```python
    import tensorflow as tf

    tf.summary.scalar("loss", tf.constant(0.5))
    summaries = tf.summary.merge_all()
    writer = tf.summary.FileWriter("logs")
    with tf.Session() as session:
        writer.add_summary(session.run(summaries), global_step=1)
    writer.close()
    print(len(tf.io.gfile.listdir("logs")))
    ```

Use instead:
    ```python
    import tensorflow as tf

    writer = tf.summary.create_file_writer("logs")
    with writer.as_default():
        tf.summary.scalar("loss", tf.constant(0.5), step=1)
    writer.close()
    print(len(tf.io.gfile.listdir("logs")))
    ```

References:
    - https://www.tensorflow.org/tensorboard/migrate
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Coverage, LibraryCall, Problem, Relation, Rule, removed_name_problem
from tf2lint.model import Severity
from tf2lint.project import SETS_STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR, covers=(Coverage(Relation.ARGUMENTS, ("TF512",)),))
#: Functions that exist in both TensorFlow 1 and 2, with the position of TensorFlow 2's `step` parameter.
_STEP_POSITIONS: Final = {
    "summary.audio": 3,
    "summary.histogram": 2,
    "summary.image": 2,
    "summary.scalar": 2,
    "summary.text": 2,
}

rule.on_names(
    "summary.FileWriter",
    "summary.FileWriterCache",
    "summary.FileWriter().add_summary",
    "summary.FileWriter().add_graph",
    "summary.FileWriter().add_event",
    "summary.FileWriter().add_meta_graph",
    "summary.FileWriter().add_run_metadata",
    "summary.FileWriter().add_session_log",
    "summary.merge",
    "summary.merge_all",
    "summary.all_v2_summary_ops",
    "summary.get_summary_description",
    "summary.initialize",
    "summary.tensor_summary",
    "summary.FileWriter().get_logdir",
    "summary.FileWriter().reopen",
    "Summary",
    "Summary().value",
    "Summary.Value",
)(removed_name_problem)


@rule.on_calls(*_STEP_POSITIONS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call to a function that has different parameters in TensorFlow 2."""
    entry, node = call.callee.lookup.entry, call.node
    may_pass_step = len(node.args) > _STEP_POSITIONS[entry.name] or any(
        isinstance(argument, ast.Starred) for argument in node.args
    )
    may_pass_step = may_pass_step or any(keyword.arg in ("step", None) for keyword in node.keywords)
    if not may_pass_step and not call.program.has(SETS_STEP):
        problem = Problem.with_advice(f"{call.callee.label} needs step= in TF2, and a writer", entry.advice)
        yield problem._replace(node=node.func)
