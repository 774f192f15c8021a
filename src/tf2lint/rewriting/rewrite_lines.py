"""Finds the lines of data that say what to write instead of a name: of functions, and of constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.package_names import PACKAGE
from tf2lint.table import CALL

if TYPE_CHECKING:
    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.table import Lookup, Rewrite

#: The kind of entries for constants.
_VALUE: Final = "v"


class RewriteLines:
    """The lines of data/rewrites/, by the names of TensorFlow 1.

    Args:
        libraries: the libraries at the target version.
    """

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._table = libraries.table
        self._found: dict[str, tuple[Rewrite, ...]] = {}

    def of(self, symbol: Symbol, lookup: Lookup) -> tuple[Rewrite, ...]:
        """Returns the rewrites of a name: of its own, or else of another name that its object had in TensorFlow 1.

        Names below a private module that the table does not list only have rewrites of their own. There are none for
        names of libraries beside TensorFlow and Keras.

        Args:
            symbol: the symbol with the name.
            lookup: what the table has about it.
        """
        entry = lookup.entry
        if symbol.name.startswith(PACKAGE):
            return () if lookup.rest or entry.is_member else tuple(self._table.package_rewrites.of(entry.name))
        name = ".".join((entry.name, *lookup.rest)).replace(f".{CALL}", CALL) if lookup.rest else entry.name
        if not entry.root or (lookup.rest and not self._has_own_lines(name)):
            return ()
        if name not in self._found:
            self._found[name] = tuple(self._table.rewrites_of(name))
        return self._found[name]

    def _has_own_lines(self, name: str) -> bool:
        return any(other in self._table.rewrites for other in self._table.names_in_tf1(name))

    def of_constant(self, symbol: Symbol) -> Rewrite | None:
        """Returns the line that rewrites a constant, such as a member of an enumeration; None if there is none."""
        lookup = self._libraries.lookup(symbol)
        if lookup is None or not lookup.entry.root:
            return None
        is_class_member = lookup.entry.is_member and CALL not in symbol.name
        if is_class_member:
            line = next(iter(self._table.rewrites_of(lookup.entry.name.replace(CALL, ""))), None)
        elif lookup.rest or lookup.entry.kind == _VALUE:
            line = next(iter(self.of(symbol, lookup)), None)
        else:
            return None
        if line is None or line.template is None or line.parameters or not line.template.is_constant:
            return None
        return line
