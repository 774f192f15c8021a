"""Reads the files that tools/build_facts.py wrote: sorted rows, looked up in the text as it stands.

Taking thousands of rows apart would cost more than a run of the linter asks of them. So a file is kept as it was
read, and a name's row is looked for in the block of text that its place in the order leads to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_HEADER: Final = re.compile(r"(?:#[^\n]*\n)*")
_VERSIONS: Final = "# versions: "
#: How long a block of rows is, at least.
_BLOCK: Final = 2048


class Rows:
    """One generated file: rows by name, and the versions that its columns speak of.

    Args:
        file: the file.

    Raises:
        DataError: the file is no such file.
    """

    def __init__(self, file: Path) -> None:
        self.file = file.name
        self._text = file.read_bytes().decode()
        self._start = _HEADER.match(self._text).end()  # type: ignore[union-attr]
        self.versions = _versions(self._text[: self._start])
        if not self.versions:
            raise DataError(f"{self.file}: no line says which versions it is about")
        first = self._text[self._start : self._end(self._start)]
        if first and "\t" not in first:  # to look at every row would cost more than the linter asks of them
            raise DataError(f"{self.file}: the row {first!r} has no columns")
        self._below: dict[str, dict[str, None]] = {}
        self._places = {version: place for place, version in enumerate(self.versions)}

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """All names, in their order."""
        at = self._start
        while at < len(self._text):
            yield self._key(at)[:-1]
            at = self._end(at) + 1

    def get(self, name: str) -> str | None:
        """What stands behind a name in its row, or None if it has none."""
        key = f"{name}\t"
        block = bisect_right(self._keys, key)
        start, stop = self._blocks[max(block - 1, 0)], self._blocks[block]
        at = self._text.find(f"\n{key}", start - 1, stop) + 1
        return self._text[at + len(key) : self._end(at)] if at else None

    def mentioning(self, text: str) -> Iterator[str]:
        """The names in whose rows a text stands, in their order."""
        at = self._text.find(text, self._start)
        while at >= 0:
            yield self._key(self._text.rfind("\n", 0, at) + 1)[:-1]
            at = self._text.find(text, self._end(at))

    def below(self, prefix: str) -> Collection[str]:
        """What follows the prefix in the names that begin with it and go on without a dot."""
        if prefix not in self._below:
            # No character of a name sorts behind `~`.
            rows = self._text[self._first(prefix) : self._first(f"{prefix}~")].split("\n")
            names = (row[len(prefix) : row.find("\t")] for row in rows if row)
            self._below[prefix] = {name: None for name in names if "." not in name}
        return self._below[prefix]

    def has(self, ranges: str, version: str) -> bool:
        """Whether a column of versions (`1.15-2.3,2.5-2.21`) names this one."""
        place = self._places[version]
        for part in ranges.split(","):
            first, _, last = part.partition("-")
            if self._places[first] <= place <= self._places[last or first]:
                return True
        return False

    def at(self, column: str, version: str) -> str:
        """The value of a column at a version: the column is one value, or `version:value` from each on."""
        if ":" not in column:
            return column
        place, value = self._places[version], ""
        for segment in column.split(" "):
            since, _, held = segment.partition(":")
            if self._places[since] > place:
                break
            value = held
        return value

    @cached_property
    def _blocks(self) -> list[int]:
        """Where the blocks of rows begin, and where the last one ends."""
        starts = [self._start]
        while (at := self._end(starts[-1] + _BLOCK) + 1) < len(self._text):
            starts.append(at)
        return [*starts, len(self._text)]

    @cached_property
    def _keys(self) -> list[str]:
        """What the first row of each block begins with."""
        return [self._key(at) for at in self._blocks[:-1]]

    def _key(self, at: int) -> str:
        """The name of the row that begins at a place, with what ends it."""
        return self._text[at : self._text.find("\t", at) + 1]

    def _first(self, key: str) -> int:
        """Where the first row begins that does not sort before a key."""
        at = self._blocks[max(bisect_left(self._keys, key) - 1, 0)]
        while at < len(self._text) and self._text[at : at + len(key)] < key:
            at = self._end(at) + 1
        return at

    def _end(self, at: int) -> int:
        """Where the line that begins at a place ends."""
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end


def _versions(header: str) -> tuple[str, ...]:
    """The versions that a header names; none if it doesn't."""
    lines = (line.removeprefix(_VERSIONS).split() for line in header.splitlines() if line.startswith(_VERSIONS))
    return tuple(next(lines, ()))
