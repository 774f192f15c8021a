"""Messages on standard error, for people."""

from __future__ import annotations

import sys


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
