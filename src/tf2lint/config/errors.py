"""User errors, reported in one line that names the file or option and the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """An option, a setting or a file that the command can't use.

    Args:
        message: one line that names the file or option and the cause.
    """


def reason(error: OSError) -> str:
    """Returns an operating system error as one line that names the path."""
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)


def closest(word: str, known: Iterable[str]) -> str:
    """Returns a suffix for an error message that suggests the most similar known word; empty if there is none."""
    from difflib import get_close_matches  # only needed for mistakes

    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {str(matches[0])!r}?" if matches else ""
