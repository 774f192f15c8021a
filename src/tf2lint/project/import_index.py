"""The files of a project by the names in their import statements."""

from __future__ import annotations

import os
from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.text_searches import names_in_imports
from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.project.text_index import TextIndex

_PACKAGE: Final = "__init__"


class ImportIndex:
    """Finds the files that may import a module.

    An import statement names each module that it leads to, except for the package in `from . import x`. So only files
    that name a module need be asked where their imports lead, which takes much longer than finding the names.

    Args:
        files: the absolute paths of the project's files.
        texts: the texts of the files.

    Attributes:
        files: the files.
    """

    def __init__(self, files: Sequence[str], texts: TextIndex) -> None:
        self.files = files
        self._texts = texts

    def naming(self, path: str) -> list[str]:
        """Returns the files with import statements that name a module, or may lead to its package, in their order."""
        folder, name = os.path.split(path.removesuffix(".py"))
        found = {*self._numbers.get(path, ())}
        if name == _PACKAGE:
            found.update(self._numbers.get(name, ()))
            folder, name = os.path.split(folder)
        outside = {*self._numbers.get(name, ())}
        while outside:  # a module is looked for in the folders around a file, so others must name its folder, too
            inside = os.path.join(folder, "")
            found.update(number for number in outside if self.files[number].startswith(inside))
            folder, name = os.path.split(folder)
            outside.difference_update(found)
            outside.intersection_update(self._numbers.get(name, ()))
        return [self.files[number] for number in sorted(found)]

    @cached_property
    def _numbers(self) -> dict[str, array[int]]:
        """The numbers of the files by the names, and by the packages, that their import statements contain."""
        numbers: dict[str, array[int]] = {}
        for number, file in enumerate(self.files):
            names, levels = self._texts.found(file, names_in_imports)
            packages = (find_by_path(file, "", level) for level in levels)
            for key in (*names, *[file_of(package) for package in packages if package is not None]):
                numbers.setdefault(key, array("L")).append(number)
        return numbers


def file_of(module: str) -> str:
    """Returns the file of a module; that of a package without a file may not exist."""
    return module if module.endswith(".py") else os.path.join(module, f"{_PACKAGE}.py")
