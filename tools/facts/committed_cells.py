"""Reads the cells of committed rows: where something is, and what is so from a version on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.contents import UNKNOWN_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def is_in(where: str, version: str, order: Sequence[str]) -> bool:
    """Tell whether ranges such as `1.15-2.3,2.5`, or `-` for none, include a version."""
    place = order.index(version)
    for part in where.split(",") if where != "-" else ():
        first, _, last_one = part.partition("-")
        if order.index(first) <= place <= order.index(last_one or first):
            return True
    return False


def last(segments: Iterable[str], so_far: Sequence[str]) -> str:
    """Return what the last of `version:value` segments that began by then holds; a lone value holds always."""
    value = UNKNOWN_SIGNATURE
    for segment in segments:
        since, colon, held = segment.partition(":")
        if not colon:
            return segment
        if since in so_far:
            value = held
    return value
