"""Reads the facts of releases back from the tables, in place of their wheels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facts.errors import FactsError
from facts.header import origins
from facts.release import UNKNOWN_SIGNATURE, Fact, ReleaseFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from facts.pins import Release


@dataclass(frozen=True, slots=True)
class Committed:
    """The lines of the tables in a directory.

    Raises:
        FactsError: a table cannot be read.
    """

    directory: Path

    def release(self, version: str, order: Sequence[str]) -> ReleaseFacts:
        """Return the facts of a release, given the order of versions: without what has no row, below compat.v2."""
        so_far = order[: order.index(version) + 1]
        signatures = {name: _last(cells, so_far) for name, *cells in self._rows("signatures.tsv")}
        names = {}
        for name, kind, where, identity, marks in self._rows("facts.tsv"):
            if _is_in(where, version, order):
                held = [_last(cell.split(" "), so_far) for cell in (kind, identity, marks)]
                marked = () if held[2] == "-" else tuple(held[2].split(","))
                names[name] = Fact(held[0], held[1], marked, signatures.get(name, UNKNOWN_SIGNATURE))
        modules = [name for name, where in self._rows("modules.tsv") if _is_in(where, version, order)]
        return ReleaseFacts(version, names, tuple(modules))

    def is_from(self, pins: Sequence[Release]) -> bool:
        """Tell whether this very builder read these releases from the wheels that are pinned now."""
        lines = set(self._lines("facts.tsv"))
        return all(f"# {origin}" in lines for origin in origins(pins))

    def _rows(self, table: str) -> Iterator[list[str]]:
        return (line.split("\t") for line in self._lines(table) if not line.startswith("#"))

    def _lines(self, table: str) -> list[str]:
        return read_table(self.directory, table).splitlines()


def read_table(directory: Path, table: str) -> str:
    """Return the text of a table.

    Raises:
        FactsError: it cannot be read.
    """
    try:
        return (directory / table).read_text(encoding="utf-8")
    except OSError as error:
        raise FactsError(f"{table}: cannot be read ({error.strerror})") from error


def _is_in(where: str, version: str, order: Sequence[str]) -> bool:
    """Tell whether ranges such as `1.15-2.3,2.5` include a version."""
    place = order.index(version)
    for part in where.split(","):
        first, _, last = part.partition("-")
        if order.index(first) <= place <= order.index(last or first):
            return True
    return False


def _last(segments: Iterable[str], so_far: Sequence[str]) -> str:
    """Return what the last of `version:value` segments that began by then holds; a lone value holds always."""
    value = UNKNOWN_SIGNATURE
    for segment in segments:
        since, colon, held = segment.partition(":")
        if not colon:
            return segment
        if since in so_far:
            value = held
    return value
