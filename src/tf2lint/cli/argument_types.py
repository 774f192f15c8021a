"""The values of command line options: what they are, and what is said about others."""

from __future__ import annotations

import argparse

from tf2lint.config import MAX_TIME_LIMIT


def comma_separated(text: str) -> list[str]:
    """Returns the parts of a list."""
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    if not parts:
        raise argparse.ArgumentTypeError(f"must be a comma-separated list, not {text!r}")
    return parts


def positive(text: str) -> int:
    """Returns a number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a positive integer, not {text!r}")
    return int(text)


def seconds(text: str) -> float:
    """Returns a time limit."""
    try:
        found = float(text)
    except ValueError:
        found = -1
    if not 0 <= found <= MAX_TIME_LIMIT:
        raise argparse.ArgumentTypeError(f"must be a number of seconds from 0 to {MAX_TIME_LIMIT}, not {text!r}")
    return found
