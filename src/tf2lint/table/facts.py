"""The generated half of the namespace-mapping table: which names each TensorFlow version has.

Reads what tools/build_facts.py wrote; the head of each file says what its
columns mean.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.table.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


class Fact:
    """What the wheels say of one public name.

    Args:
        rows: the file that it is from.
        name: dotted, below `tensorflow`.
        row: what stands behind the name.

    Attributes:
        name: dotted, below `tensorflow`.
    """

    __slots__ = ("_kind", "_marks", "_object", "_rows", "_where", "name")

    def __init__(self, rows: Rows, name: str, row: str) -> None:
        self.name = name
        self._rows = rows
        self._kind, self._where, self._object, self._marks = row.split("\t")

    def exists(self, version: str) -> bool:
        """Whether the version has the name, and it is more than a stub that only raises."""
        return self._rows.has(self._where, version) and "stub" not in self.marks(version)

    def kind(self, version: str) -> str:
        """`m` module, `c` class, `f` function, `v` another value."""
        return self._rows.at(self._kind, version)

    @property
    def first_kind(self) -> str:
        """The kind that it was in the first version with it."""
        return self._kind.partition(" ")[0].rpartition(":")[2]

    def object(self, version: str) -> str:
        """Which object it is: the same text is the same object. Empty where the version has none."""
        return self._rows.at(self._object, version) if self._rows.has(self._where, version) else ""

    def marks(self, version: str) -> list[str]:
        """Its marks, without their dates: `deprecated`, `stub`, `import-only`."""
        return [mark.partition("=")[0] for mark in self._rows.at(self._marks, version).split(",")]

    def next_with(self, target: str) -> str:
        """The first version after the target that has it; empty if none has."""
        later = self._rows.versions[self._rows.versions.index(target) + 1 :]
        return next((version for version in later if self.exists(version)), "")

    def was_before(self, target: str) -> bool:
        """Whether some version before the target has it."""
        earlier = self._rows.versions[: self._rows.versions.index(target)]
        return any(self.exists(version) for version in earlier)

    def gone_since(self, target: str) -> tuple[str, str]:
        """The last version that had it, and the first one after that which the facts know."""
        versions = self._rows.versions
        before = versions[: versions.index(target) + 1]
        last = max((place for place, version in enumerate(before) if self.exists(version)), default=0)
        return before[last], before[min(last + 1, len(before) - 1)]


class Facts:
    """All public names of all versions.

    Args:
        folder: where facts.tsv and the other tables are; what is seldom asked for is read when it is.

    Raises:
        DataError: one of these is no such file.
    """

    def __init__(self, folder: Path) -> None:
        self._names = Rows(folder / "facts.tsv")
        self._objects = Rows(folder / "objects.tsv")
        self._modules = Rows(folder / "modules.tsv")
        self._folder = folder
        self._facts: dict[str, Fact | None] = {}

    @cached_property
    def _signatures(self) -> Rows:
        return Rows(self._folder / "signatures.tsv")

    @cached_property
    def _members(self) -> Rows:
        return Rows(self._folder / "members.tsv")

    @cached_property
    def _internals(self) -> Rows:
        return Rows(self._folder / "internals.tsv")

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that are known, the oldest (1.15) first."""
        return self._names.versions

    def fact(self, name: str) -> Fact | None:
        """What is known of a public name; None if no version has it."""
        if name not in self._facts:
            row = self._names.get(name)
            self._facts[name] = None if row is None else Fact(self._names, name, row)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def is_module(self, path: str) -> bool:
        """Whether some version has a module file of this path below `tensorflow`, public or not."""
        return path in self._modules

    def has_module(self, path: str, version: str) -> bool:
        """Whether this version has it."""
        where = self._modules.get(path)
        return where is not None and self._modules.has(where, version)

    def versions_with(self, name: str) -> list[str]:
        """The versions that have a public name, the oldest first."""
        fact = self.fact(name)
        return [] if fact is None else [version for version in self.versions if fact.exists(version)]

    def mentioning(self, text: str) -> Iterator[str]:
        """The public names in whose rows a text stands."""
        return self._names.mentioning(text)

    def first_signature(self, name: str) -> str | None:
        """The parameters of a function or constructor in the first version with it; None where they are not known."""
        row = self._signatures.get(name)
        first = row.partition("\t")[0].partition(":")[2] if row is not None else "?"
        return None if first == "?" else first

    def signature(self, name: str, version: str) -> str | None:
        """The parameters of a function or constructor at a version; None where they are not known."""
        row = self._signatures.get(name)
        return self._signature_at(row.split("\t") if row is not None else [], version)

    def member_signature(self, owner: str, name: str, version: str) -> str | None:
        """The parameters of a method at a version, without the object itself; None where they are not known."""
        like = self._like(owner, name)
        row = self._members.get(f"{like}.{name}") or ""
        return self._signature_at(row.split("\t")[3:], version)

    def _signature_at(self, columns: list[str], version: str) -> str | None:
        """The last of signatures with their first versions that holds at a version."""
        known = "?"
        for column in columns:
            since, _, signature = column.partition(":")
            if self.versions.index(since) > self.versions.index(version):
                break
            known = signature
        return None if known == "?" else known

    def has_internal(self, name: str, version: str) -> bool | None:
        """Whether a module that is no API has a name; None if all versions that have the module have it, or none."""
        where = self._internals.get(name)
        if where is None:
            return None
        anything = self._internals.get(f"{name.rpartition('.')[0]}.*")
        return self._internals.has(where, version) or (anything is not None and self._internals.has(anything, version))

    def member(self, owner: str, name: str) -> Fact | None:
        """What is known of a member of a class; None if it is there in all versions that have the class, or in none."""
        like = self._like(owner, name)
        return _member(self._members, name, self._members.get(f"{like}.{name}") or "") if like else None

    def _like(self, owner: str, name: str) -> str:
        """The class whose row tells of a member of a class; empty if none does."""
        return next((like for like in self.likes(owner) if name in self._members.below(f"{like}.")), "")

    def members(self) -> Iterator[tuple[str, str]]:
        """The classes and their members that have a row: what is not the same in all versions."""
        for name in self._members:
            owner, _, member = name.rpartition(".")
            fact = self.fact(owner)
            if fact is not None and fact.first_kind == "c":
                yield owner, member

    def member_names(self, owner: str) -> list[str]:
        """The members of a class that may not be the same in all versions."""
        return [name for like in self.likes(owner) for name in self._members.below(f"{like}.")]

    def likes(self, owner: str) -> Iterator[str]:
        """A class, and those whose rows hold for it too."""
        while owner != "-":
            yield owner
            row = self._members.get(owner)
            owner = row.partition("\t")[0] if row is not None else "-"

    def names_of(self, identity: str, version: str) -> list[str]:
        """The public names of an object at a version, without those below `compat` and `raw_ops`."""
        row = self._objects.get(identity)
        columns = (column.partition(":") for column in row.split("\t")) if row else ()
        return [name for name, _, where in columns if self._objects.has(where, version)]

    def below(self, prefix: str) -> Collection[str]:
        """The names right below a module, of all versions."""
        return self._names.below(f"{prefix}." if prefix else "")


def _member(rows: Rows, name: str, row: str) -> Fact | None:
    kind, *columns = row.split("\t")
    return Fact(rows, name, "\t".join((kind, columns[0], "", columns[1]))) if columns else None
