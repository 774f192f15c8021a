"""What the entries of names and of members have in common: how it is said what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.table.entries import Entry
    from tf2lint.table.guidance import Guide

#: The version whose names are mapped.
TF1_VERSION: Final = "1.15"
#: What stands in front of the names of TF1 that TF2 keeps.
COMPAT_PREFIX: Final = "compat.v1."
NO_REPLACEMENT: Final = "no replacement is known yet"


def with_guidance(entry: Entry, guide: Guide) -> Entry:
    """An entry with what a line of guidance says."""
    advice = guide.advice or f"use {' or '.join(guide.replacements)}"
    return entry._replace(outcome=guide.outcome, replacements=guide.replacements, advice=advice)


def removal_phrase(last: str, first: str) -> str:
    """When a name went: it was in the last version, and is not in the first one after that which is known."""
    return f"{'in' if _adjacent(last, first) else 'by'} TF {first}"


def _adjacent(last: str, first: str) -> bool:
    """Whether no release came between two versions."""
    if (last, first) == (TF1_VERSION, "2.0"):
        return True
    (major, minor), (next_major, next_minor) = (version.split(".") for version in (last, first))
    return major == next_major and int(next_minor) == int(minor) + 1
