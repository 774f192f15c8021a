"""A switch between the behaviours of TensorFlow 1 and 2.

What it does:
    Reports `tf.compat.v1.disable_v2_behavior()`, `disable_eager_execution()`
    and the other switches of `tf.compat.v1`, and those that switch on what
    TensorFlow 2 has on anyway.

Why it matters:
    A program that switches TensorFlow 2's behaviour off runs on TensorFlow 2
    and is not one of its programs: it still builds graphs and runs sessions,
    and what is new does not work in it. From 2.16 on, Keras cannot fit a model
    there. The switches that turn it on are left over from the way here.

Example:
    ```python
    import tensorflow.compat.v1 as tf

    tf.disable_v2_behavior()
    ```

Use instead:
    ```python
    import tensorflow as tf


    @tf.function
    def double(x):
        return 2 * x
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Range

rule = Rule(__name__, Severity.WARNING)
_SWITCHES: Final = (
    "control_flow_v2", "eager_execution", "resource_variables", "tensor_equality", "v2_behavior", "v2_tensorshape",
)  # fmt: skip
#: Without eager execution, Keras 3 cannot fit a model; TensorFlow has that Keras from this version on.
_NO_FIT: Final = ("compat.v1.disable_eager_execution", "compat.v1.disable_v2_behavior")
_KERAS_3: Final = Range("2.16..")


@rule.on_names(*(f"compat.v1.{way}_{what}" for way in ("disable", "enable") for what in _SWITCHES))
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a switch."""
    entry = referenced.lookup.entry
    if not entry.exists:
        return None
    if "enable_" in entry.name:
        return Problem(f"{referenced.shown} changes nothing in TF2; {entry.advice}")
    no_fit = entry.name in _NO_FIT and referenced.target in _KERAS_3
    fails = ", and Keras cannot fit a model under it" if no_fit else ""
    return Problem(f"{referenced.shown} keeps TF 1's behaviour in the whole program{fails}; {entry.advice}")
