"""Cells: values that only grow, and who has read them."""

from __future__ import annotations

from typing import Generic, TypeVar

from tf2lint.resolver.values import ABSENT, Values, join

Reader = TypeVar("Reader")


class Cell(Generic[Reader]):
    """Values that only grow, and the bodies of code that have read them.

    A body that read a cell before it grew has to be analyzed again.
    """

    __slots__ = ("_readers", "values")

    def __init__(self) -> None:
        self.values: Values = ABSENT
        self._readers: dict[Reader, None] = {}

    def read(self, reader: Reader) -> Values:
        """Returns the values so far and registers the reader."""
        self._readers[reader] = None
        return self.values

    def add(self, values: Values) -> list[Reader]:
        """Adds alternatives; returns the bodies to analyze again."""
        grown = values if self.values is ABSENT else join(self.values, values)
        if grown == self.values:
            return []
        self.values = grown
        return self.readers()

    def readers(self) -> list[Reader]:
        """Returns the bodies that have read the cell."""
        return list(self._readers)
