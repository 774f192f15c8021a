"""The namespace-mapping table: what became of a TensorFlow name at a target version, and what to write instead."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import CALL, Area, Entry, Lookup
from tf2lint.table.entry_building import TF1_VERSION
from tf2lint.table.facts import Facts
from tf2lint.table.guidance import Guidance
from tf2lint.table.name_mapping import NameMapping
from tf2lint.table.return_types import ReturnTypes

if TYPE_CHECKING:
    from collections.abc import Collection

#: Where the facts and the guidance are.
DATA: Final = Path(__file__).with_name("data")

#: How many parts a name has at most, of those that the table knows: what a program writes may have any number.
_MOST_PARTS: Final = 16
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
        self._mapping = NameMapping(facts, guidance, target)
        self._may_ask: dict[str, frozenset[str]] = {}

    @cached_property
    def results(self) -> ReturnTypes:
        """What calls give."""
        return ReturnTypes(DATA / "results.txt", self.facts, self._guidance)

    def lookup(self, name: str) -> Lookup:
        """Where a name below `tensorflow` leads; `Session().run` and `Session.().run` are members of an object."""
        name = self._without_v2(name.replace(f".{CALL}", CALL).replace(CALL, f".{CALL}"))
        owner, is_object, attributes = name.partition(f".{CALL}")
        if is_object:
            return self._member(owner, tuple(attributes.split(".")[1:]))
        parts = tuple(name.split(".")) if name else ()
        length = min(len(parts), _MOST_PARTS)
        while (entry := self._mapping.entry(".".join(parts[:length]))) is None:
            length -= 1
        rest = parts[length:]
        missing = bool(rest) and self._lacks(entry, rest[0])
        closest = self._closest(entry, rest[0]) if missing and entry.exists else ""
        return Lookup(entry, rest, missing, closest, self._mapping.import_only(entry.name) if entry.exists else "")

    def may_ask(self, owner: str) -> frozenset[str]:
        """The members of a class, and of what its objects lead to, of which there may be something to say."""
        if owner not in self._may_ask:
            classes = {owner, *self.results.led_to(owner)}
            words = {word for one in classes for word in (*self.results.asked_of(one), *self.facts.member_names(one))}
            self._may_ask[owner] = frozenset(words)
        return self._may_ask[owner]

    def is_asked(self, owner: str, name: str) -> bool:
        """Whether there is something to say, at the target, of a member of a class or of what its objects lead to."""
        classes = {owner, *self.results.led_to(owner)}
        return any(name in self.results.asked_of(one) or self._mapping.member(one, name) is not None for one in classes)

    def member(self, owner: str, name: str) -> Entry | None:
        """What became of a member of a class's objects; None if there is nothing to say of it."""
        return self._mapping.member(owner, name)

    def _member(self, owner: str, attributes: tuple[str, ...]) -> Lookup:
        """Where the attributes of an object of a class lead."""
        for place, attribute in enumerate(attributes):
            entry = self._mapping.member(owner, attribute)
            if entry is not None:
                return Lookup(entry, attributes[place + 1 :])
            given = self.results.of(f"{owner}{CALL}.{attribute}")
            if not given:
                break
            owner = given
        found = self.lookup(owner)
        return Lookup(found.entry, (*found.rest, CALL, *attributes))

    def versions_with(self, entry: Entry) -> list[str]:
        """The versions that have a name, or a class with a member, the oldest first."""
        owner, is_member, name = entry.name.rpartition("().")
        having = self.facts.versions_with(owner if is_member else entry.name)
        fact = self.facts.member(owner, name) if is_member else None
        return having if fact is None else [version for version in having if fact.exists(version)]

    def names(self) -> set[str]:
        """Every name that the table has an answer for: those of all versions, and older ones that the guidance has."""
        return {*self.facts, *(name for name in self._guidance if "*" not in name)}

    def is_module(self, name: str) -> bool:
        """Whether a name is a module, in whatever version."""
        entry = self._mapping.entry(self._without_v2(name))
        return entry is not None and entry.kind == "m"

    def below(self, name: str) -> Collection[str]:
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
    return tuple(version for version in load_data()[0].versions if version != TF1_VERSION)


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
