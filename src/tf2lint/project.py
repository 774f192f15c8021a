"""The project's other files: where an import leads, and what its names stand for there."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from tf2lint.values import ABSENT, Const, Items, ModuleValue, Symbol, Values, bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.scopes import Environment

#: How many folders above a file may hold the package that it imports.
_MOST_FOLDERS: Final = 12
_IMPORTS: Final = re.compile(
    r"^[ \t]*(?:from\b[^\n;]*\bimport\b[ \t\\\n]*(?:\([^)]*\)|[^\n;]*)|import\b[^\n;]*)", re.MULTILINE
)
_ASSIGNMENTS: Final = re.compile(r"^([^#=\n]+)=(?!=)", re.MULTILINE)
_WORDS: Final = re.compile(r"\w+")


class Finder(Protocol):
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
    folder = Path(importer).parent
    parts = module.split(".") if module else []
    if level:
        start = folder.parents[level - 2] if 2 <= level <= len(folder.parents) + 1 else folder
        return _module_file(start, parts)
    if parts[0] in sys.stdlib_module_names:
        return None
    for place in [folder, *folder.parents][:_MOST_FOLDERS]:
        if parts[0] in _names_in(place):
            return _module_file(place, parts)
    return None


def _module_file(folder: Path, parts: list[str]) -> str | None:
    for part in parts[:-1]:
        folder = folder / part
    if parts:
        module = folder / f"{parts[-1]}.py"
        if parts[-1] in _names_in(folder) and module.is_file():
            return str(module)
        folder = folder / parts[-1]
    package = folder / "__init__.py"
    if package.is_file():
        return str(package)
    return str(folder) if folder.is_dir() else None


@lru_cache(maxsize=4096)
def _names_in(folder: Path) -> frozenset[str]:
    """The modules and packages in a folder; none if it can't be read."""
    try:
        return frozenset(entry.name.removesuffix(".py") for entry in folder.iterdir())
    except OSError:
        return frozenset()


class Outline:
    """What a module's text tells of its names without parsing it: more than there is, never less.

    Attributes:
        imported: words that stand in its import statements.
        assigned: names that it assigns to.
        has_star: whether it has a star import.
        is_user: whether it mentions TensorFlow itself.
    """

    __slots__ = ("assigned", "has_star", "imported", "is_user")

    def __init__(self, source: bytes) -> None:
        text = source.decode("utf-8", "replace")
        imports = " ".join(_IMPORTS.findall(text))
        self.imported = frozenset(_WORDS.findall(imports))
        self.assigned = frozenset(word for line in _ASSIGNMENTS.findall(text) for word in _WORDS.findall(line))
        self.has_star = "*" in imports
        self.is_user = "tensorflow" in text or "keras" in text


class Project:
    """What the names of the project's modules stand for, each module looked at once.

    Args:
        analyse: finds out what the names of a module's source hold at its end.
        find: finds the file of an imported module.
    """

    def __init__(self, analyse: Callable[[bytes, str], Environment], find: Finder = find_by_path) -> None:
        self.find = find
        self._analyse = analyse
        self._outlines: dict[str, Outline] = {}
        self._exports: dict[str, dict[str, Values]] = {}

    def module(self, importer: str, module: str, level: int) -> ModuleValue | None:
        """The module that an import statement of the file `importer` names, if it is the project's."""
        path = self.find(importer, module, level)
        return None if path is None else ModuleValue(path)

    def exported(self, module: ModuleValue, name: str) -> Values:
        """What a name of a module stands for; `ABSENT` if the module has none of that name."""
        if self._may_hold(module.path, name):
            values = self._names(module.path).get(name, ABSENT)
            if values is not ABSENT:
                return values
        path = Path(module.path)
        if path.suffix and path.name != "__init__.py":
            return ABSENT
        folder = path.parent if path.suffix else path
        submodule = _module_file(folder, [name]) if name in _names_in(folder) else None
        return ABSENT if submodule is None else (ModuleValue(submodule),)

    def _may_hold(self, path: str, name: str) -> bool:
        """Whether a module may have got a name from a library: cheaper than looking at the module."""
        outline = self._outline(path)
        return name in outline.imported or outline.has_star or (outline.is_user and name in outline.assigned)

    def star(self, module: ModuleValue) -> dict[str, Values]:
        """What `from module import *` binds, as far as it is of interest."""
        names = self._names(module.path)
        listed = _listed(names.get("__all__"))
        return {
            name: values
            for name, values in names.items()
            if (name in listed if listed is not None else not name.startswith("_"))
        }

    def _source(self, path: str) -> bytes:
        try:
            return Path(path).read_bytes()
        except OSError:
            return b""

    def _outline(self, path: str) -> Outline:
        if path not in self._outlines:
            self._outlines[path] = Outline(self._source(path))
        return self._outlines[path]

    def _names(self, path: str) -> dict[str, Values]:
        """What a module's names stand for at its end; nothing while it is being looked at (a circle)."""
        if path not in self._exports:
            self._exports[path] = {}
            found = self._analyse(self._source(path), path)
            self._exports[path] = {name: _portable(values) for name, values in found.items()}
        return self._exports[path]


def _portable(values: Values) -> Values:
    """What may leave a module: names and constants, not the functions and classes of the program."""
    values = bound(values)
    return (
        values if values is None or all(isinstance(v, Symbol | Const | ModuleValue | Items) for v in values) else None
    )


def _listed(values: Values) -> frozenset[str] | None:
    """The names in a module's `__all__`, if it is written out."""
    if values is None or len(values) != 1 or not isinstance(values[0], Items):
        return None
    constants = [element[0] for element in values[0].elements if element]
    return frozenset(c.value for c in constants if isinstance(c, Const) and isinstance(c.value, str))
