"""Two models where one was meant to be shared.

What it does:
    Reports a model that is made and called at once, where the same text made
    another one before, and only one of them is given what a further model
    generated: `discriminator(shape)(real)` and `discriminator(shape)(fake)`.

Why it matters:
    In TensorFlow 1 the second call reused the variables of the first, by the
    names in a variable scope. A Keras model has the weights that it was made
    with: two of them are two networks, and training one teaches the other
    nothing. Nothing fails; the GAN just does not learn.

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
    Both are made by the same call with the same arguments, and given different
    inputs of which one comes from a model. Towers for two kinds of data, and
    blocks that follow each other, are left alone.

References:
    - https://keras.io/guides/functional_api/#shared-layers
"""

from __future__ import annotations

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.WARNING)


@rule.on_moments({EventKind.REPEAT: ()}, r"\)\(")
def check(context: EventContext) -> Problem | None:
    """Judges a model that is made again for other input."""
    text = context.event.name if len(context.event.name) < 60 else f"{context.event.name[:57]}..."
    return Problem(f"{text} makes another model, which shares no weights with the first; make one and call it twice")
