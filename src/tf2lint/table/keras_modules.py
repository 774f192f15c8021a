"""Removed modules of the keras package: `keras.layers.core`, `keras.utils.np_utils`.

Programs imported from them what is public one level up. data/keras_modules.txt has one module per line,
`keras.layers.core | 2.12`, with the last version of TensorFlow whose keras has it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import Area, Entry, Lookup
from tf2lint.table.guidance import DataError, Outcome
from tf2lint.table.versions import version_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tf2lint.table.mapping_table import Table

#: Modules in which names from removed modules are public, if not in the package around the removed module.
_PUBLIC: Final = ("keras", "keras.layers", "keras.models", "keras.utils", "keras.losses")


class KerasModules:
    """The removed modules of the keras package and the names in them.

    Args:
        file: the path of data/keras_modules.txt, which is read on first use.
        table: the table, which says what is public at the target.

    Raises:
        DataError: a line is malformed, or repeats the module of another line.
    """

    def __init__(self, file: Path, table: Table) -> None:
        self._file = file
        self._table = table

    @cached_property
    def _last_versions(self) -> dict[str, str]:
        last_versions: dict[str, str] = {}
        for number, line in enumerate(self._file.read_text("utf-8").split("\n"), 1):
            if line and not line.startswith("#"):
                name, _, version = line.partition(" | ")
                if not version or name in last_versions:
                    raise DataError(
                        f"{self._file.name}:{number}: expected 'module | version', one line per module; found {line!r}"
                    )
                last_versions[name] = version
        return last_versions

    def has(self, name: str) -> bool:
        """Returns whether a name is a removed module, or something in one."""
        return bool(self._module_length(tuple(name.split("."))))

    def _module_length(self, parts: tuple[str, ...]) -> int:
        """Returns how many parts of a name form a removed module; 0 if it is in none."""
        return next((n for n in range(len(parts), 1, -1) if ".".join(parts[:n]) in self._last_versions), 0)

    def lookup(self, name: str) -> Lookup | None:
        """Returns the entry of a name in a removed module; None if the target still has it, or it is in no such module.

        Args:
            name: the dotted name, such as `keras.layers.core.Dense`.
        """
        parts = tuple(name.split("."))
        length = self._module_length(parts)
        module, rest = ".".join(parts[:length]), parts[length:]
        if not length or version_key(self._table.target) <= version_key(self._last_versions[module]):
            return None
        best = next(self._public(module, rest[:1]), "")
        full_name = ".".join((module, *rest[:1]))
        entry = Entry(
            full_name, Area.PRIVATE, "f" if rest else "m", exists=False, outcome=Outcome.REMOVED,
            replacements=(best,) if best else (), advice=f"use {best}" if best else "",
        )  # fmt: skip
        return Lookup(entry, rest[1:])

    def _public(self, module: str, rest: tuple[str, ...]) -> Iterator[str]:
        """Yields the public names, best first, of something in a module, or of the package around the module."""
        package = module
        while "." in package:
            package = package.rpartition(".")[0]
            name = ".".join((package, *rest))
            if self._exists(name):
                yield name
        yield from (name for public in _PUBLIC if rest and self._exists(name := ".".join((public, *rest))))

    def _exists(self, name: str) -> bool:
        found = self._table.lookup(name)
        return found.entry.exists and not found.rest and found.entry.area is Area.CORE
