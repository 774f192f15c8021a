"""Looks up rows in the sorted tables written by tools/build_facts.py, without parsing the whole file.

Splitting every row would take longer than the few lookups of a typical run. A file is therefore kept as one text; a
binary search over blocks of rows finds the block that can hold a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.table.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_HEADER: Final = re.compile(r"(?:#[^\n]*\n)*")
_VERSIONS: Final = "# versions: "
#: The minimum length of a block of rows, in characters.
_MIN_BLOCK_LENGTH: Final = 2048


class TsvRows:
    """One generated file: rows by name, and the versions that its columns refer to.

    Args:
        file: the path of the file.

    Attributes:
        file: the name of the file.
        versions: the versions, oldest first.

    Raises:
        DataError: the file is not a generated table.
    """

    def __init__(self, file: Path) -> None:
        self.file = file.name
        self._text = file.read_bytes().decode()
        self._start = _HEADER.match(self._text).end()  # type: ignore[union-attr]
        self.versions = _versions(self._text[: self._start])
        if not self.versions:
            raise DataError(f"{self.file}: its header has no line of versions")
        first = self._text[self._start : self._end(self._start)]
        if first and "\t" not in first:  # checking every row would cost more than the lookups
            raise DataError(f"{self.file}: the row {first!r} has no columns")
        self._below: dict[str, dict[str, None]] = {}
        self._included: dict[tuple[str, str], bool] = {}
        self._positions = {version: position for position, version in enumerate(self.versions)}

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """Yields all names in order."""
        offset = self._start
        while offset < len(self._text):
            yield self._key(offset)[:-1]
            offset = self._end(offset) + 1

    def get(self, name: str) -> str | None:
        """Returns the text after a name in its row, or None if the name has no row."""
        key = f"{name}\t"
        block = bisect_right(self._keys, key)
        start, stop = self._blocks[max(block - 1, 0)], self._blocks[block]
        offset = self._text.find(f"\n{key}", start - 1, stop) + 1
        return self._text[offset + len(key) : self._end(offset)] if offset else None

    def mentioning(self, text: str) -> Iterator[str]:
        """Yields the names whose rows contain a text, in order."""
        offset = self._text.find(text, self._start)
        while offset >= 0:
            yield self._key(self._text.rfind("\n", 0, offset) + 1)[:-1]
            offset = self._text.find(text, self._end(offset))

    def below(self, prefix: str) -> Collection[str]:
        """Returns what follows the prefix in the names that start with it and have no further dot."""
        if prefix not in self._below:
            # No character of a name sorts after `~`.
            rows = self._text[self._first(prefix) : self._first(f"{prefix}~")].split("\n")
            names = (row[len(prefix) : row.find("\t")] for row in rows if row)
            self._below[prefix] = {name: None for name in names if "." not in name}
        return self._below[prefix]

    def has(self, ranges: str, version: str) -> bool:
        """Returns whether a column of version ranges (`1.15-2.3,2.5-2.21`) includes a version."""
        key = ranges, version
        if key not in self._included:
            self._included[key] = self._includes(ranges, self._positions[version])
        return self._included[key]

    def _includes(self, ranges: str, position: int) -> bool:
        for part in ranges.split(","):
            first, _, last = part.partition("-")
            if self._positions[first] <= position <= self._positions[last or first]:
                return True
        return False

    def value_at(self, column: str, version: str) -> str:
        """Returns the value of a column at a version.

        A column is one value for all versions, or a list of `version:value`, each valid from its version on.
        """
        if ":" not in column:
            return column
        position, value = self._positions[version], ""
        for segment in column.split(" "):
            since, _, content = segment.partition(":")
            if self._positions[since] > position:
                break
            value = content
        return value

    @cached_property
    def _blocks(self) -> list[int]:
        """The offsets at which the blocks of rows start, and the end of the last one."""
        starts = [self._start]
        while (offset := self._end(starts[-1] + _MIN_BLOCK_LENGTH) + 1) < len(self._text):
            starts.append(offset)
        return [*starts, len(self._text)]

    @cached_property
    def _keys(self) -> list[str]:
        """The name of the first row of each block, with the tab after it."""
        return [self._key(offset) for offset in self._blocks[:-1]]

    def _key(self, offset: int) -> str:
        """Returns the name of the row that starts at an offset, with the tab after it."""
        return self._text[offset : self._text.find("\t", offset) + 1]

    def _first(self, key: str) -> int:
        """Returns the offset of the first row that does not sort before a key."""
        offset = self._blocks[max(bisect_left(self._keys, key) - 1, 0)]
        while offset < len(self._text) and self._text[offset : offset + len(key)] < key:
            offset = self._end(offset) + 1
        return offset

    def _end(self, offset: int) -> int:
        """Returns the offset at which the line around an offset ends."""
        end = self._text.find("\n", offset)
        return len(self._text) if end < 0 else end


@lru_cache(maxsize=16)
def shared_rows(file: Path) -> TsvRows:
    """Returns the rows of a file, read once for all tables that it is part of."""
    return TsvRows(file)


def _versions(header: str) -> tuple[str, ...]:
    """Returns the versions listed in a header; empty if it lists none."""
    lines = (line.removeprefix(_VERSIONS).split() for line in header.splitlines() if line.startswith(_VERSIONS))
    return tuple(next(lines, ()))
