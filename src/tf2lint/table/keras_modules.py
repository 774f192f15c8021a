"""Modules that the keras package once had: `keras.layers.core`, `keras.utils.np_utils`.

Programs imported from them what is public one level up. One module a line, `keras.layers.core | 2.12`, in
data/keras_modules.txt, with the last version of TensorFlow whose keras has it.
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

#: Where what modules of the keras package defined is public, if not in the package that they were in.
_PUBLIC: Final = ("keras", "keras.layers", "keras.models", "keras.utils", "keras.losses")


class KerasModules:
    """What became of these modules, and of what they had.

    Args:
        file: data/keras_modules.txt. It is read when it is asked for the first time.
        table: tells what is public at the target.

    Raises:
        DataError: a line is wrong, or says again what another one says.
    """

    def __init__(self, file: Path, table: Table) -> None:
        self._file = file
        self._table = table

    @cached_property
    def _last(self) -> dict[str, str]:
        last: dict[str, str] = {}
        for number, line in enumerate(self._file.read_text("utf-8").split("\n"), 1):
            if line and not line.startswith("#"):
                name, _, version = line.partition(" | ")
                if not version or name in last:
                    raise DataError(
                        f"{self._file.name}:{number}: expected 'module | version', each once, found {line!r}"
                    )
                last[name] = version
        return last

    def has(self, name: str) -> bool:
        """Whether a name is that of such a module, or of something in one."""
        return bool(self._length(tuple(name.split("."))))

    def _length(self, parts: tuple[str, ...]) -> int:
        """How many parts of a name are those of such a module."""
        return next((n for n in range(len(parts), 1, -1) if ".".join(parts[:n]) in self._last), 0)

    def lookup(self, name: str) -> Lookup | None:
        """What there is to say of a name of the keras package that is not public; None if there is nothing.

        Args:
            name: such as `keras.layers.core.Dense`.
        """
        parts = tuple(name.split("."))
        length = self._length(parts)
        module, rest = ".".join(parts[:length]), parts[length:]
        if not length or version_key(self._table.target) <= version_key(self._last[module]):
            return None
        best = next(self._public(module, rest[:1]), "")
        own = ".".join((module, *rest[:1]))
        entry = Entry(
            own, Area.PRIVATE, "f" if rest else "m", exists=False, outcome=Outcome.REMOVED,
            replacements=(best,) if best else (), advice=f"use {best}" if best else "",
        )  # fmt: skip
        return Lookup(entry, rest[1:])

    def _public(self, module: str, rest: tuple[str, ...]) -> Iterator[str]:
        """The public names, best first, of something that a module had; or of the package that the module was in."""
        around = module
        while "." in around:
            around = around.rpartition(".")[0]
            name = ".".join((around, *rest))
            if self._exists(name):
                yield name
        yield from (name for public in _PUBLIC if rest and self._exists(name := ".".join((public, *rest))))

    def _exists(self, name: str) -> bool:
        found = self._table.lookup(name)
        return found.entry.exists and not found.rest and found.entry.area is Area.CORE
