"""A module that is used as an attribute but never imported.

What it does:
    Reports uses such as `tf.keras.saving.load_model` in files that do not
    import the module, where the target version has the module but does not bind
    it as an attribute of its package. This affects `tf.keras.saving` from TF
    2.16 on (the first version with Keras 3).

Why it matters:
    The use raises `AttributeError`, although the module is documented and can
    be imported.

Example:
    ```python
    import tensorflow as tf

    custom = tf.keras.saving.get_custom_objects()
    custom["double"] = abs
    print("double" in custom)
    ```

Use instead:
    ```python
    from tensorflow.keras.saving import get_custom_objects

    custom = get_custom_objects()
    custom["double"] = abs
    print("double" in custom)
    ```

References:
    - https://keras.io/api/models/model_saving_apis/serialization_utils/
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    module = referenced.lookup.import_only
    if referenced.kind is not ReferenceKind.UNIMPORTED or not module:
        return None
    package, _, name = f"tensorflow.{module}".rpartition(".")
    advice = f"import it with `from {package} import {name}`"
    return Problem(f"tf.{module} is no attribute of its package at TF {referenced.target}; {advice}")
