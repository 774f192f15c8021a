"""A slash in the name of a Keras object.

What it does:
    Reports names with a `/` that are given to a Keras layer, model, `Input`,
    optimizer, or to `add_weight`. Applies to target versions from 2.16 on.

Why it matters:
    TensorFlow 1 used slashes in names for scopes, and Keras 2 accepted them.
    Keras 3 raises a `ValueError`, because a name is a part of a path there.

Example:
    ```python
    import tensorflow as tf

    layer = tf.keras.layers.Dense(1, kernel_initializer="ones", name="block/dense")
    outputs = layer(tf.ones([1, 2]))
    ```

Use instead:
    ```python
    import tensorflow as tf

    layer = tf.keras.layers.Dense(1, kernel_initializer="ones", name="block_dense")
    outputs = layer(tf.ones([1, 2]))
    ```

How sure it is:
    The slash has to be written out in the argument: in a string, or in a part
    of a concatenation, a template or an f-string. Programs that use Keras 2
    with a later TensorFlow (`tf_keras`, `TF_USE_LEGACY_KERAS`) are not
    reported.

References:
    - https://keras.io/guides/migrating_to_keras_3/
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting import LibraryCall, Problem, ReferencedName, Rule, has_keras_3
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

rule = Rule(__name__, Severity.ERROR)
_NAME: Final = "name"
_SLASH: Final = "/"
_MODULES: Final = ("keras.layers", "keras.optimizers")
_NAMED: Final = (
    "keras.Input", "keras.Model", "keras.Sequential", "keras.layers.Input", "keras.models.Model",
    "keras.models.Sequential",
)  # fmt: skip
_ADD_WEIGHT: Final = "add_weight"


def _is_named(referenced: ReferencedName, _: str) -> bool:
    """Returns whether a call makes a Keras object or weight with a name."""
    entry, method = referenced.lookup.entry, referenced.lookup.method
    if method or not entry.exists:
        return method == _ADD_WEIGHT and entry.name.startswith("keras.")
    is_class = entry.kind == "c" and entry.name.rpartition(".")[0] in _MODULES
    return not referenced.lookup.rest and (is_class or entry.name in _NAMED)


@rule.on_call(_is_named, "name=", pattern=r"""name=[^\n]*\n?[^\n]*/""")
def check(call: LibraryCall) -> Iterator[Problem]:
    """Checks one call."""
    given = next((keyword.value for keyword in call.node.keywords if keyword.arg == _NAME), None)
    text = next((text for text in _texts(given) if _SLASH in text), "") if given is not None else ""
    if text and has_keras_3(call.program):
        written = f"name {text!r}" if isinstance(given, ast.Constant) else f"{text!r} in a name"
        yield Problem(f"{call.callee.label} takes no {written} in TF {call.callee.target}; use '_' for '/'", node=given)


def _texts(name: ast.expr) -> Iterator[str]:
    """Yields the parts of a name that are written out."""
    match name:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _texts(part)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            yield from _texts(left)
            yield from _texts(right)
        case ast.BinOp(op=ast.Mod(), left=template) | ast.Call(func=ast.Attribute(attr="format", value=template)):
            yield from _texts(template)
