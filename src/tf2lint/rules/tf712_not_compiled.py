"""A model that is trained or evaluated before it is compiled.

What it does:
    Reports `fit`, `evaluate`, `train_on_batch`, and `test_on_batch` of a model
    that the same code created and has not compiled since.

Why it matters:
    `compile` sets the loss and the optimizer. Without it, Keras raises an
    error. A model that was cloned or recreated has to be compiled again.

Example:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
    ```

Use instead:
    ```python
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
    ```

How sure it is:
    The model is created and trained in the same function, or in a function that
    this function calls. If the model is passed to other code in between, or is
    compiled on only some paths, nothing is reported.

References:
    - https://keras.io/guides/training_with_built_in_methods/
"""

from __future__ import annotations

from tf2lint.linting import EventContext, Problem, Rule
from tf2lint.model import Severity
from tf2lint.typestate import EventKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_events({EventKind.METHOD: ("evaluate", "fit", "test_on_batch", "train_on_batch")})
def check(context: EventContext) -> Problem | None:
    """Checks one call that trains or evaluates a model."""
    event, user_class = context.event, context.event.tracked.user_class
    if not event.tracked.is_model or event.state.compiled is not False or event.in_try:
        return None
    if user_class is not None and user_class.defines(event.name):
        return None
    return Problem(f"{event.name} fails: the model is not compiled; call model.compile(optimizer, loss) first")
