"""Which files of a project import which, read from their import statements."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.project.import_index import file_of
from tf2lint.source import find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.project.import_index import ImportIndex
    from tf2lint.project.text_index import TextIndex
    from tf2lint.source import ImportedName

#: Modules that are never the project's own.
_LIBRARIES: Final = ("tensorflow", "keras")


class ImportGraph:
    """The imports between the files of a project, found out for the files that are asked about.

    Args:
        index: the files by the names in their import statements.
        texts: the texts of the files.

    Attributes:
        files: the absolute paths of the files.
    """

    def __init__(self, index: ImportIndex, texts: TextIndex) -> None:
        self.files: Sequence[str] = index.files
        self._index = index
        self._texts = texts
        self._known = frozenset(index.files)
        self._modules: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._imports: dict[str, frozenset[str]] = {}
        self._importers: dict[str, frozenset[str]] = {}

    def imports_of(self, file: str) -> frozenset[str]:
        """Returns the files that a file of the project imports; none for another file."""
        if file not in self._imports:
            imports = self._texts.imports(file) if file in self._known else ()
            self._imports[file] = frozenset(self.imported_files(file, imports))
        return self._imports[file]

    def importers_of(self, file: str) -> frozenset[str]:
        """Returns the files that import a file."""
        if file not in self._importers:
            self._importers[file] = frozenset(
                other for other in self._index.naming(file) if file in self.imports_of(other)
            )
        return self._importers[file]

    def neighbors(self, files: Iterable[str]) -> set[str]:
        """Returns the files that import one of the given files, or are imported by one."""
        return {other for file in files for other in self.imports_of(file) | self.importers_of(file)}

    def above(self, files: Iterable[str]) -> set[str]:
        """Returns the given files, and all that import one of them, directly or not."""
        return _reached(files, self.importers_of)

    def below(self, files: Iterable[str]) -> set[str]:
        """Returns the given files, and all that they import, directly or not."""
        return _reached(files, self.imports_of)

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
            if key not in self._modules:
                self._modules[key] = tuple(self._module_files(importer, imported.module, imported.level))
            files = self._modules[key]
            yield from files
            is_found = len(files) > imported.module.count(".")
            if is_found and imported.member not in ("", "*"):
                part = files[-1], imported.member
                if part not in self._parts:
                    module = part_of(*part)
                    self._parts[part] = () if module is None else (file_of(module),)
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
            yield file_of(found)


def _reached(start: Iterable[str], following: Callable[[str], frozenset[str]]) -> set[str]:
    """Returns the files that can be reached from some, and these."""
    reached = new = set(start)
    while new:
        new = set[str]().union(*map(following, new)) - reached
        reached = reached | new
    return reached
