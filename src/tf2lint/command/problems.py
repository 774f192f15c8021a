"""Why a job can't be done, in one line that names the file and the cause."""

from __future__ import annotations

import sys
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


def say(message: str) -> None:
    """Tells people what was done."""
    if sys.stderr is not None:  # it may be closed
        sys.stderr.write(f"tf2lint: {message}\n")


def complain(message: str) -> None:
    """Tells people what could not be done."""
    say(f"error: {message}")


def warn(message: str) -> None:
    """Tells people what may not be as they think."""
    say(f"warning: {message}")
