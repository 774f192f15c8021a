"""A model that is frozen after it was compiled.

What it does:
    For target versions from 2.16 on, reports `model.trainable = False` of a
    model that is compiled already, and trained for the first time after that:
    programs with a GAN freeze a discriminator in this way for the model that it
    becomes a part of.

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
    reported if the file compiles a model, freezes it, and then trains it for
    the first time, also in functions that call each other, and nothing makes
    it trainable in between. Code of other modules that the model is passed to
    may do that, so it is not reported there.

References:
    - https://keras.io/guides/transfer_learning/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, has_keras_3
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.WARNING)
_TRAINABLE: Final = "trainable"


@rule.on_calls("keras.Model().compile", "keras.Sequential().compile", words=(f".{_TRAINABLE}",))
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    for found in call.models.frozen(call.node) if has_keras_3(call.program) else ():
        name, training = ast.unparse(found.assignment.value), ast.unparse(found.training.func)
        owner = training.rpartition(".")[0]
        yield Problem(
            f"{name} is not trained any more in TF {call.callee.target}, although it was compiled before: what counts "
            f"is trainable when training begins; set {owner}.{_TRAINABLE} = True before {training}(), and False again "
            "before you train a model that it is part of",
            node=found.assignment,
        )
