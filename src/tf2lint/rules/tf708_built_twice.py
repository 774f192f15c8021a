"""A model that is created twice instead of shared.

What it does:
    Reports a model that is created and called in one expression if the same
    expression created a model before, and the input of exactly one of the two
    comes from another model: `discriminator(shape)(real)` and
    `discriminator(shape)(fake)`.

Why it matters:
    In TensorFlow 1, the second call reused the variables of the first, by their
    names in a variable scope. In Keras, each model has its own weights: these
    are two networks, and training one does not train the other. Nothing fails;
    the GAN just does not learn.

Example:
    ```python
    import tensorflow as tf


    def discriminator():
        return tf.keras.Sequential([tf.keras.layers.Dense(1)])


    generator = tf.keras.Sequential([tf.keras.layers.Dense(3)])
    fake = generator(tf.ones([2, 8]))
    d_real = discriminator()(tf.ones([2, 3]))
    d_fake = discriminator()(fake)
    ```

Use instead:
    ```python
    import tensorflow as tf


    def discriminator():
        return tf.keras.Sequential([tf.keras.layers.Dense(1)])


    generator = tf.keras.Sequential([tf.keras.layers.Dense(3)])
    judge = discriminator()
    fake = generator(tf.ones([2, 8]))
    d_real = judge(tf.ones([2, 3]))
    d_fake = judge(fake)
    ```

How sure it is:
    Both models are created by the same call with the same arguments and get
    different inputs, exactly one of which comes from a model. Towers for two
    kinds of data and blocks that follow each other are not reported.

References:
    - https://keras.io/guides/functional_api/#shared-layers
"""

from __future__ import annotations

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.WARNING)


@rule.on_events({EventKind.DUPLICATE: ()}, r"\)\(")
def check(context: EventContext) -> Problem | None:
    """Checks a model that is created again for a different input."""
    text = context.event.name if len(context.event.name) < 60 else f"{context.event.name[:57]}..."
    return Problem(f"{text} makes another model, which shares no weights with the first; make one and call it twice")
