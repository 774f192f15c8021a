"""The namespace-mapping table: what became of a TensorFlow name at a target version, and what to write instead."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from tf2lint.entries import Area, Entry, Lookup
from tf2lint.facts import Facts
from tf2lint.guidance import Guidance
from tf2lint.mapping import OLD, Mapping

#: Where the facts and the guidance are.
DATA: Final = Path(__file__).with_name("data")

#: How many names of all versions may be nearer to a mistyped one than the nearest that the target has.
_MOST_CLOSE: Final = 20


class UnknownVersionError(ValueError):
    """The table knows nothing of a version that was asked for."""


class Table:
    """The table at one target version.

    Args:
        facts: what the wheels say.
        guidance: what to write instead, by hand.
        target: a version that the facts know.
    """

    def __init__(self, facts: Facts, guidance: Guidance, target: str) -> None:
        self.target = target
        self.facts = facts
        self._guidance = guidance
        self._mapping = Mapping(facts, guidance, target)

    def lookup(self, name: str) -> Lookup:
        """Where a name below `tensorflow` leads."""
        name = self._without_v2(name)
        parts = tuple(name.split(".")) if name else ()
        length = len(parts)
        while (entry := self._mapping.entry(".".join(parts[:length]))) is None:
            length -= 1
        rest = parts[length:]
        missing = bool(rest) and self._lacks(entry, rest[0])
        closest = self._closest(entry, rest[0]) if missing and entry.exists else ""
        return Lookup(entry, rest, missing, closest, self._mapping.import_only(entry.name) if entry.exists else "")

    def names(self) -> set[str]:
        """Every name that the table has an answer for: those of all versions, and older ones that the guidance has."""
        return {*self.facts, *(name for name in self._guidance if not name.endswith("*"))}

    def is_module(self, name: str) -> bool:
        """Whether a name is a module, in whatever version."""
        entry = self._mapping.entry(self._without_v2(name))
        return entry is not None and entry.kind == "m"

    def below(self, name: str) -> list[str]:
        """The public names right below a module, of all versions."""
        return self.facts.below(name)

    def _lacks(self, entry: Entry, attribute: str) -> bool:
        """Whether an attribute that the table lacks can't be there: it is asked of a public module, or a gone one."""
        if entry.kind != "m" or attribute.startswith("_"):
            return False
        # Of a module that TensorFlow only hands on, such as unittest.mock, the facts list no names.
        return not entry.exists or (entry.area is not Area.PRIVATE and (not entry.name or bool(self.below(entry.name))))

    def _closest(self, entry: Entry, attribute: str) -> str:
        """The name at the target that a mistyped one may have meant; empty if none is near."""
        from difflib import get_close_matches  # only ever needed for a mistake

        prefix = f"{entry.name}." if entry.name else ""
        first, last = attribute[0], attribute[-1]  # hardly ever both are mistyped, and comparing takes long
        names = [name for name in self.below(entry.name) if name.startswith(first) or name.endswith(last)]
        close = get_close_matches(attribute, names, n=_MOST_CLOSE, cutoff=0.8)
        return next((f"tf.{prefix}{name}" for name in close if self._mapping.exists(prefix + name)), "")

    def _without_v2(self, name: str) -> str:
        """tf.compat.v2 is the TF2 namespace itself, but for the names that the facts have below it."""
        if name == "compat.v2":
            return ""
        return name if self.facts.fact(name) is not None else name.removeprefix("compat.v2.")


@lru_cache(maxsize=1)
def load_data() -> tuple[Facts, Guidance]:
    """The two halves of the table, read once.

    Raises:
        DataError: a line of the data files is wrong.
    """
    return Facts(DATA), Guidance(sorted((DATA / "guidance").glob("*.txt")))


def known_versions() -> tuple[str, ...]:
    """The TensorFlow 2 versions that can be targets, the oldest first."""
    return tuple(version for version in load_data()[0].versions if version != OLD)


@lru_cache(maxsize=4)
def table_for(target: str | None) -> Table:
    """The table at a target version.

    Args:
        target: such as `2.21` or `2.21.0`; None for the newest that is known.

    Raises:
        UnknownVersionError: the table knows nothing of that version.
    """
    versions = known_versions()
    wanted = versions[-1] if target is None else ".".join(target.strip().split(".")[:2])
    if wanted not in versions:
        raise UnknownVersionError(f"unknown TensorFlow version {target!r}: known are {versions[0]} to {versions[-1]}")
    facts, guidance = load_data()
    return Table(facts, guidance, wanted)
