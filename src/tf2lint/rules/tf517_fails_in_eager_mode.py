"""A call that fails in eager mode.

What it does:
    Reports calls to functions and classes in `tf.compat.v1` that TensorFlow 2
    still has but that raise an error in eager mode: placeholders, sessions,
    metrics, queues, and merged summaries. Also reports `tf.gradients` in
    programs that do not use `tf.function`, `apply` of a
    `tf.train.ExponentialMovingAverage` with tensors, and in tests what
    `self.session()` gives, what `self.test_session()` of `tf.compat.v1` gives,
    and `run` with a `feed_dict` of what `self.cached_session()` gives.

    Programs that switch to TensorFlow 1 behavior
    (`tf.compat.v1.disable_v2_behavior()`) or build their own graphs are not
    reported, and neither are files that call `tf.executing_eagerly()`. What a
    program does is read from the code of the files that import each other. Code
    that only runs inside of `with tf.compat.v1.Session():` is in the session's
    graph, so it works and is not reported either.

Why it matters:
    Putting `compat.v1` in front of a name does not bring TensorFlow 1 back.
    Eager mode has no graph, and a call that adds to the graph raises a
    `RuntimeError`.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    images = tf.placeholder(tf.float32, [None, 2])
    mean = tf.reduce_mean(images)
    with tf.Session() as session:
        print(session.run(mean, {images: [[1.0, 3.0]]}))
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def mean(images):
        return tf.reduce_mean(images)


    print(mean(tf.constant([[1.0, 3.0]])).numpy())
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#eager_execution
    - https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import (
    LibraryCall,
    Problem,
    Rule,
    applies_in_eager_mode,
    eager_effect,
    has_keras_2,
    is_tf1_source,
)
from tf2lint.model import Severity
from tf2lint.table import ANY, FAILS, Area, names_with_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_SAVER: Final = "compat.v1.train.Saver"
#: What a test gets from these fails, or is None. Entering them does not fail.
_TEST_SESSIONS: Final = ("test.TestCase().session", "compat.v1.test.TestCase().test_session")
#: What a test gets from `cached_session` also runs in eager mode, but takes no values for placeholders.
_RUN: Final = "compat.v1.Session().run"
_FEED: Final = "feed_dict"
_FEED_POSITION: Final = 1
#: Averages of tensors need a graph, which a program for TensorFlow 1 loses when it is migrated.
_AVERAGE: Final = "train.ExponentialMovingAverage().apply"
_AVERAGED: Final = "var_list"
#: A function of Keras 2, the argument that it refuses, and the versions in which it does, as read in the wheels.
_FUNCTION: Final = "keras.backend.function"
_UPDATES: Final = "updates"
_WITHOUT_UPDATES: Final = "2.3..2.15"


@rule.on_calls(*names_with_effect(FAILS))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    entry = call.callee.lookup.entry
    if not _works(call) and (applies_in_eager_mode(call) or _uses_lost_graph(call)):
        fact, advice = eager_effect(call)
        covers = (call.node.func,) if entry.area is Area.COMPAT_V1 else ()
        problem = Problem.with_advice(fact, advice, entry.replacements)
        yield problem._replace(node=call.node.func, covers=covers, works_in_graph=True)


def _works(call: LibraryCall) -> bool:
    """Returns whether a call works in eager mode because of what it passes, or doesn't."""
    if call.name.endswith(_AVERAGE):
        averaged = [*call.node.args[:1], *(keyword.value for keyword in call.node.keywords if keyword.arg == _AVERAGED)]
        return all(ANY not in call.classes(argument) for argument in averaged)
    if call.name == _FUNCTION:
        updates = call.arguments.get(_UPDATES)
        is_given = updates is not None and not _is_empty(updates.value)
        return not is_given or not has_keras_2(call.program, _WITHOUT_UPDATES)
    if call.name in _TEST_SESSIONS:
        return call.is_unnamed_context()
    if call.name == _RUN:
        return _FEED not in call.arguments and len(call.node.args) < _FEED_POSITION + 1
    return call.callee.lookup.entry.name == _SAVER and bool(call.arguments)


def _is_empty(node: ast.expr) -> bool:
    """Returns whether an expression is `None`, or a display without elements."""
    return (isinstance(node, ast.Constant) and node.value is None) or not getattr(node, "elts", [node])


def _uses_lost_graph(call: LibraryCall) -> bool:
    return call.name.endswith(_AVERAGE) and is_tf1_source(call.program)
