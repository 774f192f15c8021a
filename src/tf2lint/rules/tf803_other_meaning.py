"""A function that means something else.

What it does:
    Reports calls, in files that use what only TensorFlow 1 has, of functions
    that kept their name and arguments and give something else in TensorFlow 2:
    `tf.strings.split`, `tf.image.resize`, lookups in a list of tables, labels
    that gradients now flow into.

Why it matters:
    Nothing fails, or only far from here: the pixels are other ones, a ragged
    tensor comes where a sparse one did, a loss trains what it did not train.

Example:
    ```python
    import tensorflow as tf

    words = tf.strings.split(tf.placeholder(tf.string, [None]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    words = tf.strings.split(tf.constant(["a b", "c"])).to_sparse()
    ```

How sure it is:
    That the function changed is certain. Where it only changed for some
    arguments, a call is reported if these are written out in it: a list of
    tables, labels that a softmax or sigmoid gives. A file is taken for one of
    TensorFlow 1 if it uses what only that has, and a file that does not is
    left alone. `tf.math.angle`, `tf.truncatediv` and `batch_dot` of Keras only
    changed for negative real numbers, for floats, and for two matrices without
    `axes`: no call shows these, so none is reported.

References:
    - https://www.tensorflow.org/guide/migrate/tf1_vs_tf2
    - https://www.tensorflow.org/guide/migrate/upgrade
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, Rule, is_tf1_source
from tf2lint.model import Severity
from tf2lint.table import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

rule = Rule(__name__, Severity.WARNING)


def _has_list_of_tables(call: LibraryCall) -> bool:
    """Whether a lookup goes to several tables, which are taken in another order."""
    tables = next((call.arguments[one].value for one in ("params", "weights") if one in call.arguments), None)
    return isinstance(tables, ast.ListComp) or (isinstance(tables, ast.List) and len(tables.elts) > 1)


def _has_computed_labels(call: LibraryCall) -> bool:
    """Whether labels come out of a network, by the library's function that is called for them."""
    labels = call.arguments.get("labels")
    functions = (node for node in ast.walk(labels.value) if node in call.names) if labels is not None else ()
    return any(ast.unparse(function).endswith(("softmax", "sigmoid")) for function in functions)


def _samples_pixels(call: LibraryCall) -> bool:
    """Whether a picture is resized by a method that takes other places of it now."""
    method = call.arguments.get("method")
    is_area = method is not None and "area" in ast.unparse(method.value).lower()
    return not is_area and "align_corners" not in call.arguments


def _is_kept_sparse(call: LibraryCall) -> bool:
    """Whether the result is used as a sparse tensor, as far as the call tells: `.values` are the same of both kinds."""
    return "result_type" not in call.arguments and call.attribute() not in ("to_sparse", "to_tensor", "values")


def _always(_: LibraryCall) -> bool:
    return True


#: The functions, and whether a call has what they changed for. Arguments that are gone are for other rules to report.
_CHANGED: Final[dict[str, Callable[[LibraryCall], bool]]] = {
    "image.resize": _samples_pixels,
    "keras.activations.hard_sigmoid": _always,
    "keras.losses.CosineSimilarity": _always,
    "keras.losses.cosine_similarity": _always,
    "keras.metrics.binary_accuracy": _always,
    "losses.mean_squared_error": _always,
    "metrics.mean_absolute_error": _always,
    "metrics.mean_squared_error": _always,
    "nn.embedding_lookup": _has_list_of_tables,
    "nn.embedding_lookup_sparse": _has_list_of_tables,
    "nn.nce_loss": _has_list_of_tables,
    "nn.sampled_softmax_loss": _has_list_of_tables,
    "nn.softmax_cross_entropy_with_logits": _has_computed_labels,
    "strings.split": _is_kept_sparse,
}


@rule.on_calls(*_CHANGED)
def check(call: LibraryCall) -> Iterator[Problem]:
    """Judges one call."""
    entry = call.callee.lookup.entry
    if entry.outcome is Outcome.CHANGED and is_tf1_source(call.program) and _CHANGED[entry.name](call):
        yield Problem(
            f"{call.callee.shown} means something else in TF2; {entry.advice}",
            tuple(name for name in entry.replacements if name != entry.shown),
            node=call.node.func,
        )
