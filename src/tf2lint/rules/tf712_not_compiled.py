"""A model that is trained before it is compiled.

What it does:
    Reports `fit`, `evaluate`, `train_on_batch` and `test_on_batch` of a model
    that was made in the same flow of code and not compiled since.

Why it matters:
    `compile` tells the loss and the optimizer. Without it Keras raises an
    error. Also a model that was cloned or made again has to be compiled again.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.fit(tf.ones([4, 3]), tf.ones([4, 1]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    model.fit(tf.ones([4, 3]), tf.ones([4, 1]))
    ```

How sure it is:
    The model is made, and trained, in the same function or in one that it
    calls. Where it is handed to other code in between, or one of several ways
    may have compiled it, nothing is said.

References:
    - https://keras.io/guides/training_with_built_in_methods/
"""

from __future__ import annotations

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_moments({EventKind.METHOD: ("evaluate", "fit", "test_on_batch", "train_on_batch")})
def check(context: EventContext) -> Problem | None:
    """Judges a call that trains or tests a model."""
    step, own = context.event, context.event.tracked.user_class
    if not step.tracked.is_model or step.state.compiled is not False or step.in_try:
        return None
    if own is not None and own.defines(step.name):
        return None
    return Problem(f"{step.name} fails: the model is not compiled; call model.compile(optimizer, loss) first")
