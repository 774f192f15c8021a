"""A package that does not work with the target version.

What it does:
    Reports imports of TensorFlow add-on packages, some of them former
    successors of `tf.contrib`, that have no release that works with the target
    version.

Why it matters:
    The import fails, or the imported code fails when it is used. These packages
    are no longer developed, so no release will fix this.

Example:
    ```python
    import tensorflow_addons as tfa

    optimizer = tfa.optimizers.AdamW(weight_decay=0.01)
    ```

Use instead:
    ```python
    import tensorflow as tf

    optimizer = tf.keras.optimizers.AdamW(weight_decay=0.01)
    ```

References:
    - https://www.tensorflow.org/addons/overview
    - https://github.com/tensorflow/addons/issues/2807
"""

from __future__ import annotations

from tf2lint.linting import ImportedPackage, Problem, Rule
from tf2lint.model import Severity

rule = Rule(__name__, Severity.ERROR)


@rule.on_package
def check(imported: ImportedPackage) -> Problem:
    """Reports one import."""
    package = imported.package
    return Problem(f"{package.root} does not work with TF {imported.target}: {package.remark}")
