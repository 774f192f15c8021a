"""Which files of a project import which, read from their import statements."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.source import find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from tf2lint.project.text_index import TextIndex
    from tf2lint.source import ImportedName

#: Modules that are never the project's own.
_LIBRARIES: Final = ("tensorflow", "keras")


class ImportGraph:
    """The imports between the files of a project.

    Args:
        files: the absolute paths of the files.
        texts: the texts of the files.

    Attributes:
        imported: the files that each file imports.
        importers: the files that import each file.
    """

    def __init__(self, files: Sequence[str], texts: TextIndex) -> None:
        self._files: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self.imported: dict[str, frozenset[str]] = {}
        self.importers: dict[str, set[str]] = {}
        for file in files:
            found = frozenset(self.imported_files(file, texts.imports(file)))
            self.imported[file] = found
            for other in found:
                self.importers.setdefault(other, set()).add(file)

    def neighbors(self, files: Iterable[str]) -> set[str]:
        """Returns the files that import one of the given files, or are imported by one."""
        return {other for file in files for other in (*self.imported.get(file, ()), *self.importers.get(file, ()))}

    def above(self, files: Iterable[str]) -> set[str]:
        """Returns the given files, and all that import one of them, directly or not."""
        return _reached(files, self.importers)

    def below(self, files: Iterable[str]) -> set[str]:
        """Returns the given files, and all that they import, directly or not."""
        return _reached(files, self.imported)

    def program(self, path: str, imported: frozenset[str]) -> set[str]:
        """Returns the files that a file's program consists of, see `tf2lint.project.program`.

        Args:
            path: the file.
            imported: the files that it imports.
        """
        return self.below([*self.above([path]), *imported])

    def imported_files(self, importer: str, imports: Iterable[ImportedName]) -> Iterator[str]:
        """Yields the files of the project that a module imports, with those of the packages around them.

        Args:
            importer: the path of the module.
            imports: what its import statements bind.
        """
        folder = os.path.dirname(importer)
        for imported in imports:
            key = folder, imported.module, imported.level
            if key not in self._files:
                self._files[key] = tuple(self._module_files(importer, imported.module, imported.level))
            files = self._files[key]
            yield from files
            is_found = len(files) > imported.module.count(".")
            if is_found and imported.member not in ("", "*"):
                part = files[-1], imported.member
                if part not in self._parts:
                    module = part_of(*part)
                    self._parts[part] = () if module is None else (_file_of(module),)
                yield from self._parts[part]

    def _module_files(self, importer: str, module: str, level: int) -> Iterator[str]:
        """Yields the files of a module and of the packages around it; nothing if it isn't part of the project."""
        if not level and module.partition(".")[0] in _LIBRARIES:
            return  # a folder of that name, perhaps an environment, is no part of the project
        ends = [*(index for index, mark in enumerate(module) if mark == "."), len(module)]
        for end in ends:
            found = find_by_path(importer, module[:end], level)
            if found is None:
                return
            yield _file_of(found)


def _file_of(module: str) -> str:
    """Returns the file of a module; that of a package without a file may not exist."""
    return module if module.endswith(".py") else os.path.join(module, "__init__.py")


def _reached(start: Iterable[str], following: Mapping[str, Set[str]]) -> set[str]:
    """Returns the files that can be reached from some, and these."""
    reached = new = set(start)
    while new:
        new = set[str]().union(*[following[file] for file in new if file in following]) - reached
        reached = reached | new
    return reached
