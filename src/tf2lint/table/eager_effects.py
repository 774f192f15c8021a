"""What TensorFlow 1's API does in eager mode, TensorFlow 2's default: data/eager.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from pathlib import Path

SILENT: Final = "silent"
FAILS: Final = "fails"
_LINE: Final = "name | silent or fails | what happens | fact or - | advice"


class Effect(NamedTuple):
    """What a call of a name does in eager mode.

    Attributes:
        kind: `SILENT` (the call runs but does not do its work) or `FAILS`.
        what: the effect in words, such as `gives [] in eager mode`.
        unless: the name of the fact that programs without the effect have; empty if there is none.
        advice: what to use instead; empty if the table's advice applies.
    """

    kind: str
    what: str
    unless: str
    advice: str


def read_effects(file: Path) -> dict[str, Effect]:
    """Reads the effects from a file with a line `name | silent or fails | what happens | fact or - | advice` each.

    Args:
        file: the path of the file.

    Returns:
        The effects by name, without the leading `tf.`.

    Raises:
        DataError: a line is malformed, or repeats the name of another line.
    """
    effects: dict[str, Effect] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, *fields = (field.strip() for field in line.split(" | "))
            name = name.removeprefix("tf.") if name.startswith("tf.") else f"compat.v1.{name}"
            if len(fields) not in (3, 4) or fields[0] not in (SILENT, FAILS) or name in effects:
                raise DataError(f"{file.name}:{number}: expected '{_LINE}', one line per name")
            kind, what, unless, *advice = fields
            effects[name] = Effect(kind, what, unless.strip("-"), "".join(advice))
    return effects


@lru_cache(maxsize=1)
def load_eager_effects() -> dict[str, Effect]:
    """Returns the effects of data/eager.txt by name, without the leading `tf.`."""
    return read_effects(DATA / "eager.txt")


@lru_cache(maxsize=2)
def names_with_effect(kind: str) -> frozenset[str]:
    """Returns the names whose calls have an effect of the given kind."""
    return frozenset(name for name, effect in load_eager_effects().items() if effect.kind == kind)
