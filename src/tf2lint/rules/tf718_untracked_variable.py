"""A `tf.Variable` in an attribute of a Keras layer or model, which Keras 3 does not track.

What it does:
    For target versions from 2.16 on, reports calls of `tf.Variable` and
    `tf.keras.backend.variable` whose result a method of a layer or model stores
    in an attribute of `self`, also in a list, tuple, or dictionary, or returns
    to a method that does.

Why it matters:
    Keras 3 tracks only variables of its own. The weights of the layer do not
    include the variable, so `fit` does not train it, and a `.keras` file does
    not contain it. At most a warning says that the model has no trainable
    weights.

Example:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.factor = tf.Variable(1.0)

        def call(self, x):
            return x * self.factor


    count = len(Scale().trainable_weights)
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Scale(tf.keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.factor = self.add_weight(shape=(), initializer="ones", name="factor")

        def call(self, x):
            return x * self.factor


    count = len(Scale().trainable_weights)
    ```

How sure it is:
    The class is resolved. Variables with `trainable=False` and those of
    integers are not reported, because training does not change them; neither
    are classes that define `trainable_variables` or `trainable_weights`
    themselves. Code outside the class that trains the variable explicitly
    works; it is not recognized.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule, has_keras_3
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import LibraryCall

rule = Rule(__name__, Severity.WARNING)
#: What returns a variable of TensorFlow, which Keras 3 does not track.
_FUNCTIONS: Final = ("Variable", "compat.v1.Variable", "keras.backend.variable")
_BASES: Final = ("keras.layers.", "keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential")
#: What a class defines that tells Keras, or the program's own training, about its variables.
_LISTS: Final = ("trainable_variables", "trainable_weights")
_GRADIENT: Final = "gradient"
_WITHOUT_GRADIENT: Final = ("bool", "int", "string", "uint")


@rule.on_calls(*_FUNCTIONS, words=("Variable", "variable("), in_classes=r"ariable\(")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    if not has_keras_3(call.program) or not _may_be_trained(call):
        return
    stored = call.stored(_BASES)
    if stored is None:
        return
    user_class = stored.user_class
    if any(user_class.defines(name) for name in _LISTS) or _gives_to_tape(user_class.nodes, stored.attribute):
        return
    yield Problem(
        f"Keras 3 does not track {call.callee.label} in self.{stored.attribute}: it is no weight of "
        f"{user_class.name}, and fit does not train it; use self.add_weight(...) or tf.keras.Variable"
    )


def _may_be_trained(call: LibraryCall) -> bool:
    """Returns whether training may change a variable: it is trainable, and its value isn't known to be an integer."""
    if call.constant("trainable") is False:
        return False
    dtype = call.arguments.get("dtype")
    if dtype is not None:
        name = dtype.value.value if isinstance(dtype.value, ast.Constant) else ast.unparse(dtype.value)
        return not str(name).rpartition(".")[2].startswith(_WITHOUT_GRADIENT)
    return not any(isinstance(call.constant(parameter), int | str) for parameter in ("initial_value", "value"))


def _gives_to_tape(classes: tuple[ast.ClassDef, ...], attribute: str) -> bool:
    """Returns whether a class asks a gradient tape for the gradients of a variable itself."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == attribute
        for body in classes
        for call in ast.walk(body)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == _GRADIENT
        for argument in (*call.args, *call.keywords)
        for node in ast.walk(argument)
    )
