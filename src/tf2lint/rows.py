"""Reads the files that tools/build_facts.py wrote: sorted rows, looked up as they stand.

Taking thousands of rows apart would cost more than a run of the linter asks of them. So a file is only cut into its
lines, and a name's row is found by halving.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_HEADER: Final = re.compile(r"(?:#[^\n]*\n)*")
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
        self._text = file.read_bytes().decode()
        self._start = _HEADER.match(self._text).end()  # type: ignore[union-attr]
        self.versions = _versions(self._text[: self._start])
        if not self.versions:
            raise DataError(f"{self.file}: no line says which versions it is about")
        first = self._text[self._start : self._text.find("\n", self._start)]
        if first and "\t" not in first:  # to look at every row would cost more than the linter asks of them
            raise DataError(f"{self.file}: the row {first!r} has no columns")
        self._below: dict[str, dict[str, None]] = {}
        self._places = {version: place for place, version in enumerate(self.versions)}

    @cached_property
    def _rows(self) -> list[str]:
        return self._text[self._start :].removesuffix("\n").split("\n")

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """All names, in their order."""
        return (row.partition("\t")[0] for row in self._rows)

    def get(self, name: str) -> str | None:
        """What stands behind a name in its row, or None if it has none."""
        key = f"{name}\t"
        place = bisect_left(self._rows, key)
        row = self._rows[place] if place < len(self._rows) else ""
        return row[len(key) :] if row.startswith(key) else None

    def mentioning(self, text: str) -> Iterator[str]:
        """The names in whose rows a text stands, in their order."""
        return (row.partition("\t")[0] for row in self._rows if text in row)

    def below(self, prefix: str) -> Collection[str]:
        """What follows the prefix in the names that begin with it and go on without a dot."""
        if prefix not in self._below:
            # No character of a name sorts behind `~`.
            rows = self._rows[bisect_left(self._rows, prefix) : bisect_left(self._rows, f"{prefix}~")]
            names = (row[len(prefix) : row.find("\t")] for row in rows)
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


def _versions(header: str) -> tuple[str, ...]:
    """The versions that a header names; none if it doesn't."""
    lines = (line.removeprefix(_VERSIONS).split() for line in header.splitlines() if line.startswith(_VERSIONS))
    return tuple(next(lines, ()))
