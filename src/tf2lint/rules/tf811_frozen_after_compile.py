"""A model that is frozen after it was compiled.

What it does:
    For target versions from 2.16 on, reports `model.trainable = False` of a
    model that is compiled there already, and is not compiled or trained between
    the two: programs with a GAN freeze a discriminator in this way for the
    model that it becomes a part of.

Why it matters:
    Keras 2 trained what was trainable when `compile` was called, so such a
    model still learned when it was trained itself. Keras 3 trains what is
    trainable when training begins. Without an error, the model does not learn.

Example:
    ```python
    import tensorflow as tf

    critic = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    critic.compile("sgd", "mse")
    critic.trainable = False
    noise = tf.keras.Input([1])
    gan = tf.keras.Model(noise, critic(noise))
    gan.compile("sgd", "mse")
    critic.train_on_batch(tf.ones([1, 1]), tf.zeros([1, 1]))
    print(round(float(critic.get_weights()[0][0, 0]), 2))
    ```

Use instead:
    ```python
    import tensorflow as tf

    critic = tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(1, kernel_initializer="ones")])
    critic.compile("sgd", "mse")
    noise = tf.keras.Input([1])
    gan = tf.keras.Model(noise, critic(noise))
    gan.compile("sgd", "mse")
    critic.trainable = True
    critic.train_on_batch(tf.ones([1, 1]), tf.zeros([1, 1]))
    print(round(float(critic.get_weights()[0][0, 0]), 2))
    ```

How sure it is:
    It is certain that Keras 3 does not train the model from there on. It is
    reported if it is compiled before, and the same function neither trains it
    in between nor compiles it again, and if the file trains something of this
    name and never makes it trainable again.

References:
    - https://keras.io/guides/transfer_learning/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Problem, Rule, has_keras_3, last_word, trains
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import EventContext

rule = Rule(__name__, Severity.WARNING)
_TRAINABLE: Final = "trainable"
_COMPILE: Final = "compile"


@rule.on_events({EventKind.ASSIGN: (_TRAINABLE,)}, rf"\.{_TRAINABLE}\b[^\n=(]*=[ \t]*False\b", only_there=True)
def check(context: EventContext) -> Problem | None:
    """Checks one assignment to an attribute of an object."""
    event, value = context.event, context.event.arguments[0].node
    owner = event.node.value if isinstance(event.node, ast.Attribute) else event.node
    is_frozen = isinstance(value, ast.Constant) and value.value is False
    if not is_frozen or not event.tracked.is_model or not has_keras_3(context.program):
        return None
    name, line = ast.unparse(owner), event.node.lineno
    calls = sorted(_calls_on(context.body, name))
    last = next((method for at, method in reversed(calls) if at < line), "")
    is_compiled = last == _COMPILE or (not last and event.state.compiled is True)
    if not is_compiled or any(at > line and method == _COMPILE for at, method in calls):
        return None
    word = last_word(owner)
    if not context.models.is_trained(word) or context.models.is_made_trainable(word):
        return None
    return Problem(
        f"{name} is not trained any more in TF {context.target}, although it was compiled before: what counts is "
        f"trainable when training begins; set {name}.{_TRAINABLE} = True before you train it"
    )


def _calls_on(function: ast.AST, name: str) -> Iterator[tuple[int, str]]:
    """Yields the lines in which a function compiles or trains a model, and the methods."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) as call if method == _COMPILE or trains(call):
                if ast.unparse(owner) == name:
                    yield node.lineno, method
