"""Builds the entry of a name: from the guidance if there is any, else from the facts."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Final

from tf2lint.table.entries import COMPAT_PREFIX, NO_REPLACEMENT, Area, Entry, with_guidance
from tf2lint.table.guidance import Outcome
from tf2lint.table.member_mapping import member_entry, not_yet
from tf2lint.table.versions import TF1_VERSION, Range, removal_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.table.facts import Fact, Facts
    from tf2lint.table.guidance import Guidance, Guide

#: Prefixes of names that are suggested only if there is nothing else.
_LAST_RESORTS: Final = ("compat.", "raw_ops.", "contrib.")

#: A private module of tf.keras, and the versions that have it. From 2.8 on, it is only in the wheel of keras.
_KERAS_INTERNAL: Final = "keras.__internal__"
#: The modules of tf.keras in TensorFlow's wheel, whose objects do not mix with those of the Keras package.
_PRIVATE_KERAS: Final = "python.keras."
_WITH_KERAS_INTERNAL: Final = Range("2.6..2.15")
#: The mark of a module that can be imported but is not an attribute of its package.
_IMPORT_ONLY: Final = "import-only"


class NameMapping:
    """Maps names to their entries at one target version.

    Args:
        facts: the generated facts.
        guidance: the hand-written guidance.
        target: one of the versions in the facts.
    """

    #: What users write before a name.
    root: ClassVar[str] = "tf."
    #: Whether what changed in an object is only told where its public name is used, and not of its private names.
    tells_changes_at_public_names: ClassVar[bool] = False
    #: The oldest release whose names are known.
    oldest: ClassVar[str] = f"TF {TF1_VERSION}"

    def __init__(self, facts: Facts, guidance: Guidance, target: str) -> None:
        self.facts = facts
        self.guidance = guidance
        self.target = target
        self._entries: dict[str, Entry | None] = {"": Entry("", Area.CORE, "m", exists=True, root=self.root)}
        self._members: dict[tuple[str, str], Entry | None] = {}

    def entry(self, name: str) -> Entry | None:
        """Returns the entry of a whole name; None if the name is unknown."""
        if name not in self._entries:
            self._entries[name] = self._entry(name)
        return self._entries[name]

    def member(self, owner: str, name: str) -> Entry | None:
        """Returns the entry of a class member; None if there is nothing to report beyond its class."""
        key = owner, name
        if key not in self._members:
            class_entry = self.entry(owner)
            self._members[key] = None if class_entry is None else self._member(class_entry, name)
        return self._members[key]

    def _member(self, class_entry: Entry, name: str) -> Entry | None:
        found = member_entry(self.facts, self.target, self.own_guide, class_entry, name)
        is_compat = class_entry.area is Area.COMPAT_V1 and class_entry.exists
        return self._member_for_graphs(class_entry, name) if found is None and is_compat else found

    def _member_for_graphs(self, class_entry: Entry, name: str) -> Entry | None:
        """Returns the entry of a member that works, of a class below tf.compat.v1, but not in eager mode; else None.

        That is so if TensorFlow 2 lacks the member of the class of the same name, or has it for graphs.
        """
        plain = self.member(class_entry.name.removeprefix(COMPAT_PREFIX), name)
        if plain is None or not plain.advice or (plain.exists and plain.outcome is not Outcome.REMOVED):
            return None
        own = f"{class_entry.name}().{name}"
        return Entry(own, Area.COMPAT_V1, "f", exists=True, replacements=plain.replacements, advice=plain.advice)

    def exists(self, name: str) -> bool:
        """Returns whether the target has a public name."""
        fact = self.facts.fact(name)
        return fact is not None and fact.exists(self.target)

    def _entry(self, name: str) -> Entry | None:
        fact = self.facts.fact(name)
        if fact is not None:
            kind = fact.kind(self.target) or fact.kind(TF1_VERSION) or fact.first_kind
            entry = Entry(name, _area(name), kind, fact.exists(self.target), root=self.root)
            return self._present(entry, fact) if entry.exists else self._gone(entry, fact)
        if self.facts.is_module(name) or self._names_of(name) or self.facts.has_internal(name, self.target) is not None:
            return self._private(name)
        owner, _, member = name.rpartition(".")
        if self._is_class(owner):
            return self.member(owner, member)
        guide = self.own_guide(name)
        return None if guide is None else with_guidance(self._unlisted(name, guide), guide)

    def _is_class(self, name: str) -> bool:
        fact = self.facts.fact(name)
        return fact is not None and "c" in (fact.kind(self.target), fact.kind(TF1_VERSION))

    def _unlisted(self, name: str, guide: Guide) -> Entry:
        """Returns the entry of a name that only the guidance has: older than 1.15, or in a private module."""
        parent = name
        while (parent_entry := self.entry(parent := parent.rpartition(".")[0])) is None:
            pass
        if parent_entry.area is Area.CORE:
            return Entry(name, Area.CORE, "f", exists=False, removed_when=f"before {self.oldest}", root=self.root)
        return parent_entry._replace(name=name, kind="f")

    def own_guide(self, name: str) -> Guide | None:
        """Returns the guide for exactly a name, or for the family that it heads; None if the target has none."""
        guide = self._guide(name) if name in self.guidance else None
        return guide if guide is not None and guide.name.removesuffix(".*") == name else None

    def _guide(self, name: str) -> Guide | None:
        """Returns the guide for a name, from a line of its own or else from its closest family."""
        return self.guidance.guide(name, self.facts.version_of(name, self.target))

    # --- names that the target has ----------------------------------------------

    def _present(self, entry: Entry, fact: Fact) -> Entry:
        if entry.area is Area.COMPAT_V1:
            return self._present_in_compat(entry)
        entry = entry._replace(deprecated=self._is_deprecated(entry.name))
        guide = self.own_guide(entry.name)
        if guide is None:
            return self._superseded(entry, fact) if entry.deprecated else entry
        outcome = Outcome.CHANGED if guide.outcome is Outcome.CHANGED else Outcome.CURRENT
        return with_guidance(entry, guide)._replace(outcome=outcome)

    def _superseded(self, entry: Entry, fact: Fact) -> Entry:
        """Returns the entry of a deprecated name; it suggests another name of the object, if one is not deprecated."""
        names = self._native(self.facts.names_of(fact.object(self.target), self.target))
        kept = [name for name in names if not self._is_deprecated(name)]
        if not kept:
            return entry
        best = self._best(kept)
        return entry._replace(replacements=(best,), advice=f"use {best}")

    def _is_deprecated(self, name: str) -> bool:
        fact = self.facts.fact(name)
        return fact is not None and "deprecated" in fact.marks(self.target)

    def _present_in_compat(self, entry: Entry) -> Entry:
        """Returns the entry of a tf.compat.v1 name that works: its replacement in TF2 is that of the plain name."""
        plain = self._plain(entry)
        if plain is None or plain.outcome is Outcome.COMPAT or plain.advice == NO_REPLACEMENT:
            return entry
        if plain.exists and not plain.advice:
            if self._is_same(entry.name, plain.name):
                return _renamed(entry, plain.label)
            advice = f"use {plain.label}, which may take other arguments"
            return entry._replace(outcome=Outcome.REPLACED, replacements=(plain.label,), advice=advice)
        return entry._replace(outcome=plain.outcome, replacements=plain.replacements, advice=plain.advice)

    def _is_same(self, name: str, other: str) -> bool:
        """Returns whether two names refer to the same object at the target, or to modules."""
        facts = [fact for fact in (self.facts.fact(name), self.facts.fact(other)) if fact is not None]
        is_module = any(fact.kind(self.target) == "m" for fact in facts)
        return is_module or len({fact.object(self.target) for fact in facts}) == 1

    def _plain(self, entry: Entry) -> Entry | None:
        """Returns the entry of a tf.compat.v1 name without that prefix; None for tf.compat.v1 itself."""
        name = entry.name.removeprefix(COMPAT_PREFIX)
        return None if name == entry.name else self.entry(name)

    # --- names that the target lacks --------------------------------------------

    def _gone(self, entry: Entry, fact: Fact) -> Entry:
        if not fact.was_before(self.target) and fact.next_with(self.target):
            return self._not_yet(entry, fact)
        last, first = fact.last_and_next_version(self.target)
        entry = entry._replace(removed_when=removal_phrase(last, first, self.facts.package))
        guide = self.own_guide(entry.name)
        if guide is not None:
            return with_guidance(entry, guide)
        if entry.area is Area.COMPAT_V1:
            plain = self._plain(entry)
            if plain is not None and plain.exists and not plain.advice:
                return self._as_plain(entry, plain)
            if plain is not None and plain.advice:
                outcome = plain.outcome
                if plain.exists:  # then the guidance is for users who want to replace the plain name
                    outcome = Outcome.REPLACED if plain.replacements else Outcome.REMOVED
                return entry._replace(outcome=outcome, replacements=plain.replacements, advice=plain.advice)
        derived = self._under_another_name(entry, fact) or self._as_core(entry, fact)
        if derived is not None:
            return derived
        family_guide = self._guide(entry.name)
        if family_guide is not None:
            return with_guidance(entry, family_guide)
        if self.exists(COMPAT_PREFIX + entry.name):
            only = f"tf.{COMPAT_PREFIX}{entry.name}"
            return entry._replace(outcome=Outcome.COMPAT, replacements=(only,), advice=f"only {only} still has it")
        return self._without_replacement(entry, fact)

    def _without_replacement(self, entry: Entry, fact: Fact) -> Entry:
        """Returns the entry of a name that the target has under no name."""
        again = fact.next_with(self.target)
        return entry._replace(
            outcome=Outcome.REMOVED,
            advice=f"{self.facts.release(again, self.target)} has it again" if again else NO_REPLACEMENT,
        )

    def _as_plain(self, entry: Entry, plain: Entry) -> Entry:
        """Returns the entry of a tf.compat.v1 name that exists without the prefix, or whose object has another name."""
        fact = self.facts.fact(plain.name)
        if fact is None or self._is_reachable(plain.name):
            return _renamed(entry, plain.label)
        names = self._native(self.facts.names_of(fact.object(self.target), self.target))
        return _renamed(entry, self._best(names) if names else plain.label)

    def import_only(self, name: str) -> str:
        """Returns the module on the path to a name that must be imported explicitly at the target; empty if none."""
        prefixes = accumulate(name.split("."), "{}.{}".format)
        return next((prefix for prefix in prefixes if prefix in self._import_only), "")

    @cached_property
    def _import_only(self) -> frozenset[str]:
        """The modules that must be imported explicitly at the target."""
        facts = [self.facts.fact(name) for name in self.facts.mentioning(_IMPORT_ONLY)]
        return frozenset(
            fact.name
            for fact in facts
            if fact is not None and fact.exists(self.target) and _IMPORT_ONLY in fact.marks(self.target)
        )

    def _is_reachable(self, name: str) -> bool:
        """Returns whether a name of the target can be reached as an attribute, without an import."""
        return not self.import_only(name)

    def _not_yet(self, entry: Entry, fact: Fact) -> Entry:
        """Returns the entry of a name that is newer than the target, where the object may have another name."""
        added_in = fact.next_with(self.target)
        entry = entry._replace(added_in=self.facts.release(added_in, self.target))
        guide = self.own_guide(entry.name)
        if guide is not None:
            return with_guidance(entry, guide)
        names = [
            name for name in self._native(self.facts.names_of(fact.object(added_in), added_in)) if self.exists(name)
        ]
        if names:
            return _renamed(entry, self._best(names))
        return entry._replace(outcome=Outcome.REMOVED, advice=not_yet(self.facts, entry.name, self.target))

    def _under_another_name(self, entry: Entry, fact: Fact) -> Entry | None:
        """Returns the entry of a name whose object has a native name at the target, a drop-in; else None."""
        compat = self.facts.fact(COMPAT_PREFIX + entry.name)
        identity = compat.object(self.target) if compat is not None else ""
        natives = self._native(self.facts.names_of(identity, self.target)) if identity else []
        if not natives:
            natives = self._native(self._aliases(fact))
        return _renamed(entry, self._best(natives)) if natives else None

    def _aliases(self, fact: Fact) -> list[str]:
        """Returns the names at the target that were aliases of the object while it had this name."""
        if fact.exists(TF1_VERSION):
            return [
                alias
                for alias in self.facts.names_of(fact.object(TF1_VERSION), TF1_VERSION)
                if self._is_unchanged(alias)
            ]
        last, _ = fact.last_and_next_version(self.target)
        return [alias for alias in self.facts.names_of(fact.object(last), last) if self.exists(alias)]

    def _native(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if not name.startswith(_LAST_RESORTS)]

    def _is_unchanged(self, name: str) -> bool:
        """Returns whether a name refers to the same object at the target as in 1.x."""
        fact, compat = self.facts.fact(name), self.facts.fact(COMPAT_PREFIX + name)
        if fact is None or not fact.exists(self.target):
            return False
        return fact.object(self.target) == (
            compat.object(self.target) if compat is not None else fact.object(TF1_VERSION)
        )

    def _best(self, names: Iterable[str]) -> str:
        """Returns the best of some names, as users write it."""
        return f"{self.root}{min(names, key=self._preference)}"

    def _preference(self, name: str) -> tuple[bool, bool, bool, int, str]:
        """Returns a sort key: the best name is reachable as an attribute, stable, also in 1.15, and short."""
        fact = self.facts.fact(name)
        in_old = fact is not None and fact.exists(TF1_VERSION)
        return not self._is_reachable(name), "experimental" in name, not in_old, name.count("."), name

    def _as_core(self, entry: Entry, fact: Fact) -> Entry | None:
        """Returns the entry of a contrib re-export, based on the core name of the same object."""
        if entry.area is not Area.CONTRIB:
            return None
        for name in self.facts.names_of(fact.object(TF1_VERSION), TF1_VERSION):
            core = self.entry(name) if _area(name) is Area.CORE else None
            if core is not None and not core.exists:
                return entry._replace(outcome=core.outcome, replacements=core.replacements, advice=core.advice)
        return None

    # --- names that were never public -------------------------------------------

    def _private(self, name: str) -> Entry:
        """Returns the entry of a module file, or of an object named by the module that defines it."""
        is_module = self.facts.is_module(name)
        module = name if is_module else name.rpartition(".")[0]
        exists = self.facts.has_module(module, self.target) or self._is_in_keras_package(module)
        exists = exists and self.facts.has_internal(name, self.target) is not False
        area = Area.CONTRIB if _area(name) is Area.CONTRIB else Area.PRIVATE
        outcome = Outcome.CURRENT if exists else Outcome.REMOVED
        entry = Entry(name, area, "m" if is_module else "f", exists, outcome, root=self.root)
        if area is Area.CONTRIB:
            contrib = self.entry("contrib")
            entry = entry._replace(removed_when=contrib.removed_when if contrib else "", advice=NO_REPLACEMENT)
        names = self._names_of(name)
        # That a contrib module imports the module does not make its name there a public name.
        if is_module and area is Area.PRIVATE:
            names = [public for public in names if _area(public) is not Area.CONTRIB]
        last = name.rpartition(".")[2]
        best = min(names, key=lambda public: (public.rpartition(".")[2] != last, self._preference(public)), default="")
        public = self.entry(best) if best else None
        if public is None:
            guide = self._guide(name)
            return self._unnamed(entry) if guide is None else with_guidance(entry, guide)
        # What changed in the classes of tf.keras is reported where they are used, as long as all are of one Keras.
        is_same = self.tells_changes_at_public_names or name.startswith(_PRIVATE_KERAS)
        is_same = is_same or public.name in self.facts.names_of(name, self.target)
        if public.exists and (is_same or public.outcome is not Outcome.CHANGED):
            return _renamed(entry, public.label)
        outcome = Outcome.REPLACED if public.exists else public.outcome
        return entry._replace(outcome=outcome, replacements=public.replacements, advice=public.advice)

    def _unnamed(self, entry: Entry) -> Entry:
        """Returns the entry of a private name whose object has no public name."""
        return entry

    def _is_in_keras_package(self, module: str) -> bool:
        """Returns whether a module of tf.keras is one of the keras package, which TensorFlow's wheel does not have."""
        is_internal = module == _KERAS_INTERNAL or module.startswith(f"{_KERAS_INTERNAL}.")
        return is_internal and self.target in _WITH_KERAS_INTERNAL

    def _names_of(self, path: str) -> list[str]:
        """Returns the public names of an object, given its defining module and name at the target or in 1.x."""
        names = self._native(self.facts.names_of(path, self.target)) or self.facts.names_of(path, TF1_VERSION)
        return names or self.facts.public_names_of(path)


def _area(name: str) -> Area:
    if name == "contrib" or name.startswith("contrib."):
        return Area.CONTRIB
    return Area.COMPAT_V1 if name == "compat.v1" or name.startswith(COMPAT_PREFIX) else Area.CORE


def _renamed(entry: Entry, new: str) -> Entry:
    return entry._replace(outcome=Outcome.RENAMED, replacements=(new,), advice=f"use {new}")
