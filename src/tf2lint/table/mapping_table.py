"""The namespace-mapping table: what happened to a TensorFlow name at a target version, and what to write instead."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import CALL, COMPAT_PREFIX, Area, Entry, Lookup
from tf2lint.table.facts import Facts
from tf2lint.table.guidance import Guidance, Outcome
from tf2lint.table.keras_releases import KerasChoice, KerasReleases, UnknownVersionError, choose_keras
from tf2lint.table.name_mapping import NameMapping
from tf2lint.table.package_rewrites import PackageRewrites
from tf2lint.table.paired_facts import PairedFacts
from tf2lint.table.return_types import ReturnTypes
from tf2lint.table.rewrites import Rewrites
from tf2lint.table.signatures import parse_signature
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.table.keras_facts import KerasFacts
    from tf2lint.table.rewrites import Rewrite
    from tf2lint.table.signatures import Signature

#: The folder with the facts and the guidance.
DATA: Final = Path(__file__).with_name("data")

#: What names in rewrites begin with: those of TensorFlow, of the package keras, and methods of the Keras layer around
#: the code.
_ROOT: Final = "tf"
_KERAS: Final = "keras"
_SELF: Final = "self"
_LAYER: Final = "keras.layers.Layer"
#: Upper limit on the parts of a name that are looked up; programs may chain any number of attributes.
_MAX_PARTS: Final = 16
#: What both namespaces of `compat` begin with where they are in each other.
_NESTED: Final = tuple(f"compat.{outer}.compat.{inner}" for outer in ("v1", "v2") for inner in ("v1", "v2"))
#: What programs write below `compat.v1` where they used `contrib` before.
_CONTRIB: Final = f"{COMPAT_PREFIX}contrib"
#: The base class of Keras's optimizers, and the one that they had before.
_OPTIMIZER: Final = "keras.optimizers.Optimizer"
_LEGACY_OPTIMIZER: Final = "keras.optimizers.legacy.Optimizer"
#: How many names similar to a misspelled one to check for one that the target has.
_MAX_CLOSE: Final = 20


class Table:
    """The table at one target version.

    Args:
        facts: the generated facts.
        guidance: the hand-written guidance.
        target: one of the versions in the facts.
        mapping: maps names to entries; None for one that only needs the facts and the guidance.
    """

    def __init__(self, facts: Facts, guidance: Guidance, target: str, mapping: NameMapping | None = None) -> None:
        self.target = target
        self.facts = facts
        self._guidance = guidance
        self._mapping = mapping or NameMapping(facts, guidance, target)
        self._relevant_members: dict[str, frozenset[str]] = {}

    @cached_property
    def return_types(self) -> ReturnTypes:
        """The classes of the library's return values."""
        return ReturnTypes(DATA / "results.txt", self.facts, self._guidance)

    def class_of(self, expression: str) -> str:
        """Returns the class of the object that an expression returns; empty if unknown, or newer than the target."""
        returned = self.return_types.class_of(expression)
        if returned == _OPTIMIZER and expression != f"{_OPTIMIZER}{CALL}" and self._has_two_optimizers:
            return ""
        entry = self._mapping.entry(returned.partition(CALL)[0]) if returned else None
        return "" if entry is not None and entry.added_in else returned

    def describes_objects(self, class_name: str) -> bool:
        """Returns whether objects of a class are meant where an annotation names it; it may be the older optimizers."""
        return class_name.removeprefix(COMPAT_PREFIX) != _OPTIMIZER or not self._has_two_optimizers

    @cached_property
    def _has_two_optimizers(self) -> bool:
        """Whether optimizers of Keras derive from one of two classes, and models may have either."""
        facts = [self.facts.fact(name) for name in (_OPTIMIZER, _LEGACY_OPTIMIZER)]
        found = [fact.object(self.target) for fact in facts if fact is not None and fact.exists(self.target)]
        return len(set(found)) == len(facts)

    def lookup(self, name: str) -> Lookup:
        """Looks up a name below `tensorflow`; `Session().run` and `Session.().run` are members of an object."""
        full_name = name.replace(f".{CALL}", CALL).replace(CALL, f".{CALL}")
        name = self._without_v2(full_name)
        owner, is_object, attributes = name.partition(f".{CALL}")
        if is_object:
            return self._member(owner, tuple(attributes.split(".")[1:]))
        parts = tuple(name.split(".")) if name else ()
        length = min(len(parts), _MAX_PARTS)
        while (entry := self._mapping.entry(".".join(parts[:length]))) is None:
            length -= 1
        if entry.outcome is Outcome.CHANGED and name != full_name:  # there, it always meant what it means in TF2
            entry = entry._replace(outcome=Outcome.CURRENT, replacements=(), advice="")
        rest = parts[length:]
        missing = bool(rest) and self._lacks(entry, rest[0])
        closest = self._closest(entry, rest[0]) if missing and entry.exists else ""
        return Lookup(entry, rest, missing, closest, self._mapping.import_only(entry.name) if entry.exists else "")

    def possibly_relevant_members(self, owner: str) -> frozenset[str]:
        """Returns the members that may need reporting, of a class and of the classes that its members return."""
        if owner not in self._relevant_members:
            classes = {owner, *self.return_types.reachable_classes(owner)}
            words = {
                word
                for name in classes
                for word in (*self.return_types.relevant_members(name), *self.facts.member_names(name))
            }
            self._relevant_members[owner] = frozenset(words)
        return self._relevant_members[owner]

    @property
    def object_members(self) -> frozenset[str]:
        """The members by which objects of the library are followed, see `ReturnTypes.object_members`."""
        return self.return_types.object_members

    def is_relevant_member(self, owner: str, name: str) -> bool:
        """Returns whether a member of a class, or of the classes that its members return, needs reporting."""
        classes = {owner, *self.return_types.reachable_classes(owner)}
        return any(
            name in self.return_types.relevant_members(related) or self._mapping.member(related, name) is not None
            for related in classes
        )

    def has(self, name: str) -> bool:
        """Returns whether the target has a name."""
        found = self.lookup(name)
        return found.entry.exists and not found.missing

    def member(self, owner: str, name: str) -> Entry | None:
        """Returns the entry of a class member; None if there is nothing to report beyond its class."""
        return self._mapping.member(owner, name)

    def _member(self, owner: str, attributes: tuple[str, ...]) -> Lookup:
        """Looks up a chain of attributes on an object of a class."""
        start = 0
        for index, attribute in enumerate(attributes):
            entry = self._mapping.member(owner, attribute)
            if entry is not None:
                return Lookup(entry, attributes[index + 1 :])
            returned = self.class_of(f"{owner}{CALL}.{attribute}")
            if not returned or index == len(attributes) - 1:
                break
            owner, start = returned, index + 1
        if len(attributes) > start + 1:  # the guidance may have a part of an attribute without a class
            entry = self._mapping.member(owner, ".".join(attributes[start : start + 2]))
            if entry is not None:
                return Lookup(entry, attributes[start + 2 :])
        found = self.lookup(owner)
        return Lookup(found.entry, (*found.rest, CALL, *attributes[start:]))

    def versions_with(self, entry: Entry) -> list[str]:
        """Returns the versions that have a name, or a class with the member, oldest first."""
        owner, is_member, name = entry.name.rpartition("().")
        versions = self.facts.versions_with(owner if is_member else entry.name)
        fact = self.facts.member(owner, name) if is_member else None
        if fact is not None:
            return [version for version in versions if fact.exists(version)]
        guide = self._mapping.own_guide(entry.name) if is_member and not entry.exists else None
        if guide is None or not guide.targets.since:
            return versions
        return [version for version in versions if version not in guide.targets]  # no source shows the member

    def newest(self, entry: Entry) -> str:
        """Returns the newest of the versions that `versions_with` may return for an entry."""
        return self.facts.versions_of(entry.name.partition("().")[0])[-1]

    def names(self) -> set[str]:
        """Returns every name with an entry: those of all versions, and older ones that only the guidance has."""
        return {*self.facts, *(name for name in self._guidance if "*" not in name)}

    def is_module(self, name: str) -> bool:
        """Returns whether a name is a module, in any version."""
        entry = self._mapping.entry(self._without_v2(name))
        return entry is not None and entry.kind == "m"

    def below(self, name: str) -> Collection[str]:
        """Returns the public names directly below a module, in all versions."""
        return self.facts.below(name)

    def _lacks(self, entry: Entry, attribute: str) -> bool:
        """Returns whether an unknown attribute cannot exist, because all names of its owner, a module, are known."""
        if entry.kind != "m" or attribute.startswith("__") or not attribute.isidentifier():
            return False
        if entry.exists and entry.area is Area.PRIVATE:
            return self.facts.lacks_internal(f"{entry.name}.{attribute}", self.target)
        if attribute.startswith("_"):
            return False
        # The facts list no names of modules that TensorFlow only re-exports, such as unittest.mock.
        if not entry.exists:
            return True
        is_known = not entry.name or bool(self.below(entry.name))
        return is_known and not self.facts.is_open_module(entry.name, self.target)

    def _closest(self, entry: Entry, attribute: str, *, exists: bool = True) -> str:
        """Returns the name that is closest to a mistyped one, if wanted at the target; empty if none is similar."""
        from difflib import get_close_matches  # needed only for misspelled names

        prefix = f"{entry.name}." if entry.name else ""
        first, last = attribute[0], attribute[-1]  # rarely are both mistyped, and comparing is slow
        names = [name for name in self.below(entry.name) if name.startswith(first) or name.endswith(last)]
        close = get_close_matches(attribute, names, n=_MAX_CLOSE, cutoff=0.8)
        found = (name for name in close if not exists or self._mapping.exists(prefix + name))
        return next((f"{entry.root}{prefix}{name}" for name in found), "")

    def closest(self, lookup: Lookup) -> str:
        """Returns the name that was probably meant by one that no version has; empty if none is similar.

        One that the target has is preferred.
        """
        if lookup.closest or not lookup.rest:
            return lookup.closest
        return self._closest(lookup.entry, lookup.rest[0], exists=False)

    def _without_v2(self, name: str) -> str:
        """Strips `compat.v2`, which is the TF2 namespace itself except for the names that the facts list below it.

        Both namespaces of `compat` are in each other, and in themselves: `compat.v1.compat.v1` is `compat.v1`. That
        never had `contrib`, so what happened to a name of `contrib` does not depend on how a program writes it.
        """
        while name.startswith(_NESTED):
            name = name[len("compat.v1.") :]
        if name == _CONTRIB or name.startswith(f"{_CONTRIB}."):
            return name.removeprefix(COMPAT_PREFIX)
        if name == "compat.v2":
            return ""
        return name if self.facts.fact(name) is not None else name.removeprefix("compat.v2.")


class TensorFlowTable(Table):
    """The table at one target version of TensorFlow and one version of Keras.

    Args:
        facts: the names of TensorFlow with that Keras.
        guidance: the hand-written guidance.
        target: one of the versions in the facts.
        keras: the Keras that the program runs on.

    Attributes:
        keras: the Keras that the program runs on.
    """

    def __init__(self, facts: Facts, guidance: Guidance, target: str, keras: KerasChoice) -> None:
        super().__init__(facts, guidance, target)
        self.keras = keras
        self._names_in_tf1: dict[str, list[str]] = {}

    @cached_property
    def rewrites(self) -> Rewrites:
        """What to write instead of calls."""
        return Rewrites(sorted((DATA / "rewrites").glob("*.txt")))

    def rewrites_of(self, name: str) -> list[Rewrite]:
        """Returns the rewrites of a function at the target, best first.

        They are those of the name itself, or else of another name that its object has in TensorFlow 1, if possible in
        another module, or of the family that it belongs to.

        Args:
            name: the name of the function, without the leading `tf.`.
        """
        last = name.rpartition(".")[2]
        for alias in sorted(self.names_in_tf1(name), key=lambda alias: alias.rpartition(".")[2] != last):
            found = self.rewrites.of(alias, self.target)
            if found:
                return found
        families = (self.rewrites.of_family(alias, self.target) for alias in self.names_in_tf1(name))
        return next(filter(None, families), [])

    def names_in_tf1(self, name: str) -> list[str]:
        """Returns the names of an object in TensorFlow 1, without `compat.v1`: the given one first.

        Args:
            name: one of its names, or the path of the private module that defines it and its name there.
        """
        name = name.removeprefix(COMPAT_PREFIX)
        if name not in self._names_in_tf1:
            self._names_in_tf1[name] = self._all_names_in_tf1(name)
        return self._names_in_tf1[name]

    def _all_names_in_tf1(self, name: str) -> list[str]:
        fact = self.facts.fact(name)
        identity = fact.object(TF1_VERSION) if fact is not None else name
        others = self.facts.names_of(identity, TF1_VERSION) if identity else []
        if fact is None and not others:
            others = self.facts.public_names_of(name)
        if fact is None and not others:
            others = self._members_of_class(*name.rpartition(".")[::2])
        return [name, *(other for other in others if other != name)]

    def _members_of_class(self, owner: str, member: str) -> list[str]:
        """Returns the names of a member of a class in TensorFlow 1; none if the owner is no class."""
        names = self.names_in_tf1(owner) if "." in owner else []
        facts = filter(None, map(self.facts.fact, names))
        is_class = any(fact.kind(TF1_VERSION) == "c" for fact in facts)
        return [f"{name}.{member}" for name in names] if is_class else []

    def signature_now(self, function: str) -> Signature | None:
        """Returns the parameters of a function at the target; None if they are unknown.

        Args:
            function: its name, such as `tf.cast`, or `self.add_weight` for a method of a Keras layer.
        """
        root, _, name = function.partition(".")
        if root == _SELF:
            text = self.facts.member_signature(_LAYER, name, self.target)
        elif root == _ROOT:
            found = self.lookup(name)
            owner = found.entry.name
            text = (
                self.facts.member_signature(owner, found.rest[0], self.target)
                if len(found.rest) == 1 and found.entry.kind == "c"
                else None
                if found.rest
                else self.facts.signature(owner, self.target)
            )
        elif root == _KERAS:
            text = self.package.facts.signature(function, self.package.target)
        else:
            return None
        return parse_signature(text) if text is not None else None

    @cached_property
    def package_rewrites(self) -> PackageRewrites:
        """What to write instead of calls of the package keras."""
        file, version = DATA / "keras" / "rewrites.txt", self.keras.package.version
        is_same_keras = version == self.keras.tf_keras.version
        of_tf_keras = partial(self.rewrites.of, target=self.target) if is_same_keras else None
        return PackageRewrites(file, version, of_tf_keras, self.package.has)

    @cached_property
    def package(self) -> Table:
        """The names of the package keras; they start with `keras.`."""
        return self._package(self.keras.package.version)

    @cached_property
    def tf_keras_package(self) -> Table:
        """The names of the package tf_keras, which is Keras 2; they start with `keras.`."""
        version = self.keras.tf_keras.version
        return self.package if version == self.keras.package.version else self._package(version)

    def _package(self, version: str) -> Table:
        from tf2lint.table.package_facts import PackageFacts  # needed only by programs that use the packages
        from tf2lint.table.package_mapping import PackageMapping

        facts, guidance = PackageFacts(load_keras_facts()), self._guidance.overlaid(DATA / "keras" / "keras.txt")
        return Table(facts, guidance, version, PackageMapping(facts, guidance, version, self._mapping))


@lru_cache(maxsize=1)
def load_data() -> tuple[Facts, Guidance]:
    """Returns both halves of the table, the facts and the guidance, read once.

    Raises:
        DataError: a data file is malformed.
    """
    return Facts(DATA), Guidance(sorted((DATA / "guidance").glob("*.txt")))


@lru_cache(maxsize=1)
def load_keras_facts() -> KerasFacts:
    """Returns the names of the package keras, read once.

    Raises:
        DataError: a data file is malformed.
    """
    from tf2lint.table.keras_facts import KerasFacts  # needed only by programs that use Keras

    return KerasFacts(DATA / "keras")


def known_versions() -> tuple[str, ...]:
    """Returns the TensorFlow 2 versions that can be targets, oldest first."""
    return tuple(version for version in load_data()[0].versions if version != TF1_VERSION)


@lru_cache(maxsize=4)
def table_for(target: str | None, keras: str | None = None) -> TensorFlowTable:
    """Returns the table at a target version.

    Args:
        target: such as `2.21` or `2.21.0`; None for the newest known version.
        keras: such as `3.15` or `3.15.1`, or `2` for Keras 2 by means of tf_keras; None for the newest one that pip
            installs beside the target.

    Raises:
        UnknownVersionError: a version is not in the table, or TensorFlow does not run with this Keras.
    """
    versions = known_versions()
    wanted = versions[-1] if target is None else ".".join(target.strip().split(".")[:2])
    if wanted not in versions:
        raise UnknownVersionError(f"unknown TensorFlow version {target!r}: known are {versions[0]} to {versions[-1]}")
    return _table_with(choose_keras(_releases(), wanted, keras), wanted)


@lru_cache(maxsize=1)
def _releases() -> KerasReleases:
    return KerasReleases(DATA)


@lru_cache(maxsize=4)
def _table_with(keras: KerasChoice, target: str) -> TensorFlowTable:
    has_choice = keras.is_keras_3 or keras.is_legacy  # otherwise, tf.keras of the target is part of TensorFlow
    version = keras.tf_keras.version if has_choice else _releases().all[-1].version
    return TensorFlowTable(PairedFacts(DATA, load_keras_facts, version), load_data()[1], target, keras)
