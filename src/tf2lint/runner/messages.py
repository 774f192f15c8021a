"""Messages to the user on standard error."""

from __future__ import annotations

import sys
from functools import cache

from tf2lint.source import printable


def print_message(message: str) -> None:
    """Prints a line on standard error."""
    if sys.stderr is not None:  # it may be closed
        sys.stderr.write(f"tf2lint: {printable(message, keeps_lines=True)}\n")


def print_error(message: str) -> None:
    """Prints an error, which makes the command fail."""
    print_message(f"error: {message}")


def print_warning(message: str) -> None:
    """Prints a warning, which does not make the command fail."""
    print_message(f"warning: {message}")


@cache
def print_warning_once(message: str) -> None:
    """Prints a warning that several files, processes, or the cache can lead to."""
    print_warning(message)
