"""Why a job can't be done, in one line that names the file and the cause."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """Something that the user wrote, in a file or on the command line, can't be done.

    Args:
        message: one line that names the file or option, and the cause.
    """


def reason(error: OSError) -> str:
    """What the system says of a path, as one line."""
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)


def closest(word: str, known: Iterable[str]) -> str:
    """A question after the known word that is meant, to be put behind a message; empty if none is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {str(found[0])!r}?" if found else ""
