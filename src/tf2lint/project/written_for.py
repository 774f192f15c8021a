"""For which TensorFlow code is written, judging by the names that it refers to."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table import FAILS, TF1_VERSION, early_names, load_data, names_with_effect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: The setting with which the code decides.
AUTO: Final = "auto"
#: With as many names of TensorFlow 1, a file counts as written for it without counting those of TensorFlow 2.
_CLEAR: Final = 3
_COMPAT: Final = "compat.v1."
#: Names that 1.15 has, too, but for programs that are on their way to TensorFlow 2.
_STYLE_OF_TF2: Final = ("function", "compat.v2")


class WrittenFor(StrEnum):
    """What a file is written for."""

    TF1 = "1"
    """TensorFlow 1."""
    TF2 = "2"
    """TensorFlow 2, or not known: then nothing is reported that is only wrong in code for TensorFlow 1."""
    COMPAT = "compat"
    """TensorFlow 1, under the names that TensorFlow 2 keeps for it."""


class Evidence(NamedTuple):
    """How many different names of each kind some code refers to.

    Attributes:
        tf1: names that only TensorFlow 1 has.
        compat: such names below `compat.v1`, of what only works in a graph.
        tf2: names that only TensorFlow 2 has.
        early: names that only versions before 1.0 have.
    """

    tf1: int = 0
    compat: int = 0
    tf2: int = 0
    early: int = 0


def evidence_of(names: Iterable[str]) -> Evidence:
    """Returns the evidence in a set of names.

    Args:
        names: the names, below `tensorflow`.
    """
    kinds = [_kind(name) for name in set(names)]
    return Evidence(kinds.count("1") + kinds.count("0"), kinds.count("compat"), kinds.count("2"), kinds.count("0"))


def decided(found: Evidence, more: Callable[[], Evidence] | None = None) -> WrittenFor | None:
    """Returns what code is written for; None if nothing tells.

    Args:
        found: the evidence in the code.
        more: returns evidence with all names of TensorFlow 2; None if `found` has them.
    """
    if found.tf1 >= _CLEAR:
        return WrittenFor.TF1
    tf2 = more().tf2 if more is not None else found.tf2
    compat = more().compat if more is not None else found.compat
    if found.tf1 or tf2:
        return WrittenFor.TF1 if found.tf1 >= tf2 else WrittenFor.TF2
    return WrittenFor.COMPAT if compat else None


@lru_cache(maxsize=8192)
def _kind(name: str) -> str:
    """Returns which versions have a name: `0` before 1.0, `1`, `2`, `compat`; empty for several, and unknown names."""
    if name.startswith(_COMPAT):
        needs_graph = name in names_with_effect(FAILS) and _kind(name[len(_COMPAT) :]) == "1"
        return "compat" if needs_graph else ""
    facts = load_data()[0]
    while name:
        if name in _STYLE_OF_TF2:
            return "2"
        if name in early_names():
            return "0"
        fact = facts.fact(name)
        if fact is not None:
            if not fact.exists(TF1_VERSION):
                return "2"
            return "" if any(map(fact.exists, reversed(facts.versions[1:]))) else "1"
        name = name.rpartition(".")[0]
    return ""
