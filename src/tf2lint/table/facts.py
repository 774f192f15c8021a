"""The generated half of the namespace-mapping table: which names each TensorFlow version has.

Reads the tables written by tools/build_facts.py; the header of each file describes its columns.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from tf2lint.table.private_names import PrivateNames
from tf2lint.table.tsv_rows import shared_rows
from tf2lint.table.versions import TF1_VERSION, release_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from tf2lint.table.tsv_rows import TsvRows


class Fact:
    """What TensorFlow's wheels contain about one public name.

    Args:
        rows: the table that the row is from.
        name: the dotted name, without the leading `tensorflow.`.
        row: the columns after the name.

    Attributes:
        name: the dotted name, without the leading `tensorflow.`.
    """

    __slots__ = ("_kind", "_marks", "_object", "_rows", "_where", "name")

    def __init__(self, rows: TsvRows, name: str, row: str) -> None:
        self.name = name
        self._rows = rows
        self._kind, self._where, self._object, self._marks = row.split("\t")

    def exists(self, version: str) -> bool:
        """Returns whether the version has the name, other than as a stub that only raises."""
        return self._rows.has(self._where, version) and "stub" not in self.marks(version)

    def kind(self, version: str) -> str:
        """Returns the kind at a version: `m` module, `c` class, `f` function, `v` any other value."""
        return self._rows.value_at(self._kind, version)

    @property
    def first_kind(self) -> str:
        """The kind in the first version that has the name."""
        return self._kind.partition(" ")[0].rpartition(":")[2]

    def object(self, version: str) -> str:
        """Returns what identifies the object at a version; empty if the version lacks the name."""
        return self._rows.value_at(self._object, version) if self._rows.has(self._where, version) else ""

    def marks(self, version: str) -> list[str]:
        """Returns the marks at a version, without dates: `deprecated`, `stub`, `import-only`."""
        return [mark.partition("=")[0] for mark in self._rows.value_at(self._marks, version).split(",")]

    def next_with(self, target: str) -> str:
        """Returns the first version after the target that has the name; empty if none has."""
        later = self._rows.versions[self._rows.versions.index(target) + 1 :]
        return next((version for version in later if self.exists(version)), "")

    def was_before(self, target: str) -> bool:
        """Returns whether some version before the target has the name."""
        earlier = self._rows.versions[: self._rows.versions.index(target)]
        return any(self.exists(version) for version in earlier)

    def last_and_next_version(self, target: str) -> tuple[str, str]:
        """Returns the last version up to the target that has the name, and the next known version."""
        versions = self._rows.versions
        before = versions[: versions.index(target) + 1]
        last = max((index for index, version in enumerate(before) if self.exists(version)), default=0)
        return before[last], before[min(last + 1, len(before) - 1)]


class Facts:
    """The public names of all versions, their signatures and members, and the private modules.

    Attributes:
        package: whose versions `versions` are, as in `removal_phrase`; empty for those of TensorFlow.

    Args:
        folder: the folder with facts.tsv and the other tables. Tables that are seldom needed are read on first use.

    Raises:
        DataError: a file is not a generated table.
    """

    package: ClassVar[str] = ""

    def __init__(self, folder: Path) -> None:
        self._names = shared_rows(folder / "facts.tsv")
        self._folder = folder
        self._facts: dict[str, Fact | None] = {}
        self._similar: dict[str, tuple[str, ...]] = {}
        self._described_by: dict[tuple[str, str], str] = {}

    @cached_property
    def _objects(self) -> TsvRows:
        return shared_rows(self._folder / "objects.tsv")

    @cached_property
    def _modules(self) -> TsvRows:
        return shared_rows(self._folder / "modules.tsv")

    @cached_property
    def _signatures(self) -> TsvRows:
        return shared_rows(self._folder / "signatures.tsv")

    @cached_property
    def _members(self) -> TsvRows:
        return shared_rows(self._folder / "members.tsv")

    @cached_property
    def _aliases(self) -> TsvRows:
        return shared_rows(self._folder / "aliases.tsv")

    @cached_property
    def _internals(self) -> TsvRows:
        return shared_rows(self._folder / "internals.tsv")

    @cached_property
    def _private_names(self) -> PrivateNames:
        return PrivateNames(shared_rows(self._folder / "private_names.tsv"))

    @property
    def versions(self) -> tuple[str, ...]:
        """The known versions, oldest (1.15) first."""
        return self._names.versions

    def version_of(self, name: str, target: str) -> str:
        """Returns the version at which a name is looked up: for tf.keras, that of Keras, if it has one of its own.

        Args:
            name: the name, also that of a class member or of a family.
            target: the version of TensorFlow.
        """
        return target

    def release(self, version: str, target: str) -> str:
        """Returns a version at which names are looked up as messages show it, such as `TF 2.21`.

        Args:
            version: the version.
            target: the version of TensorFlow that messages are about.
        """
        return release_name(version, self.package)

    def fact(self, name: str) -> Fact | None:
        """Returns the facts about a public name; None if no version has it."""
        if name not in self._facts:
            row = self._names.get(name)
            self._facts[name] = None if row is None else Fact(self._names, name, row)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def is_module(self, path: str) -> bool:
        """Returns whether some version has a module file at this path below `tensorflow`, public or not."""
        return path in self._modules

    def has_module(self, path: str, version: str) -> bool:
        """Returns whether a version has a module file at this path below `tensorflow`."""
        where = self._modules.get(path)
        return where is not None and self._modules.has(where, version)

    def versions_of(self, name: str) -> Sequence[str]:
        """Returns the versions at which a name is looked up, oldest first."""
        return self.versions

    def versions_with(self, name: str) -> list[str]:
        """Returns the versions that have a public name, oldest first."""
        fact = self.fact(name)
        return [] if fact is None else [version for version in self.versions_of(name) if fact.exists(version)]

    def mentioning(self, text: str) -> Iterator[str]:
        """Yields the public names whose rows contain a text."""
        return self._names.mentioning(text)

    def first_signature(self, name: str) -> str | None:
        """Returns the parameters of a function or constructor in its first version; None if they are unknown."""
        row = self._signatures.get(name)
        first = row.partition("\t")[0].partition(":")[2] if row is not None else "?"
        return None if first == "?" else first

    def signature(self, name: str, version: str) -> str | None:
        """Returns the parameters of a function or constructor at a version; None if they are unknown."""
        row = self._signatures.get(name)
        return self._signature_at(row.split("\t") if row is not None else [], version)

    def signatures(self, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a function or constructor had, each with its first version, oldest first."""
        row = self._signatures.get(name)
        columns = (column.partition(":") for column in row.split("\t")) if row is not None else ()
        return [(since, signature) for since, _, signature in columns if signature != "?"]

    def member_signatures(self, owner: str, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a method had, each with its first version; empty if they never changed."""
        similar = self._class_with_row(owner, name)
        row = self._members.get(f"{similar}.{name}") or ""
        columns = (column.partition(":") for column in row.split("\t")[3:])
        return [(since, signature) for since, _, signature in columns if signature != "?"]

    def member_signature(self, owner: str, name: str, version: str) -> str | None:
        """Returns the parameters of a method at a version, without `self`; None if they are unknown."""
        similar = self._class_with_row(owner, name)
        row = self._members.get(f"{similar}.{name}") if similar else None
        return self._signature_at(row.split("\t")[3:], version) if row else None

    def _signature_at(self, columns: list[str], version: str) -> str | None:
        """Returns the signature that applies at a version, from columns of `version:signature` in ascending order."""
        current = "?"
        for column in columns:
            since, _, signature = column.partition(":")
            if self.versions.index(since) > self.versions.index(version):
                break
            current = signature
        return None if current == "?" else current

    def has_internal(self, name: str, version: str) -> bool | None:
        """Returns whether a private module has a name; None if all versions of the module have it, or none."""
        module, _, last = name.rpartition(".")
        where = self._internals.get(name)
        if where is not None:
            return self._internals.has(where, version) or self.is_open_module(module, version)
        is_gone = self._private_names.is_listed(module, last) and self.lacks_internal(name, version)
        return False if is_gone else None

    def lacks_internal(self, name: str, version: str) -> bool:
        """Returns whether a version has a private module, but certainly not a name in it, given with its module.

        It is never certain of names that start with `_`, except for those that came or went.
        """
        module, _, last = name.rpartition(".")
        if last.startswith("_"):
            return False
        where = self._internals.get(name)
        if where is not None and self._internals.has(where, version):
            return False
        return self._private_names.has(module, last, version) is False

    def is_open_module(self, module: str, version: str) -> bool:
        """Returns whether a module may have any name at a version, because its source does not tell its names."""
        where = self._internals.get(f"{module}.*")
        return where is not None and self._internals.has(where, version)

    def member(self, owner: str, name: str) -> Fact | None:
        """Returns the facts about a class member; None if all versions of the class have it, or none."""
        similar = self._class_with_row(owner, name)
        return _member(self._members, name, self._members.get(f"{similar}.{name}") or "") if similar else None

    def _class_with_row(self, owner: str, name: str) -> str:
        """Returns the class whose row describes a member of `owner`; empty if there is none."""
        if (owner, name) not in self._described_by:
            similar_classes = self.similar_classes(owner)
            found = (similar for similar in similar_classes if name in self._members.below(f"{similar}."))
            self._described_by[owner, name] = next(found, "")
        return self._described_by[owner, name]

    def members(self) -> Iterator[tuple[str, str]]:
        """Yields each class with each member that has a row, because it is not the same in all versions."""
        for name in self._members:
            owner, _, member = name.rpartition(".")
            fact = self.fact(owner)
            if fact is not None and fact.first_kind == "c":
                yield owner, member

    def member_names(self, owner: str) -> list[str]:
        """Returns the members of a class that may differ between versions."""
        return [name for similar in self.similar_classes(owner) for name in self._members.below(f"{similar}.")]

    def similar_classes(self, owner: str) -> tuple[str, ...]:
        """Returns a class, then the classes whose rows also apply to it."""
        if owner not in self._similar:
            similar, name = list[str](), owner
            while name != "-":
                similar.append(name)
                row = self._members.get(name)
                name = row.partition("\t")[0] if row is not None else "-"
            self._similar[owner] = tuple(similar)
        return self._similar[owner]

    def names_of(self, identity: str, version: str) -> list[str]:
        """Returns the public names of an object at a version, without those below `compat` and `raw_ops`."""
        row = self._objects.get(identity)
        columns = (column.partition(":") for column in row.split("\t")) if row else ()
        return [name for name, _, where in columns if self._objects.has(where, version)]

    def public_names_of(self, path: str) -> list[str]:
        """Returns the public names, in TensorFlow 1, of an object that a private module hands on.

        Args:
            path: the name of the module and that of the object there.
        """
        name = self._aliases.get(path)
        fact = self.fact(name) if name is not None else None
        return self.names_of(fact.object(TF1_VERSION), TF1_VERSION) if fact is not None else []

    def below(self, prefix: str) -> Collection[str]:
        """Returns the names directly below a module, in all versions."""
        return self._names.below(f"{prefix}." if prefix else "")


def _member(rows: TsvRows, name: str, row: str) -> Fact | None:
    kind, *columns = row.split("\t")
    return Fact(rows, name, "\t".join((kind, columns[0], "", columns[1]))) if columns else None
