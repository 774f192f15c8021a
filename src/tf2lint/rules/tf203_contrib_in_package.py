"""A part of tf.contrib that lives on in a package of its own.

What it does:
    Reports uses of `tf.contrib` names that a package has which imports and
    works at the target version. The message names it.

Why it matters:
    TF 2.0 dropped tf.contrib, so the use raises AttributeError.

Example:
    ```python
    import tensorflow as tf

    distribution = tf.contrib.distributions.Normal(0.0, 1.0)
    ```

Use instead:
    ```python
    import tensorflow_probability as tfp

    distribution = tfp.distributions.Normal(0.0, 1.0)
    ```

References:
    - https://github.com/tensorflow/community/blob/master/rfcs/20180907-contrib-sunset.md
"""

from __future__ import annotations

from tf2lint.linting import Problem, ReferencedName, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area, Outcome

rule = Rule(__name__, Severity.ERROR)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Judges one use of a name."""
    entry = referenced.lookup.entry
    if (
        entry.area is not Area.CONTRIB
        or referenced.kind is ReferenceKind.IMPORT
        or entry.outcome not in (Outcome.PACKAGE,)
    ):
        return None
    return Problem(f"{referenced.shown} was removed with tf.contrib {entry.gone}; {entry.advice}", entry.replacements)
