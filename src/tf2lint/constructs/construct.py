"""A construct of TensorFlow 1 that is changed as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.model import TextEdit


class CannotConvertError(Exception):
    """The program does something that keeps a construct from being changed; the argument says what."""


class Construct(NamedTuple):
    """Edits that change a whole construct.

    Attributes:
        nodes: the calls and names that they settle.
        edits: the edits.
        note: what to look at.
    """

    nodes: frozenset[ast.AST]
    edits: tuple[TextEdit, ...]
    note: str


def contains(outer: TextEdit, inner: TextEdit) -> bool:
    """Returns whether an edit replaces all that another one does."""
    return outer.span[:2] <= inner.span[:2] and inner.span[2:] <= outer.span[2:]
