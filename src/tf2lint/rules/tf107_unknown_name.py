"""A name that no known version of TensorFlow or Keras has.

What it does:
    Reports imports and uses of names that neither the target version nor any
    other version in the table has, also of private modules and of names in
    them, such as a misspelled `tensorflow.python.framework.op`.

Why it matters:
    The use raises `AttributeError` or `ImportError`: the name is misspelled,
    made up, or older than TensorFlow 1.15.

Example:
    ```python
    import tensorflow as tf

    total = tf.reduce_summ([1, 2])
    ```

Use instead:
    ```python
    import tensorflow as tf

    total = tf.reduce_sum([1, 2])
    ```

How sure it is:
    The table has all public names, all modules, and the names in private
    modules. Nothing is reported of private modules whose names only machine code
    or another project's package tells, or of names that start with `_`.

References:
    - https://www.tensorflow.org/api_docs/python/tf/all_symbols
"""

from __future__ import annotations

from typing import Final

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.table import Area

rule = Rule(__name__, Severity.ERROR)
_AREAS: Final = (Area.CORE, Area.PRIVATE)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    lookup = referenced.lookup
    if not lookup.missing or not lookup.entry.exists or lookup.entry.area not in _AREAS:
        return None
    advice = f"; did you mean {lookup.closest}?" if lookup.closest else ""
    replacements = (lookup.closest,) if lookup.closest else ()
    owner = "TensorFlow" if referenced.library == "tf" else "Keras"
    return Problem(f"{referenced.label} is in no {owner} that tf2lint knows{advice}", replacements)
