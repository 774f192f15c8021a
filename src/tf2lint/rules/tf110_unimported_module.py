"""A module that no attribute leads to: it has to be imported.

What it does:
    Reports uses such as `tf.keras.saving.load_model` of a module that the
    target version has, but does not bind to its package, in files that do not
    import it. With TF 2.16, which took Keras 3, that became so of
    `tf.keras.saving`.

Why it matters:
    It raises AttributeError, although documentation and the import statement
    know the module.

Example:
    ```python
    import tensorflow as tf

    tf.keras.saving.get_custom_objects()
    ```

Use instead:
    ```python
    from tensorflow.keras.saving import get_custom_objects

    get_custom_objects()
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
    """Judges one use of a name."""
    module = referenced.lookup.import_only
    if referenced.kind is not ReferenceKind.UNIMPORTED or not module:
        return None
    package, _, name = f"tensorflow.{module}".rpartition(".")
    advice = f"import it with `from {package} import {name}`"
    return Problem(f"tf.{module} is no attribute of its package at TF {referenced.target}; {advice}")
