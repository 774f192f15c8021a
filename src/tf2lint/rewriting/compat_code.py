"""The code that rewrites give, for files in which the name of TensorFlow is that of `tf.compat.v1`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.table import COMPAT_PREFIX, TEMPLATE_ROOT, Outcome, Root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.rewriting.rewritten_call import RewrittenCall
    from tf2lint.table import TensorFlowTable

#: A dotted name at the beginning of what follows the name of TensorFlow.
_MEMBER: Final = re.compile(r"\.(\w+(?:\.\w+)*)")
_KEYWORD: Final = re.compile(r"\b(\w+)=")
#: What names of tf.contrib begin with.
_CONTRIB: Final = "contrib."
_KERAS: Final = "keras."
#: The parts of Keras that keep no state, which a graph would not update.
_STATELESS: Final = tuple(
    f"{_KERAS}{part}."
    for part in ("activations", "backend", "constraints", "initializers", "losses", "regularizers", "utils")
)
#: Layers that keep none in Keras 2; those of Keras 3 may count how often they are called.
_STATELESS_LAYERS: Final = ("keras.layers.Dropout", "keras.layers.Flatten")


def in_compat(written: RewrittenCall, table: TensorFlowTable) -> RewrittenCall | None:
    """Returns code that means the same below `tf.compat.v1`; None if there is none.

    Args:
        written: the code, with names below `tf`.
        table: the mapping table at the target.
    """
    pieces: list[Piece] = []
    for index, piece in enumerate(written.pieces):
        found = _MEMBER.match(piece) if index and isinstance(piece, str) else None
        if found is not None and isinstance(piece, str) and isinstance(written.pieces[index - 1], Root):
            name = _name_in_compat(found[1], written.pieces[index:], table)
            if not name:
                return None
            pieces.append(f".{name}{piece[found.end() :]}")
        else:
            pieces.append(piece)
    return written._replace(pieces=tuple(pieces))


def _name_in_compat(name: str, following: Sequence[Piece], table: TensorFlowTable) -> str:
    """Returns the name that `tf.compat.v1` has for what a name below `tf` is; empty if it has none.

    It has the same object, or its own one that takes the same keywords.
    """
    if not _works_in_graph(name, table):
        return ""
    found = table.lookup(f"{COMPAT_PREFIX}{name}")
    entry = found.entry
    if found.rest or entry.name == name:
        return ""
    replacement = (*entry.replacements, "")[0].removeprefix(TEMPLATE_ROOT)
    if not entry.exists:
        is_alias = entry.outcome is Outcome.RENAMED and replacement != name
        return _name_in_compat(replacement, following, table) if is_alias else ""
    if replacement != name:
        return ""
    if entry.outcome is Outcome.RENAMED:
        return name
    signature = table.signature_now(f"{TEMPLATE_ROOT}{COMPAT_PREFIX}{name}")
    if entry.outcome is not Outcome.REPLACED or signature is None:
        return ""
    keywords = {keyword for piece in following if isinstance(piece, str) for keyword in _KEYWORD.findall(piece)}
    return name if keywords <= set(signature.names) else ""


def _works_in_graph(name: str, table: TensorFlowTable) -> bool:
    """Returns whether code with a name of TensorFlow 2 also does its job in a graph that a session runs."""
    if not name.startswith(_KERAS) or name.startswith(_STATELESS):
        return True
    return name in _STATELESS_LAYERS and not table.keras.is_keras_3


def name_of_contrib(name: str, table: TensorFlowTable) -> str:
    """Returns the name that `tf.compat.v1` has for an object of `tf.contrib`; empty if it has none.

    Args:
        name: the name of the object below `tf`, or below `tf.compat.v1`.
        table: the mapping table at the target.
    """
    name = name.removeprefix(COMPAT_PREFIX)
    for other in table.names_in_tf1(name)[1:] if name.startswith(_CONTRIB) else ():
        found = table.lookup(f"{COMPAT_PREFIX}{other}")
        if found.entry.name == f"{COMPAT_PREFIX}{other}" and found.entry.exists and not found.rest:
            return other
    return ""
