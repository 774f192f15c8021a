"""Reads the files that tools/build_facts.py wrote: sorted rows, looked up in the text as it stands.

Taking thousands of rows apart would cost more than a run of the linter asks of them. So a file is kept as it was
read, and a name's row is found by halving.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
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
        self._text = file.read_bytes()
        self._start = self._after_header()
        self.versions = _versions(self._text[: self._start].decode())
        if not self.versions:
            raise DataError(f"{self.file}: no line says which versions it is about")
        first = self._text[self._start : self._end(self._start)]
        if first and b"\t" not in first:  # to look at every row would cost more than the linter asks of them
            raise DataError(f"{self.file}: the row {first.decode()!r} has no columns")
        self._below: dict[str, dict[str, None]] = {}
        self._places = {version: place for place, version in enumerate(self.versions)}

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """All names, in their order."""
        at = self._start
        while at < len(self._text):
            end = self._end(at)
            yield self._text[at:end].partition(b"\t")[0].decode()
            at = end + 1

    def get(self, name: str) -> str | None:
        """What stands behind a name in its row, or None if it has none."""
        key = f"{name}\t".encode()
        at = self._first(key)
        return self._text[at + len(key) : self._end(at)].decode() if self._text.startswith(key, at) else None

    def mentioning(self, text: str) -> Iterator[str]:
        """The names in whose rows a text stands, in their order."""
        key = text.encode()
        at = self._text.find(key, self._start)
        while at >= 0:
            start, end = self._text.rfind(b"\n", 0, at) + 1, self._end(at)
            yield self._text[start:end].partition(b"\t")[0].decode()
            at = self._text.find(key, end)

    def below(self, prefix: str) -> Collection[str]:
        """What follows the prefix in the names that begin with it and go on without a dot."""
        if prefix not in self._below:
            key = prefix.encode()
            # No character of a name sorts behind `~`.
            lines = self._text[self._first(key) : self._first(key + b"~")].split(b"\n")
            names = [line[len(key) : line.find(b"\t")] for line in lines if line]
            self._below[prefix] = {name.decode(): None for name in names if b"." not in name}
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

    def _after_header(self) -> int:
        """Where the rows begin, after the lines that begin with `#`."""
        at = 0
        while self._text.startswith(b"#", at):
            at = self._end(at) + 1
        return at

    def _first(self, key: bytes) -> int:
        """Where the first row begins that does not sort before a key."""
        low, high = self._start, len(self._text)
        while low < high:
            at = max(self._text.rfind(b"\n", self._start, (low + high) // 2) + 1, self._start)
            if self._text[at : at + len(key)] < key:
                low = self._end(at) + 1
            else:
                high = at
        return low

    def _end(self, at: int) -> int:
        """Where the line that begins at a place ends."""
        end = self._text.find(b"\n", at)
        return len(self._text) if end < 0 else end


def _versions(header: str) -> tuple[str, ...]:
    """The versions that a header names; none if it doesn't."""
    lines = (line.removeprefix(_VERSIONS).split() for line in header.splitlines() if line.startswith(_VERSIONS))
    return tuple(next(lines, ()))
