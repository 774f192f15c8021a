"""What to write instead of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table import Root

if TYPE_CHECKING:
    from tf2lint.model import TextEdit
    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.table import Rewrite, Safety

#: What follows the name of TensorFlow in code that calls what TensorFlow 1 had.
_COMPAT: Final = ".compat.v1."


class RewrittenCall(NamedTuple):
    """What to write instead of a call.

    Attributes:
        pieces: the code; none if the call is to be deleted.
        safety: what the rewritten program may rely on.
        notes: what may differ, or what to know: clauses, with expressions of the program in them.
        rewrite: the line of data that it follows; None if only names and positions changed.
        edits: what else must change in the file for it.
    """

    pieces: tuple[Piece, ...]
    safety: Safety
    notes: tuple[tuple[Piece, ...], ...] = ()
    rewrite: Rewrite | None = None
    edits: tuple[TextEdit, ...] = ()

    @property
    def is_stop_gap(self) -> bool:
        """Whether it calls what TensorFlow 1 had, in `tf.compat.v1`."""
        return any(isinstance(piece, str) and piece.startswith(_COMPAT) for piece in self.pieces)

    @property
    def names_tensorflow(self) -> bool:
        """Whether the new code names TensorFlow."""
        return any(isinstance(piece, Root) for piece in self.pieces)
