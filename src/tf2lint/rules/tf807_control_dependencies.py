"""Control dependencies that TensorFlow 2 does not need.

What it does:
    Reports `tf.control_dependencies`. Applies only to files that use
    TensorFlow 1 names such as `tf.placeholder`. For the updates of batch
    normalization, the code that gets them from the collection is reported
    instead.

Why it matters:
    A TensorFlow 1 graph runs what is fetched and what that depends on, in any
    order, so assertions and assignments have to be added as dependencies. Eager
    code runs line by line, and a `tf.function` runs operations with side
    effects in program order. The remaining `with` blocks and calls to
    `tf.identity` do nothing.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32)
    with tf.control_dependencies([tf.assert_greater(x, 0.0)]):
        y = tf.identity(x)
    with tf.Session() as session:
        print(session.run(y, {x: 1.0}))
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def checked(x):
        tf.debugging.assert_greater(x, 0.0)
        return x


    print(checked(tf.constant(1.0)).numpy())
    ```

How sure it is:
    Code that still builds a graph, with `tf.Graph` or in an Estimator, needs
    its control dependencies, and a `tf.function` may need them to delay
    operations without side effects, to save memory. The file must be written
    for TensorFlow 1, judging by the names that it uses, or else those of the
    files around it. The setting `source-version` says so explicitly.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#eager_execution
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project import ModuleFacts

rule = Rule(__name__, Severity.INFO)
_COLLECTION: Final = "update_ops"
#: The usual variable name for what the collection UPDATE_OPS returns; TF405 reports the code that reads the collection.
_UPDATES: Final = "update_op"


@rule.on_calls("control_dependencies")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    if is_tf1_source(call.program) and not (_is_about_updates(call) and _reads_updates(call.program.facts)):
        advice = call.callee.lookup.entry.advice
        yield Problem.with_advice(f"{call.callee.label} is not needed in TF2", advice)._replace(node=call.node.func)


def _is_about_updates(call: LibraryCall) -> bool:
    """Returns whether the dependencies are a variable, or what a function returns, with a name for updates."""
    names = (
        node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        for node in ast.walk(call.node)
    )
    strings = (node.value for node in ast.walk(call.node) if isinstance(node, ast.Constant))
    return any(_UPDATES in str(text).lower() for text in (*names, *strings))


def _reads_updates(facts: ModuleFacts) -> bool:
    return facts.has_attribute(_COLLECTION.upper()) or facts.has_string(_COLLECTION)
