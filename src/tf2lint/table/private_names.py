"""The names in private modules, where their source tells them all, so that any other name is certainly missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.table.tsv_rows import TsvRows

_NO_NAMES: Final = "-"


class PrivateNames:
    """The names in private modules that have no row in internals.tsv.

    Args:
        rows: the rows of private_names.tsv.
    """

    def __init__(self, rows: TsvRows) -> None:
        self._rows = rows
        self._modules: dict[str, tuple[str, dict[str, str]] | None] = {}

    def has(self, module: str, name: str, version: str) -> bool | None:
        """Returns whether a module has a name at a version; None if not all names of the module are known there."""
        known = self._module(module)
        if known is None or not self._rows.has(known[0], version):
            return None
        where = known[1].get(name)
        return where is not None and self._rows.has(where, version)

    def is_listed(self, module: str, name: str) -> bool:
        """Returns whether a module has a name in some version."""
        known = self._module(module)
        return known is not None and name in known[1]

    def _module(self, module: str) -> tuple[str, dict[str, str]] | None:
        """Returns the versions in which all names of a module are known, and those that have each; None if none are."""
        if module not in self._modules:
            row = self._rows.get(module)
            where, _, names = (row or "").partition("\t")
            cells = (cell.partition(":") for cell in names.split(" ") if cell != _NO_NAMES)
            self._modules[module] = None if row is None else (where, {name: part or where for name, _, part in cells})
        return self._modules[module]
