"""A member of a tensor or variable that works only in a graph.

What it does:
    Reports `op`, `graph`, and `name` of tensors, `op`, `graph`, `initializer`,
    `initial_value`, and `initialized_value` of variables, and similar members,
    in programs that use TensorFlow 1 names such as `tf.placeholder`.

Why it matters:
    A TensorFlow 1 tensor is the output of an operation in a graph, and knows
    both. A tensor of TensorFlow 2 is a value: outside of a `tf.function`, these
    members raise an error. A variable has its value when it is created, so its
    `initializer` is `None`.

Example:
    ```python
    import tensorflow as tf

    x = tf.placeholder(tf.float32)
    loss = tf.reduce_mean(x, name="loss")
    print(loss.op.name)
    ```

Use instead:
    ```python
    import tensorflow as tf

    x = tf.ones([8])
    losses = {"loss": tf.reduce_mean(x)}
    print(*losses)
    ```

How sure it is:
    Very sure that the object is a tensor or a variable. Inside a `tf.function`,
    a tensor still has these members. Code is not reported if it catches the
    `AttributeError`, or has asked for the member with `hasattr` or for the mode
    with `tf.executing_eagerly()`. A program counts as being migrated if it uses
    names that exist only in TensorFlow 1.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#eager_execution
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Problem, ReferencedName, Rule, is_tf1_source
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_EFFECT: Final = "raises an error in eager mode"
#: What other members do in eager mode.
_OTHER_EFFECTS: Final = {"Variable().initializer": "is None in eager mode"}


@rule.on_names(
    "Tensor().consumers", "Tensor().graph", "Tensor().name", "Tensor().op", "Tensor().value_index",
    "Variable().graph", "Variable().initial_value", "Variable().initialized_value", "Variable().initializer",
    "Variable().op",
)  # fmt: skip
def check(referenced: ReferencedName) -> Problem:
    """Checks one reference to a member."""
    entry = referenced.lookup.entry
    effect = _OTHER_EFFECTS.get(entry.name, _EFFECT)
    problem = Problem.with_advice(f"{referenced.label} {effect}", entry.advice, entry.replacements, is_tf1_source)
    raises = effect == _EFFECT
    return problem._replace(raises=raises, severity=Severity.ERROR if raises else Severity.WARNING)
