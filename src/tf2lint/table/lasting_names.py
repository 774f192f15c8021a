"""What makes variables, resources, or parts of a graph: data/lasting.txt."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache, lru_cache
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
        name: the name, without the leading `tf.`.
    """
    return load_lasting_names().match(name) is not None


@lru_cache(maxsize=1)
def load_lasting_names() -> re.Pattern[str]:
    """Returns a pattern that matches the names of data/lasting.txt, without the leading `tf.`."""
    return re.compile("|".join(translate(name) for name in read_lasting_names(DATA / "lasting.txt")))


def read_lasting_names(file: Path) -> tuple[str, ...]:
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
