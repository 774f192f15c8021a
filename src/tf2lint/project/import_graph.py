"""Which files of a project import which, read from their import statements."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tf2lint.project.module_finder import find_by_path, part_of
from tf2lint.source import imports_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.source import ImportedName


class ImportGraph:
    """The imports between the files of a project, as they are on disk.

    Args:
        files: the absolute paths of the files.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.imported: dict[str, frozenset[str]] = {}
        self.importers: dict[str, set[str]] = {}
        for file in files:
            found = frozenset(imported_files(file, imports_in(read_text(file))))
            self.imported[file] = found
            for other in found:
                self.importers.setdefault(other, set()).add(file)

    def neighbors(self, files: Iterable[str]) -> set[str]:
        """Returns the files that import one of the given files, or are imported by one."""
        return {other for file in files for other in (*self.imported.get(file, ()), *self.importers.get(file, ()))}


def imported_files(importer: str, imports: Iterable[ImportedName]) -> Iterator[str]:
    """Yields the files of the project that a module imports, with those of the packages around them.

    Args:
        importer: the path of the module.
        imports: what its import statements bind.
    """
    found: dict[tuple[str, int], str | None] = {}
    for imported in imports:
        for module in _with_packages(imported.module):
            key = module, imported.level
            if key not in found:
                found[key] = find_by_path(importer, *key)
        package = found[imported.module, imported.level]
        if package is not None and imported.member not in ("", "*"):
            found[f"{imported.module}.{imported.member}", imported.level] = part_of(package, imported.member)
    for path in found.values():
        if path is not None:
            yield path if path.endswith(".py") else os.path.join(path, "__init__.py")


def _with_packages(module: str) -> Iterator[str]:
    yield module
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def read_text(path: str) -> str:
    """Reads a file as text; returns an empty text for what is no file, or can't be read."""
    data = b""
    if os.path.isfile(path):  # reading a named pipe could block forever
        with suppress(OSError), open(path, "rb") as file:
            data = file.read()
    return data.decode("utf-8", "replace")
