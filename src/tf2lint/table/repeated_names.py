"""What cannot run again as it did before: what makes something that lasts, and what gives other values each time."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache
from typing import TYPE_CHECKING, Final

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from pathlib import Path

_ROOT: Final = "tf."


@cache  # a file uses few names
def makes_something_lasting(name: str) -> bool:
    """Returns whether each call of a function or class makes something that lasts, such as a variable.

    Args:
        name: the name, without the leading `tf.`; one of data/lasting.txt if it does.
    """
    return _pattern("lasting.txt").match(name) is not None


@cache
def gives_other_values(name: str) -> bool:
    """Returns whether a function gives other values each time that a session runs what it returns.

    Args:
        name: the name, without the leading `tf.`; one of data/changing.txt if it does.
    """
    return _pattern("changing.txt").match(name) is not None


@cache
def takes_from_queue(name: str) -> bool:
    """Returns whether a function takes elements from a queue.

    Args:
        name: the name, without the leading `tf.`; one of data/queued.txt if it does.
    """
    return _pattern("queued.txt").match(name) is not None


@cache
def has_no_weights(name: str) -> bool:
    """Returns whether a Keras layer has no variables, so that it may be made again each time.

    Args:
        name: the name, without the leading `tf.`; one of data/weightless.txt if it has none.
    """
    return _pattern("weightless.txt").match(name) is not None


def has_one_value(name: str) -> bool:
    """Returns whether what a function or class makes has the same value each time that a session runs it.

    Args:
        name: the name, without the leading `tf.`.
    """
    is_lasting = makes_something_lasting(name) and _pattern("steady.txt").match(name) is None
    return not is_lasting and not gives_other_values(name)


@cache
def _pattern(file: str) -> re.Pattern[str]:
    """Returns a pattern that matches the names of a file, without the leading `tf.`."""
    return re.compile("|".join(translate(name) for name in read_patterns(DATA / file)))


def read_patterns(file: Path) -> tuple[str, ...]:
    """Reads names from a file with one a line.

    Args:
        file: the path of the file.

    Returns:
        The names, in which `*` stands for any part, without the leading `tf.`.

    Raises:
        DataError: a line is no name below `tf`, or repeats another one.
    """
    found: dict[str, None] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if not line.startswith(_ROOT) or line in found:
            raise DataError(f"{file.name}:{number}: expected a name that starts with tf., one line per name")
        found[line] = None
    return tuple(line.removeprefix(_ROOT) for line in found)
