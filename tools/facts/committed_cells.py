"""Reads cells of committed rows: version ranges, and values that apply from a version on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.contents import UNKNOWN_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def is_in(where: str, version: str, order: Sequence[str]) -> bool:
    """Returns whether ranges such as `1.15-2.3,2.5`, or `-` for none, include a version."""
    index = order.index(version)
    for part in where.split(",") if where != "-" else ():
        first, _, final = part.partition("-")
        if order.index(first) <= index <= order.index(final or first):
            return True
    return False


def last(segments: Iterable[str], so_far: Sequence[str]) -> str:
    """Returns the value of the last `version:value` segment up to a version; a single value applies to all."""
    value = UNKNOWN_SIGNATURE
    for segment in segments:
        since, colon, content = segment.partition(":")
        if not colon:
            return segment
        if since in so_far:
            value = content
    return value
