"""A random number or a time of Python in traced code.

What it does:
    Reports calls of `random`, `numpy.random` and of clocks in a `tf.function`,
    or in the `call` of a Keras layer or model.

Why it matters:
    TensorFlow runs such code once, to trace it, and then runs the graph that
    came of it. What Python gave then is a constant in that graph: the same
    random number at each step, the same time. Keras traces `call` when it fits.

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
    Classes, decorators and functions are known, not guessed. It is wrong about
    a layer that is only ever called eagerly, and it does not see functions that
    `call` calls, generators that are kept in a variable, or functions that are
    handed to `tf.function` or to a dataset without being decorated. `print` is
    not reported: in traced code it is mostly there to show when it is traced.

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
    """Judges one call."""
    advice = "use tf.random" if call.name in RANDOM_FUNCTIONS else "use tf.timestamp()"
    return Problem(f"{call.name} runs once, when {call.place} is traced, and gives the same at each step; {advice}")
