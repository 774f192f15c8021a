"""Reads the facts of releases from the committed tables instead of their wheels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from facts.committed_cells import is_in, last
from facts.committed_contents import CommittedContents
from facts.contents import UNKNOWN_SIGNATURE
from facts.errors import FactsError
from facts.header import origins
from facts.metadata import Requirements
from facts.release import Fact, ReleaseFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from facts.pins import Release
    from facts.subject import Subject


@dataclass(frozen=True)
class Committed:
    """The tables in a directory, and the releases that were read from their wheels.

    Attributes:
        directory: the directory with the tables.
        subject: what the tables are about.
        read: the facts of the releases that were read from wheels; they supply what has no row in the tables.

    Raises:
        FactsError: a table cannot be read.
    """

    directory: Path
    subject: Subject
    read: Sequence[ReleaseFacts] = ()

    def release(self, version: str, order: Sequence[str]) -> ReleaseFacts:
        """Returns the facts of a release, except for names below compat.v2, which have no rows.

        Args:
            version: the version of the release.
            order: all versions in ascending order.
        """
        so_far = order[: order.index(version) + 1]
        signatures = {name: last(cells, so_far) for name, *cells in self._rows("signatures.tsv")}
        names = {}
        for name, kind, where, identity, marks in self._rows("facts.tsv"):
            if is_in(where, version, order):
                values = [last(cell.split(" "), so_far) for cell in (kind, identity, marks)]
                mark_names = () if values[2] == "-" else tuple(values[2].split(","))
                names[name] = Fact(values[0], values[1], mark_names, signatures.get(name, UNKNOWN_SIGNATURE))
        if self.subject.twin_has_all and self.subject.has_twin(version):
            listed = {name for name, *_ in self._rows("facts.tsv")}
            twin = self.subject.twin
            names.update(
                {
                    f"{twin}{name}": fact
                    for name, fact in list(names.items())
                    if not name.startswith(twin) and f"{twin}{name}" not in listed
                }
            )
        modules = [name for name, where in self._rows("modules.tsv") if is_in(where, version, order)]
        known = [one for one in self.read if self.knows(one.version)]
        with_members = [name for name, fact in names.items() if fact.has_members()]
        classes = self._contents.classes(with_members, version, order, [one.classes for one in known])
        internals = self._contents.internals(modules, version, order, [one.internals for one in known])
        [requirements] = [cells for one, *cells in self._rows("releases.tsv") if one == version]
        return ReleaseFacts(version, names, tuple(modules), classes, internals, Requirements(*requirements))

    def knows(self, version: str) -> bool:
        """Returns whether the tables include a release."""
        [versions] = [line for line in self._lines("facts.tsv") if line.startswith("# versions: ")]
        return version in versions.split(" ")

    @cached_property
    def _contents(self) -> CommittedContents:
        members, internals, names = map(self._rows, ("members.tsv", "internals.tsv", "private_names.tsv"))
        return CommittedContents(members, internals, names, self.subject)

    def is_from(self, pins: Sequence[Release]) -> bool:
        """Returns whether the current builder read these releases from the currently pinned wheels."""
        lines = set(self._lines("facts.tsv"))
        return all(f"# {origin}" in lines for origin in origins(pins))

    def _rows(self, table: str) -> Iterator[list[str]]:
        return (line.split("\t") for line in self._lines(table) if not line.startswith("#"))

    def _lines(self, table: str) -> list[str]:
        return read_table(self.directory, table).splitlines()


def read_table(directory: Path, table: str) -> str:
    """Returns the text of a table.

    Raises:
        FactsError: it cannot be read.
    """
    try:
        return (directory / table).read_text(encoding="utf-8")
    except OSError as error:
        raise FactsError(f"{table}: cannot be read ({error.strerror})") from error
