"""Finds the file of an imported module in the folders around the importing file."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import Final, Protocol

#: How many folders are searched for an imported package, from that of the file upward.
_MAX_FOLDERS: Final = 12
#: How many links to folders the path of a module may lead through.
_MAX_LINKS: Final = 2


class ModuleFinder(Protocol):
    """A function that finds the file of an imported module."""

    def __call__(self, importer: str, module: str, level: int) -> str | None:
        """Finds the file of a module.

        Args:
            importer: the path of the importing file.
            module: the dotted name; empty in `from . import x`.
            level: the number of leading dots.

        Returns:
            The path of the module's file, or of its folder for a package without a file. None if the module isn't part
            of the project.
        """


#: A folder, a module in it, and whether it was looked for in the folders above as well.
ModuleSearch = tuple[str, str, bool]
#: All searches of this process.
_LOOKED_FOR: Final[dict[ModuleSearch, None]] = {}


def looked_for() -> list[ModuleSearch]:
    """Returns the searches for modules in this process."""
    return list(_LOOKED_FOR)


def look_for(search: ModuleSearch) -> str | None:
    """Returns the file, or the folder, that a search finds; None if there is none."""
    folder, module, is_absolute = search
    return _absolute(folder, module) if is_absolute else module_in(folder, module)


def find_by_path(importer: str, module: str, level: int) -> str | None:
    """A `ModuleFinder` that searches the folders around the importing file, nearest first."""
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
    _LOOKED_FOR[folder, module, True] = None
    top = module.partition(".")[0]
    found = next((each for each in _with_above(folder) if top in _names_in(each)), None)
    return None if found is None else _module_in(found, module)


@lru_cache(maxsize=4096)
def _with_above(folder: str) -> tuple[str, ...]:
    """Returns a folder, and those above it that are searched."""
    folders = [folder]
    while len(folders) < _MAX_FOLDERS and os.path.dirname(folders[-1]) != folders[-1]:
        folders.append(os.path.dirname(folders[-1]))
    return tuple(folders)


@lru_cache(maxsize=8192)
def module_in(folder: str, module: str) -> str | None:
    """Returns the file, or the folder, of a module whose dotted name is relative to `folder`; None if there is none."""
    _LOOKED_FOR[folder, module, False] = None
    return _module_in(folder, module)


def _module_in(folder: str, module: str) -> str | None:
    *packages, last = module.split(".")
    parent = folder
    for name in packages:  # Python looks at case where the file system does not
        if name not in _names_in(parent):
            return None
        parent = os.path.join(parent, name)
    parent = _bounded(parent)
    if last and last not in _names_in(parent):
        return None
    base = os.path.join(parent, last) if last else parent
    for candidate in (f"{base}.py", os.path.join(base, "__init__.py")):
        if os.path.isfile(candidate):
            return candidate
    return base if os.path.isdir(base) else None


def _bounded(folder: str) -> str:
    """Returns a folder by its real path if the given one leads through several links.

    A link to a folder above it leads to the same modules by ever longer paths.
    """
    return os.path.realpath(folder) if _links(folder) > _MAX_LINKS else folder


@lru_cache(maxsize=8192)
def _links(folder: str) -> int:
    """Returns how many parts of a path are links."""
    parent = os.path.dirname(folder)
    return 0 if parent == folder else _links(parent) + os.path.islink(folder)


def part_of(package: str, name: str) -> str | None:
    """Returns the file, or the folder, of a module directly in a package; None if there is none.

    Args:
        package: the file or the folder of the package.
        name: the name of the module.
    """
    folder, file = os.path.split(package)
    if file == "__init__.py":
        return module_in(folder, name)
    return None if file.endswith(".py") else module_in(package, name)


@lru_cache(maxsize=4096)
def _names_in(folder: str) -> frozenset[str]:
    """Returns the names of the modules and packages in a folder; none if it can't be read."""
    try:
        return frozenset(name.removesuffix(".py") for name in os.listdir(folder))
    except OSError:
        return frozenset()
