"""A metric that resets itself in a method that Keras 3 does not call.

What it does:
    For target versions from 2.16 on, reports definitions of `reset_states` in
    subclasses of Keras metrics. Keras calls `reset_state`.

Why it matters:
    Nothing fails: at the beginning of an epoch, Keras 3 sets all variables of
    the metric to zero. What the method does beyond that is lost: a variable
    that starts at another value, a list, another metric that it resets.

Example:
    ```python
    import tensorflow as tf


    class Lowest(tf.keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="lowest")
            self.lowest = self.add_weight(name="lowest", initializer="ones")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.lowest.assign(tf.minimum(self.lowest, tf.reduce_min(y_pred)))

        def result(self):
            return self.lowest + 0.0

        def reset_states(self):
            self.lowest.assign(1.0)


    metric = Lowest()
    metric.reset_state()
    print(float(metric.result()))
    ```

Use instead:
    ```python
    import tensorflow as tf


    class Lowest(tf.keras.metrics.Metric):
        def __init__(self):
            super().__init__(name="lowest")
            self.lowest = self.add_weight(name="lowest", initializer="ones")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.lowest.assign(tf.minimum(self.lowest, tf.reduce_min(y_pred)))

        def result(self):
            return self.lowest + 0.0

        def reset_state(self):
            self.lowest.assign(1.0)


    metric = Lowest()
    metric.reset_state()
    print(float(metric.result()))
    ```

How sure it is:
    All base classes are resolved. A class that also has a `reset_state`, of its
    own or from a base in the program, is not reported.

References:
    - https://keras.io/api/metrics/base_metric/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import Insertion, Insertions, Problem, Rule, has_keras_3
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import ClassContext

rule = Rule(__name__, Severity.WARNING)
_METRICS: Final = ("keras.metrics.", "metrics.")
_BEFORE: Final = "reset_states"
_NOW: Final = "reset_state"


@rule.on_class(_BEFORE)
def check(context: ClassContext) -> Iterator[Problem]:
    """Checks one class."""
    user_class = context.user_class
    is_metric = any(base.startswith(_METRICS) for base in user_class.bases)
    if not is_metric or user_class.binds(_NOW) or not has_keras_3(context.program):
        return
    for method in user_class.node.body:
        if isinstance(method, ast.FunctionDef) and method.name == _BEFORE:
            message = f"TF {context.target} does not call {user_class.name}.{_BEFORE}; call it {_NOW}"
            alias = Insertion(method, ("", f"{_NOW} = {_BEFORE}"))
            yield Problem(message, node=method, insertions=Insertions((alias,), f"{_BEFORE} keeps its name as well"))
