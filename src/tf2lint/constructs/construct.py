"""A construct of TensorFlow 1 that is changed as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from tf2lint.model import TextEdit


class CannotConvertError(Exception):
    """The program does something that keeps a construct from being changed; the argument says what."""


class Unconverted(NamedTuple):
    """A construct that is left as it is.

    Attributes:
        nodes: the calls of it that must not be changed alone.
        reason: why it is left as it is, as a clause.
    """

    nodes: frozenset[ast.AST]
    reason: str


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


def without_contained(edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Returns edits without those that change what others replace as a whole, and without repetitions."""
    edits = list(dict.fromkeys(edits))
    return [edit for edit in edits if not any(other is not edit and _contains(other, edit) for other in edits)]


def _contains(outer: TextEdit, inner: TextEdit) -> bool:
    return outer.span[:2] <= inner.span[:2] and inner.span[2:] <= outer.span[2:]
