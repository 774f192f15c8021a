"""An argument that adds to a global collection.

What it does:
    Reports `collections=`, `variables_collections=`, `outputs_collections=`,
    `loss_collection=`, and similar arguments in calls to TensorFlow, unless the
    value is a literal `None`.

Why it matters:
    TensorFlow 2 has no collections, and the functions that it kept take no such
    argument. Keep what the call returns instead.

Example:
    ```python
    import tensorflow as tf

    tf.Variable(0.5, collections=[tf.GraphKeys.GLOBAL_VARIABLES, "weights"])
    total = tf.add_n(tf.get_collection("weights"))
    ```

Use instead:
    ```python
    import tensorflow as tf

    weights = [tf.Variable(0.5)]
    total = tf.add_n(weights)
    ```

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2#collections_removal
    - https://www.tensorflow.org/guide/variable
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, collection_advice, names_in
from tf2lint.model import Severity
from tf2lint.table import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR, Severity.WARNING)
_SUMMARIES = "summary."
_COLLECTIONS: Final = "collections"
_ENDINGS: Final = (_COLLECTIONS, "_collection")


def _takes_collections(referenced: ReferencedName, parameters: str) -> bool:
    return "collection" in parameters and referenced.lookup.entry.area is not Area.COMPAT_V1


@rule.on_call(_takes_collections, *_ENDINGS)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    severity = Severity.WARNING if _COLLECTIONS in call.callee.ignored else Severity.ERROR
    is_summary = call.callee.lookup.entry.name.startswith(_SUMMARIES)
    advice = collection_advice("SUMMARIES") if is_summary else "keep what the call returns"
    survives = call.callee.lookup.entry.exists  # if so, a positional argument may belong to a TF2 parameter
    for name, (value, node) in call.arguments.items():
        if survives and not isinstance(node, ast.keyword):
            continue
        if name.endswith(_ENDINGS) and not (isinstance(value, ast.Constant) and value.value is None):
            yield Problem(
                f"{name}= adds to a global collection, which TF2 does not have; {advice}",
                node=node,
                covers=names_in(value, call.names),
                severity=severity,
            )
