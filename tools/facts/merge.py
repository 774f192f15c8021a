"""Merges the facts of several releases into the cells of one row."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def version_ranges(present: Collection[str], versions: Sequence[str]) -> str:
    """Returns the versions in which something exists as ranges, such as `1.15-2.3,2.5-2.21`."""
    ranges = []
    for exists, run in groupby(versions, key=lambda version: version in present):
        if exists:
            first, *rest = run
            ranges.append(f"{first}-{rest[-1]}" if rest else first)
    return ",".join(ranges)


def segments(values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns those (version, value) pairs, sorted by version, at which the value changes."""
    kept: list[tuple[str, str]] = []
    for version, value in values:
        if not kept or kept[-1][1] != value:
            kept.append((version, value))
    return kept


def segmented(values: Sequence[tuple[str, str]]) -> str:
    """Returns a single value if it is the same in all versions, else `1.15:this 2.21:that`."""
    kept = segments(values)
    if len(kept) == 1:
        return kept[0][1]
    return " ".join(f"{version}:{value}" for version, value in kept)
