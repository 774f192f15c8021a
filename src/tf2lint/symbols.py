"""The namespace-mapping table: what became of a TensorFlow name at a target version, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from tf2lint.facts import Fact, Facts
from tf2lint.guidance import Guidance, Guide, Outcome

_DATA: Final = Path(__file__).with_name("data")
#: The version whose names are mapped.
_OLD: Final = "1.15"
#: What no one is sent to while there is anything else.
_NOTHING_KNOWN: Final = "no replacement is known yet"
_LAST_RESORTS: Final = ("compat.", "raw_ops.", "contrib.")


class UnknownVersionError(ValueError):
    """The table knows nothing of a version that was asked for."""


class Area(Enum):
    """Which part of TensorFlow's namespace a name is in."""

    CORE = "core"
    CONTRIB = "contrib"
    COMPAT_V1 = "compat.v1"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table says of one name at one target.

    Attributes:
        name: dotted, below `tensorflow`.
        area: the part of the namespace that it is in.
        outcome: what became of it.
        exists: whether the target has it.
        gone: when it went: `in TF 2.0`, or `by TF 2.21` where that isn't known to the version.
        deprecated: whether the target marks it as deprecated.
        replacements: dotted names to use instead, best first.
        advice: the clause that a message ends with.
    """

    name: str
    area: Area
    outcome: Outcome
    exists: bool
    gone: str = ""
    deprecated: bool = False
    replacements: tuple[str, ...] = ()
    advice: str = ""

    @property
    def shown(self) -> str:
        """The name as a reader writes it, from `tf`."""
        return f"tf.{self.name}" if self.name else "tf"


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where a dotted name leads.

    Attributes:
        entry: the longest part of it that the table has.
        rest: the attributes that follow that part.
        missing: whether the first of these is asked of a module that never had it.
        closest: the name that may have been meant then, if one is near.
    """

    entry: Entry
    rest: tuple[str, ...] = ()
    missing: bool = False
    closest: str = ""


class Table:
    """The table at one target version.

    Args:
        facts: what the wheels say.
        guidance: what to write instead, by hand.
        target: a version that the facts know.
    """

    def __init__(self, facts: Facts, guidance: Guidance, target: str) -> None:
        self.facts = facts
        self.guidance = guidance
        self.target = target
        self._entries: dict[str, Entry | None] = {}

    def lookup(self, name: str) -> Lookup | None:
        """Where a name below `tensorflow` leads; None if the table has no part of it."""
        name = _without_v2(name)
        parts = tuple(name.split(".")) if name else ()
        for length in range(len(parts), -1, -1):
            entry = self.entry(".".join(parts[:length]))
            if entry is not None:
                rest = parts[length:]
                missing = bool(rest) and self._lacks(entry, rest[0])
                return Lookup(entry, rest, missing, self._closest(entry, rest[0]) if missing else "")
        return None

    def _lacks(self, entry: Entry, attribute: str) -> bool:
        """Whether an attribute that the table does not have can't be there: it is asked of a public module."""
        return entry.area is not Area.PRIVATE and not attribute.startswith("_") and self.is_module(entry.name)

    def _closest(self, entry: Entry, attribute: str) -> str:
        """The name at the target that a mistyped one may have meant; empty if none is near."""
        from difflib import get_close_matches  # only ever needed for a mistake

        prefix = f"{entry.name}." if entry.name else ""
        known = [name for name in self.facts.below(entry.name) if self._exists(prefix + name)]
        close = get_close_matches(attribute, known, n=1, cutoff=0.8)
        return f"tf.{prefix}{close[0]}" if close else ""

    def _exists(self, name: str) -> bool:
        fact = self.facts.fact(name)
        return fact is not None and fact.exists(self.target)

    def is_module(self, name: str) -> bool:
        """Whether a name is a module, in whatever version."""
        fact = self.facts.fact(name)
        return not name or self.facts.is_module(name) or (fact is not None and fact.kind(self.target) == "m")

    def entry(self, name: str) -> Entry | None:
        """What became of one whole name; None if the table doesn't have it."""
        if name not in self._entries:
            self._entries[name] = self._entry(name)
        return self._entries[name]

    def _entry(self, name: str) -> Entry | None:
        if not name:
            return Entry("", Area.CORE, Outcome.CURRENT, exists=True)
        fact = self.facts.fact(name)
        area = _area(name, known=fact is not None)
        if fact is not None:
            return self._present(fact, area) if fact.exists(self.target) else self._gone(fact, area)
        if self.facts.is_module(name) or self._public_names(name):
            return self._private(name, area)
        guide = self.guidance.guide(name, self.target) if f"{name}" in self.guidance.guides else None
        return None if guide is None else _guided(name, area, guide, "by TF 1.15")

    def _present(self, fact: Fact, area: Area) -> Entry:
        if area is Area.COMPAT_V1:
            return self._present_in_compat(fact)
        guide = self.guidance.guides.get(fact.name) and self.guidance.guide(fact.name, self.target)
        deprecated = "deprecated" in fact.marks(self.target)
        entry = Entry(fact.name, area, Outcome.CURRENT, exists=True, deprecated=deprecated)
        if not guide:
            return entry
        outcome = Outcome.CHANGED if guide.outcome is Outcome.CHANGED else Outcome.CURRENT
        return replace(entry, outcome=outcome, replacements=guide.replacements, advice=_advice(guide))

    def _present_in_compat(self, fact: Fact) -> Entry:
        """A name of tf.compat.v1 that works: what stands for it in TF2 is what stands for the plain name."""
        name = fact.name.removeprefix("compat.v1.")
        entry = Entry(fact.name, Area.COMPAT_V1, Outcome.CURRENT, exists=True)
        plain = self.entry(name)
        if plain is None or plain.outcome is Outcome.COMPAT or plain.advice == _NOTHING_KNOWN:
            return entry
        if plain.exists and not plain.advice:
            shown = f"tf.{name}"
            return replace(entry, outcome=Outcome.RENAMED, replacements=(shown,), advice=f"use {shown}")
        return replace(plain, name=fact.name, area=Area.COMPAT_V1, exists=True)

    def _gone(self, fact: Fact, area: Area) -> Entry:
        last, first = fact.gone_since(self.target)
        gone = f"{'in' if _adjacent(last, first) else 'by'} TF {first}"
        if area is Area.COMPAT_V1:
            plain = self.entry(fact.name.removeprefix("compat.v1."))
            if plain is not None and plain.advice:
                return replace(plain, name=fact.name, area=area, exists=False, gone=gone)
        guide = self.guidance.guide(fact.name, self.target)
        if guide is not None and guide.name == fact.name:
            return _guided(fact.name, area, guide, gone)
        followed = self._renamed(fact, area, gone) or self._same_as_core(fact, area, gone)
        if followed is not None:
            return followed
        if guide is not None:
            return _guided(fact.name, area, guide, gone)
        compat = self.facts.fact(f"compat.v1.{fact.name}")
        if compat is not None and compat.exists(self.target):
            only = f"tf.{compat.name}"
            advice = f"only {only} still has it"
            return Entry(fact.name, area, Outcome.COMPAT, exists=False, gone=gone, replacements=(only,), advice=advice)
        return Entry(fact.name, area, Outcome.REMOVED, exists=False, gone=gone, advice=_NOTHING_KNOWN)

    def _renamed(self, fact: Fact, area: Area, gone: str) -> Entry | None:
        """The native name under which the target has the very object that its compat.v1 has under this one."""
        compat = self.facts.fact(f"compat.v1.{fact.name}")
        identity = compat.object(self.target) if compat is not None else ""
        candidates = self.facts.names_of(identity, self.target) if identity else []
        if not candidates:
            candidates = [other for other in self.facts.names_of(fact.object(_OLD), _OLD) if self._is_unchanged(other)]
        candidates = [name for name in candidates if not name.startswith(_LAST_RESORTS)]
        if not candidates:
            return None
        best = f"tf.{min(candidates, key=self._preference)}"
        return Entry(
            fact.name, area, Outcome.RENAMED, exists=False, gone=gone, replacements=(best,), advice=f"use {best}"
        )

    def _is_unchanged(self, name: str) -> bool:
        """Whether a name is at the target what it was in 1.x."""
        fact, compat = self.facts.fact(name), self.facts.fact(f"compat.v1.{name}")
        if fact is None or not self._exists(name):
            return False
        return fact.object(self.target) == (compat or fact).object(self.target if compat else _OLD)

    def _preference(self, name: str) -> tuple[bool, bool, int, str]:
        fact = self.facts.fact(name)
        new = fact is None or not fact.exists(_OLD)  # a name that 1.15 has, too, serves programs that run on both
        return "experimental" in name, new, name.count("."), name

    def _same_as_core(self, fact: Fact, area: Area, gone: str) -> Entry | None:
        """What became of the core name of the same 1.x object, for a contrib re-export of it."""
        if area is not Area.CONTRIB:
            return None
        for other in self.facts.names_of(fact.object(_OLD), _OLD):
            core = None if _area(other, known=True) is Area.CONTRIB else self.entry(other)
            if core is not None and not core.exists:
                return replace(core, name=fact.name, area=area, gone=gone)
        return None

    def _private(self, name: str, area: Area) -> Entry:
        """A module that was never public, or an object by the module that defines it."""
        module = name if self.facts.is_module(name) else name.rpartition(".")[0]
        exists = self.facts.has_module(module, self.target)
        public = self.public_name(name)
        contrib = self.entry("contrib") if area is Area.CONTRIB else None
        gone = contrib.gone if contrib is not None else ""
        if public is None:
            guide = self.guidance.guide(name, self.target)
            if guide is not None:
                return replace(_guided(name, area, guide, gone), exists=exists)
            advice = "" if area is Area.PRIVATE else _NOTHING_KNOWN
            return Entry(name, area, Outcome.CURRENT if exists else Outcome.REMOVED, exists=exists, gone=gone, advice=advice)
        entry = self.entry(public)
        assert entry is not None
        if entry.exists:
            shown = (entry.shown,)
            return Entry(name, area, Outcome.RENAMED, exists=exists, replacements=shown, advice=f"use {entry.shown}")
        return replace(entry, name=name, area=area, exists=exists)

    def public_name(self, path: str) -> str | None:
        """The public name of an object, by the module that defines it in 1.x or at the target."""
        names = self._public_names(path)
        return min(names, key=self._preference) if names else None

    def _public_names(self, path: str) -> list[str]:
        at_target = [name for name in self.facts.names_of(path, self.target) if not name.startswith(_LAST_RESORTS)]
        return at_target or self.facts.names_of(path, _OLD)


def _area(name: str, *, known: bool) -> Area:
    if name == "contrib" or name.startswith("contrib."):
        return Area.CONTRIB
    if name == "compat.v1" or name.startswith("compat.v1."):
        return Area.COMPAT_V1
    return Area.CORE if known else Area.PRIVATE


def _without_v2(name: str) -> str:
    """tf.compat.v2 is the TF2 namespace itself."""
    return "" if name == "compat.v2" else name.removeprefix("compat.v2.")


def _adjacent(last: str, first: str) -> bool:
    """Whether no release came between two versions."""
    if (last, first) == (_OLD, "2.0"):
        return True
    (major, minor), (next_major, next_minor) = (version.split(".") for version in (last, first))
    return major == next_major and int(next_minor) == int(minor) + 1


def _guided(name: str, area: Area, guide: Guide, gone: str) -> Entry:
    return Entry(
        name, area, guide.outcome, exists=False, gone=gone, replacements=guide.replacements, advice=_advice(guide)
    )


def _advice(guide: Guide) -> str:
    return guide.advice or f"use {' or '.join(guide.replacements)}"


@lru_cache(maxsize=1)
def _data() -> tuple[Facts, Guidance]:
    return Facts(_DATA), Guidance(sorted((_DATA / "guidance").glob("*.txt")))


def known_versions() -> tuple[str, ...]:
    """The TensorFlow 2 versions that can be targets, the oldest first."""
    return tuple(version for version in _data()[0].versions if version != _OLD)


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
        raise UnknownVersionError(f"unknown TensorFlow version {target!r}: known are {', '.join(versions)}")
    facts, guidance = _data()
    return Table(facts, guidance, wanted)
