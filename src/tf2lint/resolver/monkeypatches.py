"""Names of a library that the program itself assigns to: `tf.log = tf.math.log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.scopes import Cell
from tf2lint.resolver.values import join

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Symbol, Values


class Monkeypatches:
    """What such names stand for, from the assignment on.

    What the module assigns holds in all functions, as these run later. What a function assigns may hold anywhere else,
    or not.

    Attributes:
        names: all that are assigned to anywhere.
    """

    def __init__(self) -> None:
        self.names: set[Symbol] = set()
        self._here: dict[Symbol, Values] = {}
        self._of_module: dict[Symbol, Cell] = {}
        self._of_functions: dict[Symbol, Cell] = {}
        self._sees_module = False

    def enter(self, *, is_module: bool) -> None:
        """Starts at the beginning of a module or function: what it assigned when it was looked at before is to come."""
        self._here.clear()
        self._sees_module = not is_module

    def enter_finished(self) -> None:
        """Stands behind a body of code that has been looked at."""
        self._here.clear()
        self._sees_module = True

    def assign(self, symbol: Symbol, values: Values, bodies: list[Body]) -> list[Body]:
        """Notes an assignment.

        Args:
            symbol: the name.
            values: what it stands for now.
            bodies: all others that there are.

        Returns:
            Those that must be looked at again.
        """
        self._here[symbol] = values
        cells = self._of_functions if self._sees_module else self._of_module
        if symbol in cells:
            return cells[symbol].add(values)
        self.names.add(symbol)
        cells[symbol] = Cell()
        cells[symbol].add(values)
        return bodies

    def of(self, symbol: Symbol, reader: Body) -> Values:
        """What one of the names stands for here."""
        if symbol in self._here:
            return self._here[symbol]
        values: Values = symbol.values
        if self._sees_module and symbol in self._of_module:
            values = self._of_module[symbol].read(reader)
        others = self._of_functions.get(symbol)
        return values if others is None else join(values, others.read(reader))
