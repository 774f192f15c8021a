"""A constructor that leaves out that of Keras.

What it does:
    Reports the `__init__` of classes made from a layer, model, loss, metric or
    optimizer of Keras that never calls the `__init__` of its base.

Why it matters:
    The base keeps the variables and the layers that an object holds. Without
    its `__init__` the first use of the object raises a RuntimeError or an
    AttributeError. Classes of TensorFlow 1 that become Keras layers lack it.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            self.dense = tf.keras.layers.Dense(2)
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = tf.keras.layers.Dense(2)


    Net()
    ```

How sure it is:
    The bases are known, also through modules of the program. A constructor that
    calls any `__init__`, or hands itself to a function, is left alone, and so
    are one with nothing in it but an error, and a class with a `__call__` of
    its own.

References:
    - https://keras.io/guides/making_new_layers_and_models_via_subclassing/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule
from tf2lint.model import Severity

if TYPE_CHECKING:
    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.ERROR)
_INIT: Final = "__init__"
#: What makes no use of its base's where a class has one of its own.
_CALL: Final = "__call__"
#: What needs its `__init__`; callbacks and constraints do not.
_BASES: Final = (
    "keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential",
    "keras.losses.", "keras.metrics.", "keras.optimizers.",
)  # fmt: skip


@rule.on_class
def check(own: UserClass) -> Problem | None:
    """Judges one class."""
    base = next((base for base in own.bases if base.startswith(_BASES)), "")
    methods = [node for node in own.node.body if isinstance(node, ast.FunctionDef)]
    inits = [node for node in methods if node.name == _INIT]
    if not base or len(inits) != 1 or _is_left_alone(inits[0]) or any(node.name == _CALL for node in methods):
        return None
    return Problem(
        f"{own.name}.__init__ does not call that of tf.{base}; call super().__init__() before all else",
        node=inits[0],
    )


def _is_left_alone(init: ast.FunctionDef) -> bool:
    receiver = init.args.args[0].arg if init.args.args else ""
    for node in ast.walk(init):
        if isinstance(node, ast.Attribute) and node.attr == _INIT:
            return True
        if isinstance(node, ast.Call) and any(isinstance(a, ast.Name) and a.id == receiver for a in node.args):
            return True
    return all(isinstance(node, ast.Raise | ast.Pass) or _is_text(node) for node in init.body)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
