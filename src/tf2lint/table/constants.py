"""Names of TensorFlow 1 that are not called, and for which a value can be written: data/constants.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA
from tf2lint.table.rewrites import Safety

if TYPE_CHECKING:
    from pathlib import Path

_SELF: Final = "{self}"
_QUOTE: Final = '"'
_LINE: Final = "name | value | safe, or 'unsafe: ' and what may differ"


class Constant(NamedTuple):
    """What to write instead of a name.

    Attributes:
        value: a string; None for the object itself whose attribute the name is.
        safety: what a program that has the value instead may rely on.
        note: what may differ; empty if nothing does.
    """

    value: str | None
    safety: Safety
    note: str


def read_constants(file: Path) -> dict[str, Constant]:
    """Reads the constants from a file with a line `name | value | safety` each.

    Args:
        file: the path of the file.

    Returns:
        The constants by name, without the leading `tf.`.

    Raises:
        DataError: a line is malformed, or repeats the name of another line.
    """
    constants: dict[str, Constant] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, *fields = (field.strip() for field in line.split(" | "))
            kind, _, note = fields[1].partition(":") if len(fields) == 2 else ("", "", "")
            is_kind = kind in (Safety.SAFE, Safety.UNSAFE) and (kind == Safety.UNSAFE) is bool(note)
            if not is_kind or not name.startswith("tf.") or name.removeprefix("tf.") in constants:
                raise DataError(f"{file.name}:{number}: expected '{_LINE}', one line per name")
            constants[name.removeprefix("tf.")] = Constant(_value(fields[0]), Safety(kind), note.strip())
    return constants


def _value(text: str) -> str | None:
    return None if text == _SELF else text.removeprefix(_QUOTE).removesuffix(_QUOTE)


@lru_cache(maxsize=1)
def load_constants() -> dict[str, Constant]:
    """Returns the constants of data/constants.txt by name, without the leading `tf.`."""
    return read_constants(DATA / "constants.txt")
