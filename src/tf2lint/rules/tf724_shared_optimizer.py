"""An optimizer that two models share.

What it does:
    For target versions from 2.11 on, reports `compile` of a model with an
    optimizer that another model was compiled with, if the program trains both.

Why it matters:
    An optimizer keeps the variables of the model that it trains first. When it
    is to train another one, it raises a `ValueError`, or up to 2.15 a
    `KeyError`. Earlier optimizers took any variables.

Example:
    ```python
    import tensorflow as tf

    first = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    second = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    optimizer = tf.keras.optimizers.Adam(0.1)
    first.compile(optimizer, "mse")
    second.compile(optimizer, "mse")
    first.train_on_batch(tf.ones([1, 1]), tf.zeros([1, 1]))
    second.train_on_batch(tf.ones([1, 2]), tf.zeros([1, 1]))
    print(round(float(second.get_weights()[0][0, 0]), 1))
    ```

Use instead:
    ```python
    import tensorflow as tf

    first = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    second = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    first.compile(tf.keras.optimizers.Adam(0.1), "mse")
    second.compile(tf.keras.optimizers.Adam(0.1), "mse")
    first.train_on_batch(tf.ones([1, 1]), tf.zeros([1, 1]))
    second.train_on_batch(tf.ones([1, 2]), tf.zeros([1, 1]))
    print(round(float(second.get_weights()[0][0, 0]), 1))
    ```

How sure it is:
    The class of the optimizer is resolved. The file compiles both models with
    the same object, also in functions that call each other, and trains both.
    Models that share all their variables can share an optimizer.

References:
    - https://keras.io/api/optimizers/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, has_keras_2, has_keras_3
from tf2lint.model import Severity
from tf2lint.resolver import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_COMPILE: Final = "compile"
_OPTIMIZER: Final = "optimizer"
_OPTIMIZERS: Final = "keras.optimizers."
_LEGACY: Final = "keras.optimizers.legacy."
_IN_KERAS_2: Final = "2.11..2.15"


@rule.on_calls(f"keras.Model().{_COMPILE}", f"keras.Sequential().{_COMPILE}", words=(f".{_COMPILE}(",))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    optimizer = call.arguments.get(_OPTIMIZER)
    if optimizer is None or not isinstance(optimizer.value, ast.Name | ast.Attribute):
        return
    if not has_keras_3(call.program) and not has_keras_2(call.program, _IN_KERAS_2):
        return
    classes = call.classes(optimizer.value)
    if not classes or not all(one.startswith(_OPTIMIZERS) and not one.startswith(_LEGACY) for one in classes):
        return
    shared = call.models.shared_optimizer(call.node)
    if shared is None:
        return
    first, second, name = _owner(shared.first), _owner(call.node), ast.unparse(optimizer.value)
    other = first if first != second else "another model"
    place = Origin("", shared.first.lineno, f"{first} is compiled with it", shared.first.col_offset, first == second)
    made = call.bound_value(optimizer.value)
    own = f": {_text(made)}" if isinstance(made, ast.Call) else ""
    fact = f"{name} already belongs to {other}, and trains only one model in TF {call.callee.target}"
    yield Problem(f"{fact}; give {second} one of its own{own}", node=optimizer.node, related=(place,))


def _owner(call: ast.Call) -> str:
    """Returns the model that a call compiles, as it is written."""
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def _text(made: ast.Call) -> str:
    """Returns the code that makes an optimizer, with its arguments if none has a name, which may be another one now."""
    return f"{ast.unparse(made.func)}(...)" if made.keywords else ast.unparse(made)
