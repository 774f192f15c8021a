"""Finds the file of a module that another file imports, in the folders around that file."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import Final, Protocol

#: How many folders above a file may hold the package that it imports.
_MOST_FOLDERS: Final = 12


class ModuleFinder(Protocol):
    """Finds the file of a module that a file imports."""

    def __call__(self, importer: str, module: str, level: int) -> str | None:
        """The path of the module's file, or of its folder if it is a package without a file.

        Args:
            importer: the path of the file that imports.
            module: the dotted name, empty in `from . import x`.
            level: how many dots stand before it.

        Returns:
            None if the module isn't one of the project's.
        """


def find_by_path(importer: str, module: str, level: int) -> str | None:
    """A `Finder` that looks in the folders around the importing file, the nearest first."""
    folder = _folder(importer)
    if level:
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        return module_in(folder, module)
    return None if module.partition(".")[0] in sys.stdlib_module_names else _absolute(folder, module)


@lru_cache(maxsize=64)
def _folder(file: str) -> str:
    return os.path.dirname(os.path.abspath(file))


@lru_cache(maxsize=8192)
def _absolute(folder: str, module: str) -> str | None:
    top = module.partition(".")[0]
    for _ in range(_MOST_FOLDERS):
        if top in _names_in(folder):
            return module_in(folder, module)
        folder = os.path.dirname(folder)
    return None


@lru_cache(maxsize=8192)
def module_in(folder: str, module: str) -> str | None:
    """The file, or the folder, of a module whose dotted name begins in `folder`; None if there is none."""
    *packages, last = module.split(".")
    place = os.path.join(folder, *packages)
    if last and last not in _names_in(place):
        return None
    base = os.path.join(place, last) if last else place
    for candidate in (f"{base}.py", os.path.join(base, "__init__.py")):
        if os.path.isfile(candidate):
            return candidate
    return base if os.path.isdir(base) else None


def part_of(package: str, name: str) -> str | None:
    """The file, or the folder, of a module right below a package; None if there is none, or if it is no package.

    Args:
        package: its file, or its folder.
        name: of the module.
    """
    folder, file = os.path.split(package)
    if file == "__init__.py":
        return module_in(folder, name)
    return None if file.endswith(".py") else module_in(package, name)


@lru_cache(maxsize=4096)
def _names_in(folder: str) -> frozenset[str]:
    """The modules and packages in a folder; none if it can't be read."""
    try:
        return frozenset(name.removesuffix(".py") for name in os.listdir(folder))
    except OSError:
        return frozenset()
