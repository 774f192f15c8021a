"""Messages to the user on standard error."""

from __future__ import annotations

import sys
from functools import cache

from tf2lint.source import printable


def print_message(message: str, trace: str = "") -> None:
    """Prints a line on standard error, and the traceback that belongs to it.

    Args:
        message: the line. Names of files in it can contain line breaks, which are shown as escapes: a line of its own
            could be a command for a CI server.
        trace: the traceback.
    """
    if sys.stderr is not None:  # it may be closed
        below = f"{printable(trace, keeps_lines=True)}\n" if trace else ""
        sys.stderr.write(f"tf2lint: {printable(message)}\n{below}")


def print_error(message: str, trace: str = "") -> None:
    """Prints an error, which makes the command fail."""
    print_message(f"error: {message}", trace)


def print_warning(message: str) -> None:
    """Prints a warning, which does not make the command fail."""
    print_message(f"warning: {message}")


@cache
def print_warning_once(message: str) -> None:
    """Prints a warning that several files, processes, or the cache can lead to."""
    print_warning(message)
