"""The namespace-mapping table as rows for people and programs: one for a name at a target version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tf2lint.table.entry_building import TF1_VERSION
from tf2lint.table.mapping_table import DATA
from tf2lint.table.packages import read_packages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.entries import Entry
    from tf2lint.table.mapping_table import Table
    from tf2lint.table.packages import Package

_KINDS: Final = {"m": "module", "c": "class", "f": "function", "v": "value"}
#: The ways in which programs and people write the name of the library.
_ROOTS: Final = ("tf", "tensorflow")


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of one name at a target version.

    Attributes:
        name: as a reader writes it, from `tf`.
        kind: `module`, `class`, `function` or `value`.
        exists: whether the target has it.
        outcome: what became of it, see `Outcome`.
        deprecated: whether the target marks it as deprecated.
        since: the first of the known versions that has it; `1.15` stands for that or any before. None if it was never
            public.
        until: the last version that has it; None if the newest known one does, or if it was never public.
        replacements: dotted names to use instead, best first.
        works_on_1_15: whether the first replacement is there in TensorFlow 1.15, too; None where that isn't known.
        package: what to install for the first replacement; None if it is of TensorFlow or of Python.
        remark: what to know of that package before it is taken; None if there is no package.
        note: what to do, in a clause; empty if there is nothing to do.
    """

    name: str
    kind: str
    exists: bool
    outcome: str
    deprecated: bool
    since: str | None
    until: str | None
    replacements: tuple[str, ...]
    works_on_1_15: bool | None
    package: str | None
    remark: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table says of a name that somebody asked for.

    Attributes:
        asked: the name as it was written.
        row: the longest part of it that the table has; None if no version has the name.
        closest: the name that may have been meant then; empty if none is near.
    """

    asked: str
    row: Row | None
    closest: str = ""


class TableExport:
    """The rows of a table.

    Args:
        table: the table, at its target.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._packages: dict[str, Package] = read_packages(DATA / "packages.txt")

    def answer(self, asked: str) -> Answer:
        """What is known of a name, spelled from `tf`, from `tensorflow`, or from the namespace itself."""
        asked = asked.strip()
        root, _, rest = asked.partition(".")
        lookup = self._table.lookup(rest if root in _ROOTS else asked)
        if lookup.missing:
            return Answer(asked, None, lookup.closest)
        return Answer(asked, self.row(lookup.entry))

    def rows(self) -> Iterator[Row]:
        """Every name that the table knows, in the order of the names."""
        for name in sorted(self._table.names()):
            entry = self._table.lookup(name).entry
            if entry.name == name:
                yield self.row(entry)

    def row(self, entry: Entry) -> Row:
        """The row of one name."""
        having = self._table.versions_with(entry)
        newest = self._table.facts.versions[-1]
        first = entry.replacements[0] if entry.replacements else ""
        package = self._packages.get(first.partition(".")[0])
        installed = package if package is not None and package.distribution else None
        return Row(
            entry.shown,
            _KINDS[entry.kind],
            entry.exists,
            str(entry.outcome),
            entry.deprecated,
            having[0] if having else None,
            having[-1] if having and having[-1] != newest else None,
            entry.replacements,
            self._works_on_old(first),
            installed.distribution if installed is not None else None,
            installed.remark if installed is not None else None,
            entry.advice,
        )

    def _works_on_old(self, replacement: str) -> bool | None:
        root, _, name = replacement.partition(".")
        if root != "tf":
            return None
        while name:
            fact = self._table.facts.fact(name)
            if fact is not None:
                # Of the members of a class the table does not know when they came.
                whole = f"tf.{name}" == replacement
                return fact.exists(TF1_VERSION) if whole or not fact.exists(TF1_VERSION) else None
            name = name.rpartition(".")[0]
        return None
