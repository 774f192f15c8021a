"""Findings that have another code than in earlier versions: data/moved_codes.txt."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLUMNS: Final = 3
_CODE: Final = re.compile(r"TF\d{3}")
_ANY: Final = ".*"


class Move(NamedTuple):
    """Findings that moved from one code to another.

    Attributes:
        old: the code that they had.
        new: the code that they have.
        names: the names that they are about, from `tf`; `tf.keras.*` for all names below a module.
    """

    old: str
    new: str
    names: tuple[str, ...]

    def includes(self, symbol: str | None) -> bool:
        """Returns whether findings about a name moved."""
        return symbol is not None and any(
            symbol.startswith(name.removesuffix("*")) if name.endswith(_ANY) else symbol == name for name in self.names
        )


def read_moves(file: Path) -> tuple[Move, ...]:
    """Reads a file with a line `old code | new code | names` for each move.

    Raises:
        DataError: a line is malformed.
    """
    return tuple(_parsed(file))


def _parsed(file: Path) -> Iterator[Move]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("|")]
        names = tuple(name.strip() for name in columns[-1].split(","))
        if len(columns) != _COLUMNS or not all(map(_CODE.fullmatch, columns[:2])) or not all(names):
            raise DataError(f"{file.name}:{number}: expected 'old code | new code | names'")
        yield Move(columns[0], columns[1], names)


@cache
def moves() -> tuple[Move, ...]:
    """Returns all moves."""
    return read_moves(DATA / "moved_codes.txt")


def moves_to(code: str, symbol: str | None) -> tuple[Move, ...]:
    """Returns the moves that brought a finding to its code, the last one first.

    Args:
        code: its code.
        symbol: the name that it is about; None if it is about none.
    """
    found = [move for move in moves() if move.new == code and move.includes(symbol)]
    return (*found, *(earlier for move in found for earlier in moves_to(move.old, symbol)))


def codes_after(code: str, symbol: str | None) -> frozenset[str]:
    """Returns the codes that findings about a name may have by now, if they once had a code: that one, and others."""
    found = [move.new for move in moves() if move.old == code and move.includes(symbol)]
    return frozenset((code,)).union(*(codes_after(new, symbol) for new in found))
