"""Applies edits to texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.source.positions import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import TextEdit


def apply_edits(text: str, edits: Iterable[TextEdit], start: tuple[int, int] = (1, 1)) -> str:
    """Returns a text with edits applied.

    Args:
        text: the text, with any line endings.
        edits: the edits, which do not overlap.
        start: the line and column of the text, if it is a part of the one whose positions the edits have.
    """
    line, column = start
    starts = [1 - column, *(found.end() for found in LINE_END.finditer(text))]

    def offset(place: tuple[int, int]) -> int:
        index = place[0] - line
        return starts[index] + place[1] - 1 if index < len(starts) else len(text)

    parts, end = list[str](), 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += (text[end : offset(edit.span[:2])], edit.text)
        end = offset(edit.span[2:])
    return "".join([*parts, text[end:]])
