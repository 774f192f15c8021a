"""What TF 1's API does in eager mode, in which TF2 starts: data/eager.txt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.guidance import DataError
from tf2lint.symbols import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tf2lint.subjects import UsedCall

SILENT: Final = "silent"
FAILS: Final = "fails"
_LINE: Final = "name | silent or fails | what happens | word or - | advice"
#: Texts in a program that builds graphs, of its own or by what it hands its functions to, or that shares variables
#: in eager mode by the means that there are.
_BUILDS_GRAPHS: Final = (
    "disable_v2_behavior", "disable_eager_execution", ".Graph(", "import Graph", "graph_mode(", "wrap_function",
    "run_v1_only", "run_deprecated_v1", "model_fn", "Estimator", "make_template", "track_tf1_style_variables",
    "EagerVariableStore",
)  # fmt: skip
#: A word of a file that has something else for each of both modes.
_ASKS: Final = "executing_eagerly"


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
    effects: dict[str, Effect] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, *fields = (field.strip() for field in line.split(" | "))
            name = name.removeprefix("tf.") if name.startswith("tf.") else f"compat.v1.{name}"
            if len(fields) not in (3, 4) or fields[0] not in (SILENT, FAILS) or name in effects:
                raise DataError(f"{file.name}:{number}: expected '{_LINE}', each name once")
            kind, what, word, *advice = fields
            effects[name] = Effect(kind, what, word.strip("-"), "".join(advice))
    return effects


@lru_cache(maxsize=1)
def effects() -> dict[str, Effect]:
    """What calls do in eager mode, by their names from below `tf`."""
    return read_effects(DATA / "eager.txt")


def names(kind: str) -> frozenset[str]:
    """The names whose calls have an effect of a kind."""
    return frozenset(name for name, effect in effects().items() if effect.kind == kind)


def has_effect(call: UsedCall) -> bool:
    """Whether a call has its effect: it stands in a program that leaves TF2 in eager mode, as far as its text tells."""
    program, unless = call.program, effects()[call.used.lookup.entry.name].unless
    if program.text_has(_ASKS) or (unless and program.mentions((unless,))):
        return False
    return not program.mentions(_BUILDS_GRAPHS)


def message(call: UsedCall) -> str:
    """What a call does in eager mode, and what to use."""
    entry = call.used.lookup.entry
    effect = effects()[entry.name]
    return f"{call.used.shown} {effect.what}; {effect.advice or entry.advice}"
