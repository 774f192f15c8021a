"""A `tf.contrib` name that moved to a separate package.

What it does:
    Reports uses of `tf.contrib` names that are available in a separate package
    that works with the target version. The message names the package.

Why it matters:
    TF 2.0 removed `tf.contrib`, so the use raises `AttributeError`.

Example:
    ```python
    import tensorflow as tf

    distribution = tf.contrib.distributions.Normal(0.0, 1.0)
    density = distribution.prob(0.5)
    ```

Use instead:
    ```python
    import tensorflow_probability as tfp

    distribution = tfp.distributions.Normal(0.0, 1.0)
    density = distribution.prob(0.5)
    ```

References:
    - https://github.com/tensorflow/community/blob/master/rfcs/20180907-contrib-sunset.md
    - https://www.tensorflow.org/probability/overview
"""

from __future__ import annotations

from tf2lint.linting import Coverage, Problem, ReferencedName, Relation, Rule
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Area, Outcome

rule = Rule(
    __name__, Severity.ERROR, covers=(Coverage(Relation.LISTED, ("TF101", "TF102", "TF202", "TF203", "TF204")),)
)


@rule.on_name
def check(referenced: ReferencedName) -> Problem | None:
    """Checks one reference to a name."""
    entry = referenced.lookup.entry
    if (
        entry.area is not Area.CONTRIB
        or referenced.kind is ReferenceKind.IMPORT
        or entry.outcome not in (Outcome.PACKAGE,)
    ):
        return None
    fact = f"{referenced.label} was removed with tf.contrib {entry.removed_when}"
    return Problem.with_advice(fact, entry.advice, entry.replacements)
