"""A random number or time from Python in traced code.

What it does:
    Reports calls to `random`, `numpy.random`, and clock functions in a
    `tf.function`, or in the `call` method of a Keras layer or model.

Why it matters:
    TensorFlow runs such code once to trace it, and then runs the resulting
    graph. The value that Python returned becomes a constant in this graph:
    every step uses the same random number or the same time. Keras traces `call`
    when it fits a model.

Example:
    ```python
    import random

    import tensorflow as tf


    @tf.function
    def noisy(x):
        return x + random.uniform(0, 1)
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def noisy(x):
        return x + tf.random.uniform([], 0, 1)


    noisy(tf.constant(1.0))
    ```

How sure it is:
    Classes, decorators, and functions are resolved, not guessed from names. A
    layer that is only called eagerly is a false positive. The rule misses
    functions that `call` calls, generators that are stored in a variable, and
    functions that are passed to `tf.function` or to a dataset instead of being
    decorated. `print` is not reported: in traced code it is mostly used to show
    when tracing happens.

References:
    - https://www.tensorflow.org/guide/function
"""

from __future__ import annotations

from tf2lint.linting import ImpureCall, Problem, Rule
from tf2lint.model import Severity
from tf2lint.resolver import RANDOM_FUNCTIONS

rule = Rule(__name__, Severity.WARNING)


@rule.on_impure_call
def check(call: ImpureCall) -> Problem:
    """Checks one call."""
    advice = "use tf.random" if call.name in RANDOM_FUNCTIONS else "use tf.timestamp()"
    return Problem(f"{call.name} runs once, when {call.place} is traced, and gives the same at each step; {advice}")
