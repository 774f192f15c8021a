"""A Keras subclass whose `__init__` does not call `super().__init__()`.

What it does:
    Reports `__init__` methods that never call the `__init__` of the base class,
    in subclasses of Keras layers, models, losses, metrics, and optimizers.

Why it matters:
    The base class tracks the variables and layers of an object. If its
    `__init__` does not run, the first use of the object raises a `RuntimeError`
    or an `AttributeError`. Classes that were written for TensorFlow 1 and
    became Keras layers often lack the call.

Example:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            self.dense = tf.keras.layers.Dense(2)


    net = Net()
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = tf.keras.layers.Dense(2)


    net = Net()
    ```

How sure it is:
    The base classes are resolved, including those in other modules of the
    program. An `__init__` that calls any `__init__`, itself or in a method that
    it calls, or that passes `self` to a function is not reported. Neither is
    one that only raises an error, nor a class with its own `__call__`, nor one
    that has only an `__init__`, which needs nothing that the base class sets.

References:
    - https://keras.io/guides/making_new_layers_and_models_via_subclassing/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule
from tf2lint.model import Severity
from tf2lint.source import receiver_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import ClassContext
    from tf2lint.typestate import UserClass

rule = Rule(__name__, Severity.ERROR)
_INIT: Final = "__init__"
#: A class that overrides this method may work without the `__init__` of its base class.
_CALL: Final = "__call__"
_CLASS: Final = "__class__"
#: Base classes whose `__init__` has to run; callbacks and constraints work without it.
_BASES: Final = (
    "keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential",
    "keras.losses.", "keras.metrics.", "keras.optimizers.",
)  # fmt: skip


@rule.on_class()
def check(context: ClassContext) -> Iterator[Problem]:
    """Checks one class."""
    user_class = context.user_class
    base = next((base for base in user_class.bases if base.startswith(_BASES)), "")
    methods = [node for node in user_class.node.body if isinstance(node, ast.FunctionDef)]
    inits = [node for node in methods if node.name == _INIT]
    if not base or len(inits) != 1 or _is_exempt(inits[0]) or any(node.name == _CALL for node in methods):
        return
    if user_class.init_calls(_INIT):  # in a method that it calls
        return
    if len(methods) == 1 and _needs_nothing(user_class):
        return
    yield Problem(
        f"{user_class.name}.__init__ does not call that of tf.{base}; call super().__init__() before all else",
        node=inits[0],
    )


def _is_exempt(init: ast.FunctionDef) -> bool:
    """Returns whether a constructor may initialize the base class in another way, or contains no real code."""
    receiver = receiver_of(init)
    for node in ast.walk(init):
        if isinstance(node, ast.Attribute) and node.attr == _INIT:
            return True
        if isinstance(node, ast.Call) and any(
            isinstance(argument, ast.Name) and argument.id == receiver for argument in node.args
        ):
            return True
    return all(isinstance(node, ast.Raise | ast.Pass) or _is_bare_constant(node) for node in init.body)


def _needs_nothing(user_class: UserClass) -> bool:
    """Returns whether a constructor only calls methods of the program, and they use nothing else of the object."""
    seen, pending = set[str](), [_INIT]
    while pending:
        name = pending.pop()
        method = user_class.method(name)
        receiver = receiver_of(method) if method is not None else ""
        if method is None or not receiver:
            return False
        seen.add(name)
        attributes = {node.value: node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)}
        for node in ast.walk(method):
            if isinstance(node, ast.Name) and node.id == receiver:
                used = attributes.get(node, "")
                if not used:
                    return False
                if used != _CLASS and used not in seen:
                    pending.append(used)
    return len(seen) > 1


def _is_bare_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
