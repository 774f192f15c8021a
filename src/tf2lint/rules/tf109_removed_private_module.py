"""A private or example module of TensorFlow or Keras that the target no longer has.

What it does:
    Reports imports and uses of private modules that are gone at the target
    version: `tensorflow.examples.tutorials`, and those of the keras package
    such as `keras.utils.np_utils` and `keras.layers.core`.

Why it matters:
    The import raises ModuleNotFoundError.

Example:
    ```python
    from tensorflow.examples.tutorials.mnist import input_data
    ```

Use instead:
    ```python
    import tensorflow as tf

    (images, labels), _ = tf.keras.datasets.mnist.load_data()
    ```

References:
    - https://www.tensorflow.org/guide/versions
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if entry.area is not Area.PRIVATE or entry.exists:
        return None
    advice = entry.advice or "use the public names below tf"
    return Problem(
        f"{referenced.shown} was private and is gone in TF {referenced.target}; {advice}", entry.replacements
    )
