"""Helpers that build the entries of names and of class members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.table.entries import Entry
    from tf2lint.table.guidance import Guide

#: The TensorFlow 1 version whose names are mapped.
TF1_VERSION: Final = "1.15"
#: Prefix of the TF1 names that TF2 keeps.
COMPAT_PREFIX: Final = "compat.v1."
NO_REPLACEMENT: Final = "no replacement is known yet"


def with_guidance(entry: Entry, guide: Guide) -> Entry:
    """Returns the entry with the outcome, replacements and advice of a line of guidance."""
    advice = guide.advice or f"use {' or '.join(guide.replacements)}"
    return entry._replace(outcome=guide.outcome, replacements=guide.replacements, advice=advice)


def removal_phrase(last: str, first: str) -> str:
    """Returns when a name was removed: `in TF 2.4`, or `by TF 2.4` if there are versions in between.

    Args:
        last: the last version that has the name.
        first: the first known version after it.
    """
    return f"{'in' if _adjacent(last, first) else 'by'} TF {first}"


def _adjacent(last: str, first: str) -> bool:
    """Returns whether there is no release between two versions."""
    if (last, first) == (TF1_VERSION, "2.0"):
        return True
    (major, minor), (next_major, next_minor) = (version.split(".") for version in (last, first))
    return major == next_major and int(next_minor) == int(minor) + 1
