"""Names of a library that the program itself assigns to: `tf.log = tf.math.log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.resolver.cells import Cell
from tf2lint.resolver.values import join

if TYPE_CHECKING:
    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.values import Symbol, Values


class Monkeypatches:
    """What such names hold, from the assignment on.

    Assignments in the module hold in all functions, since these run later. Those in a function may or may not hold
    anywhere else.

    Attributes:
        names: all names that are assigned to anywhere.
    """

    def __init__(self) -> None:
        self.names: set[Symbol] = set()
        self._current: dict[Symbol, Values] = {}
        self._module_cells: dict[Symbol, Cell[Body]] = {}
        self._function_cells: dict[Symbol, Cell[Body]] = {}
        self._applies_module_patches = False

    def enter(self, *, is_module: bool) -> None:
        """Starts the analysis of a module or function: its own assignments are yet to come."""
        self._current.clear()
        self._applies_module_patches = not is_module

    def enter_finished(self) -> None:
        """Moves to the end of an analyzed body."""
        self._current.clear()
        self._applies_module_patches = True

    def assign(self, symbol: Symbol, values: Values, bodies: list[Body]) -> list[Body]:
        """Records an assignment.

        Args:
            symbol: the name.
            values: what it is bound to.
            bodies: all other bodies.

        Returns:
            The bodies to analyze again.
        """
        self._current[symbol] = values
        cells = self._function_cells if self._applies_module_patches else self._module_cells
        if symbol in cells:
            return cells[symbol].add(values)
        self.names.add(symbol)
        cells[symbol] = Cell()
        cells[symbol].add(values)
        return bodies

    def values_of(self, symbol: Symbol, reader: Body) -> Values:
        """Returns what one of the names holds at this point."""
        if symbol in self._current:
            return self._current[symbol]
        values: Values = symbol.values
        if self._applies_module_patches and symbol in self._module_cells:
            values = self._module_cells[symbol].read(reader)
        others = self._function_cells.get(symbol)
        return values if others is None else join(values, others.read(reader))
