"""A model that is frozen after it was compiled.

What it does:
    For target versions from 2.16 on, reports `model.trainable = False` of a
    model that is compiled already, and trained for the first time after that:
    programs with a GAN freeze a discriminator in this way for the model that it
    becomes a part of. It also reports a part of a model that is frozen for
    another model, or no longer frozen, between `compile` and the first training.

Why it matters:
    Keras 2 trained what was trainable when `compile` was called, so such a
    model still learned when it was trained itself. Keras 3 trains what is
    trainable when training begins. Without an error, the model does not learn,
    or something else does.

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
    it trainable in between. What a model consists of is known from the layers
    and models that are called for its outputs, or added to it. Code of other
    modules that the model is passed to, other than those of Keras, may do
    anything with it, so nothing is reported there.

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
    for found in call.models.changed(call.node) if has_keras_3(call.program) else ():
        part, training = found.name, ast.unparse(found.training.func)
        model, target = training.rpartition(".")[0], f"TF {call.callee.target}"
        if found.is_whole:
            fact, part = f"{part} is not trained any more in {target}, although it was compiled before", model
        elif found.is_frozen:
            fact = f"{model} does not train {part} any more in {target}, although it did when it was compiled"
        else:
            fact = f"{model} trains {part}, too, in {target}, although that was frozen when it was compiled"
        yield Problem(
            f"{fact}: what counts is trainable when training begins; set {part}.{_TRAINABLE} = {found.is_frozen} "
            f"before {training}(), and {not found.is_frozen} again before you train another model that it is part of",
            node=found.place,
        )
