"""The generated half of the namespace-mapping table: which names each TensorFlow version has.

Reads what tools/build_facts.py wrote; the head of each file says what its
columns mean. Rows are taken apart when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERSIONS: Final = "# versions: "


class Rows:
    """One generated file: rows by name, and the versions that its columns speak of.

    Args:
        file: the file.

    Raises:
        DataError: the file is no such file.
    """

    def __init__(self, file: Path) -> None:
        self.file = file.name
        self.rows: dict[str, str] = {}
        self.versions: tuple[str, ...] = ()
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("#"):
                if line.startswith(_VERSIONS) and line[len(_VERSIONS)].isdigit():
                    self.versions = tuple(line.removeprefix(_VERSIONS).split())
                continue
            name, tab, rest = line.partition("\t")
            if not tab:
                raise DataError(f"{self.file}: the row {line!r} has no columns")
            self.rows[name] = rest
        if not self.versions:
            raise DataError(f"{self.file}: no line says which versions it is about")

    def has(self, ranges: str, version: str) -> bool:
        """Whether a column of versions (`1.15-2.3,2.5-2.21`) names this one."""
        place = self.versions.index(version)
        for part in ranges.split(","):
            first, _, last = part.partition("-")
            if self.versions.index(first) <= place <= self.versions.index(last or first):
                return True
        return False

    def at(self, column: str, version: str) -> str:
        """The value of a column at a version: the column is one value, or `version:value` from each on."""
        if ":" not in column:
            return column
        place, value = self.versions.index(version), ""
        for segment in column.split(" "):
            since, _, held = segment.partition(":")
            if self.versions.index(since) <= place:
                value = held
        return value


class Fact:
    """What the wheels say of one public name.

    Attributes:
        name: dotted, below `tensorflow`.
    """

    __slots__ = ("_columns", "_rows", "name")

    def __init__(self, rows: Rows, name: str) -> None:
        self.name = name
        self._rows = rows
        self._columns = rows.rows[name].split("\t")

    def exists(self, version: str) -> bool:
        """Whether the version has the name, and it is more than a stub that only raises."""
        return self._rows.has(self._columns[1], version) and "stub" not in self.marks(version)

    def kind(self, version: str) -> str:
        """`m` module, `c` class, `f` function, `v` another value."""
        return self._rows.at(self._columns[0], version)

    def object(self, version: str) -> str:
        """Which object it is: the same text is the same object. Empty where the version has none."""
        return self._rows.at(self._columns[2], version) if self._rows.has(self._columns[1], version) else ""

    def marks(self, version: str) -> list[str]:
        """Its marks, without their dates: `deprecated`, `stub`, `import-only`."""
        return [mark.partition("=")[0] for mark in self._rows.at(self._columns[3], version).split(",")]

    def gone_since(self, target: str) -> tuple[str, str]:
        """The last version that had it, and the first one after that which the facts know."""
        versions = self._rows.versions
        before = versions[: versions.index(target) + 1]
        last = max((place for place, version in enumerate(before) if self.exists(version)), default=0)
        return before[last], before[min(last + 1, len(before) - 1)]


class Facts:
    """All public names of all versions.

    Args:
        folder: where facts.tsv and modules.tsv are.
    """

    def __init__(self, folder: Path) -> None:
        self._names = Rows(folder / "facts.tsv")
        self._modules = Rows(folder / "modules.tsv")
        self._facts: dict[str, Fact | None] = {}
        self._by_object: dict[str, dict[str, str]] = {}

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that are known, the oldest (1.15) first."""
        return self._names.versions

    def fact(self, name: str) -> Fact | None:
        """What is known of a public name; None if no version has it."""
        if name not in self._facts:
            self._facts[name] = Fact(self._names, name) if name in self._names.rows else None
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.rows)

    def is_module(self, path: str) -> bool:
        """Whether some version has a module file of this path below `tensorflow`, public or not."""
        return path in self._modules.rows

    def has_module(self, path: str, version: str) -> bool:
        """Whether this version has it."""
        return path in self._modules.rows and self._modules.has(self._modules.rows[path], version)

    def names_of(self, identity: str, version: str) -> list[str]:
        """The public names of an object at a version."""
        if version not in self._by_object:
            self._by_object[version] = self._index(version)
        return self._by_object[version].get(identity, "").split()

    def _index(self, version: str) -> dict[str, str]:
        """The names of each object, as one text: thousands of lists would be work for the garbage collector."""
        index: dict[str, str] = {}
        for name, rest in self._names.rows.items():
            if not name.startswith(("compat.", "raw_ops.")):
                columns = rest.split("\t")
                # All stubs are one object, which makes none of them another name of another.
                if self._names.has(columns[1], version) and "stub" not in columns[3]:
                    identity = self._names.at(columns[2], version)
                    index[identity] = f"{index[identity]} {name}" if identity in index else name
        return index

    def below(self, prefix: str) -> list[str]:
        """The names right below a module, of all versions."""
        start = f"{prefix}." if prefix else ""
        length = len(start)
        return [name[length:] for name in self._names.rows if name.startswith(start) and "." not in name[length:]]
