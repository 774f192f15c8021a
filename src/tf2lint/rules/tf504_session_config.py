"""A session configuration.

What it does:
    Reports `tf.ConfigProto`, `tf.GPUOptions`, `tf.RunOptions`, and similar
    classes, the options passed to their constructors, and the options set on
    their objects.

Why it matters:
    TensorFlow 2 has no session to configure. Use `tf.config`, which sets these
    options for the whole process, before the first operation runs.

Example:
    ```python
    import tensorflow as tf

    config = tf.ConfigProto(allow_soft_placement=True)
    with tf.Session(config=config) as session:
        print(session.run(tf.constant(1.0)))
    ```

Use instead:
    ```python
    import tensorflow as tf

    tf.config.set_soft_device_placement(True)
    print(tf.constant(1.0).numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#other_api_changes
    - https://www.tensorflow.org/api_docs/python/tf/config
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, removed_calls, removed_name_problem
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_CLASSES = ("ConfigProto", "GPUOptions", "GraphOptions", "OptimizerOptions", "RunOptions", "RunMetadata")
_OPTIONS = (
    "ConfigProto().allow_soft_placement", "ConfigProto().device_count", "ConfigProto().inter_op_parallelism_threads",
    "ConfigProto().intra_op_parallelism_threads", "ConfigProto().log_device_placement", "GPUOptions().allow_growth",
    "GPUOptions().per_process_gpu_memory_fraction", "GPUOptions().visible_device_list",
    "OptimizerOptions().global_jit_level",
)  # fmt: skip


@rule.on_names(*_CLASSES, *_OPTIONS)
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a class or to an option of an object."""
    return removed_name_problem(referenced)


@rule.on_call(removed_calls(*_CLASSES))
def check_call(call: LibraryCall) -> Iterator[Problem]:
    """Checks the options that are passed to a constructor."""
    for option, argument in call.arguments.items():
        entry = call.member(option)
        if entry is not None:
            yield Problem(
                f"{option}= configures a session; {entry.advice}",
                entry.replacements,
                node=argument.node,
                covers=(call.node.func,),
            )
