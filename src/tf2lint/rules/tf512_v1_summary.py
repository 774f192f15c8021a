"""A summary that a session would run.

What it does:
    Reports `tf.summary.FileWriter`, its methods, `tf.summary.merge_all` and
    the like, and calls such as `tf.summary.scalar(name, tensor)` that give no
    step, in a program that sets none for all of them.

Why it matters:
    A summary of TensorFlow 2 is written when its line runs, to the writer
    that is the default there, and is told its step. Without a writer nothing
    is written and nothing says so; without a step the call fails.

Example:
    ```python
    import tensorflow as tf

    tf.summary.scalar("loss", 0.5)
    summaries = tf.summary.merge_all()
    ```

Use instead:
    ```python
    import tensorflow as tf

    writer = tf.summary.create_file_writer("/tmp/tf2lint_example")
    with writer.as_default():
        tf.summary.scalar("loss", 0.5, step=1)
    ```

References:
    - https://www.tensorflow.org/tensorboard/migrate
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, gone
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
#: The functions that both have, with the position of TF2's parameter `step`.
_WRITERS: Final = {
    "summary.audio": 3,
    "summary.histogram": 2,
    "summary.image": 2,
    "summary.scalar": 2,
    "summary.text": 2,
}
#: What gives a step to all summaries of a program; Keras's callback does while a model is fitted.
_SETS_STEP: Final = (".set_step(", "as_default(step", "as_default(global_step", "TensorBoard(")

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
    "Summary",
    "Summary.Value",
)(gone)


@rule.on_calls(*_WRITERS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call of a function that TF2 has with other parameters."""
    entry, node = call.callee.lookup.entry, call.node
    may_give_step = len(node.args) > _WRITERS[entry.name] or any(isinstance(one, ast.Starred) for one in node.args)
    may_give_step = may_give_step or any(keyword.arg in ("step", None) for keyword in node.keywords)
    if not may_give_step and not call.program.mentions(_SETS_STEP):
        yield Problem(f"{call.callee.shown} needs step= in TF2, and a writer; {entry.advice}", node=node.func)
