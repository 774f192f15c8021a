"""What expressions of the library give, as far as a program may ask something of it that TF2 has not.

One expression a line, `tf.Session().graph | tf.Graph`, in data/results.txt.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.guidance import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from tf2lint.table.facts import Facts
    from tf2lint.table.guidance import Guidance

#: What a function gives of which the file says nothing. Only tensors have what is asked of one.
ANY: Final = "Tensor"
_COMPAT: Final = "compat.v1."
#: Functions that give lists of variables, and what programs choose some of these by.
LISTS: Final = (
    "all_variables", "get_collection", "get_collection_ref", "global_variables", "local_variables", "model_variables",
    "moving_average_variables", "trainable_variables",
)  # fmt: skip
_CHOSEN_BY: Final = "name"
#: What any file may do with such a list, without an attribute: look something up in it.
LOOKED_UP: Final = "in"


class ReturnTypes:
    """What each expression gives.

    Args:
        file: data/results.txt.
        facts: which names are classes.
        guidance: what there is to say of the members of objects.

    Raises:
        DataError: a line is wrong, or says again what another one says.
    """

    def __init__(self, file: Path, facts: Facts, guidance: Guidance) -> None:
        self._facts = facts
        self._guidance = guidance
        self._classes: dict[str, str] = {}
        for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
            if line and not line.startswith("#"):
                expression, _, given = (part.strip().removeprefix("tf.") for part in line.partition(" | "))
                if not given or expression in self._classes:
                    raise DataError(f"{file.name}:{number}: expected 'expression | class', each once, found {line!r}")
                self._classes[expression] = given

    def of(self, expression: str) -> str:
        """The class of what an expression gives; empty where that isn't known.

        Args:
            expression: from below `tf`, such as `Session()` or `data.Dataset().map()`.
        """
        plain = expression.removeprefix(_COMPAT)
        name = plain.removesuffix("()")
        given = name if name in LISTS else self._classes.get(plain) or self._by_kind(plain)
        return f"{_COMPAT}{given}" if plain != expression and self._facts.fact(f"{_COMPAT}{given}") else given

    def led_to(self, name: str) -> set[str]:
        """A class, and those of what its objects lead to."""
        seen, pending = set[str](), [name.removeprefix(_COMPAT)]
        while pending:
            owner = pending.pop()
            if owner not in seen:
                seen.add(owner)
                pending += self._led_to.get(owner, ())
        return seen

    def asked_of(self, name: str) -> set[str]:
        """The members of a class of which the guidance says something, or by which programs choose."""
        return self._asked.get(name, set())

    @cached_property
    def _asked(self) -> dict[str, set[str]]:
        asked = {name: {_CHOSEN_BY, LOOKED_UP} for name in LISTS}
        for name in self._guidance:
            owner, is_member, member = name.rpartition("().")
            if is_member:
                asked.setdefault(owner.removeprefix(_COMPAT), set()).add(member)
        return asked

    @cached_property
    def _led_to(self) -> dict[str, set[str]]:
        led: dict[str, set[str]] = {}
        for expression, given in self._classes.items():
            owner, is_member, _ = expression.removesuffix("()").rpartition("().")
            if is_member:
                led.setdefault(owner, set()).add(given)
        return led

    def _by_kind(self, expression: str) -> str:
        name = expression.removesuffix("()")
        if name == expression:
            return ""
        fact = self._facts.fact(name)
        kind = fact.first_kind if fact is not None else ""
        return name if kind == "c" else ANY if kind == "f" else ""
