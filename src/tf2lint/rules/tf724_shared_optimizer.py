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
    The class of the optimizer is resolved. Both calls stand in one block, with
    no other optimizer under this name in between, and the file trains
    something by the name of each model. Models that share all their variables
    can share an optimizer.

References:
    - https://keras.io/api/optimizers/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, has_keras_2, has_keras_3, last_word
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    name, owner = ast.unparse(optimizer.value), _owner(call.node)
    other = _compiled_before(call.block(), call.node, name)
    if owner is None or other is None or ast.unparse(other) == ast.unparse(owner):
        return
    if all(call.models.is_trained(last_word(model)) for model in (other, owner)):
        made = call.bound_value(optimizer.value)
        own = f": {ast.unparse(made)}" if made is not None else ""
        fact = f"{name} already belongs to {ast.unparse(other)}, and trains only one model in TF {call.callee.target}"
        yield Problem(f"{fact}; give {ast.unparse(owner)} one of its own{own}", node=optimizer.node)


def _compiled_before(block: Sequence[ast.stmt], call: ast.Call, optimizer: str) -> ast.expr | None:
    """Returns the model that was compiled with an optimizer before; None if there is none.

    Args:
        block: the statements around the call.
        call: the call that compiles a model.
        optimizer: the text of its optimizer.
    """
    other = None
    for statement in block:
        match statement:
            case ast.Expr(value=inner) if inner is call:
                return other
            case ast.Expr(value=ast.Call() as inner) if optimizer in map(ast.unparse, _arguments(inner)):
                other = other or _owner(inner)
            case ast.Assign(targets=targets) if optimizer in map(ast.unparse, targets):
                other = None
            case ast.AnnAssign(target=target) if optimizer == ast.unparse(target):
                other = None
    return None


def _arguments(call: ast.Call) -> list[ast.expr]:
    """Returns what may be the optimizer in a call of `compile`."""
    return [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == _OPTIMIZER)]


def _owner(call: ast.Call) -> ast.expr | None:
    """Returns the model that a call compiles; None if it is another call."""
    match call.func:
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner, attr="compile"):
            return owner
        case _:
            return None
