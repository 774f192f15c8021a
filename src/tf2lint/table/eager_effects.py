"""What TF 1's API does in eager mode, in which TF2 starts: data/eager.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from pathlib import Path

SILENT: Final = "silent"
FAILS: Final = "fails"
_LINE: Final = "name | silent or fails | what happens | word or - | advice"


class Effect(NamedTuple):
    """What a call of a name does in eager mode.

    Attributes:
        kind: `SILENT` or `FAILS`.
        what: in words, such as `gives [] in eager mode`.
        unless: what stands in programs where it does not; empty if there is nothing.
        advice: what to use instead; empty where the table says it.
    """

    kind: str
    what: str
    unless: str
    advice: str


def read_effects(file: Path) -> dict[str, Effect]:
    """The effects in a file with a line `name | silent or fails | what happens | word or - | advice` for each name.

    Args:
        file: the file.

    Returns:
        Them, by the names from below `tf`.

    Raises:
        DataError: a line is malformed, or about the same name as another.
    """
    load_eager_effects: dict[str, Effect] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, *fields = (field.strip() for field in line.split(" | "))
            name = name.removeprefix("tf.") if name.startswith("tf.") else f"compat.v1.{name}"
            if len(fields) not in (3, 4) or fields[0] not in (SILENT, FAILS) or name in load_eager_effects:
                raise DataError(f"{file.name}:{number}: expected '{_LINE}', each name once")
            kind, what, word, *advice = fields
            load_eager_effects[name] = Effect(kind, what, word.strip("-"), "".join(advice))
    return load_eager_effects


@lru_cache(maxsize=1)
def load_eager_effects() -> dict[str, Effect]:
    """What calls do in eager mode, by their names from below `tf`."""
    return read_effects(DATA / "eager.txt")


def names_with_effect(kind: str) -> frozenset[str]:
    """The names whose calls have an effect of a kind."""
    return frozenset(name for name, effect in load_eager_effects().items() if effect.kind == kind)
