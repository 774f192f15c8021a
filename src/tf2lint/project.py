"""The project's other files: where an import leads, and what its names stand for there."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from tf2lint.finder import Finder, find_by_path, module_in
from tf2lint.values import ABSENT, Const, Items, ModuleValue, Symbol, Values, bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.scopes import Environment

#: Functions and classes with what is in them, which leaves the code of the module itself.
_DEFINITIONS: Final = re.compile(r"^(?:def|class|async +def)\b[^\n]*(?:\n(?:[ \t][^\n]*)?)*", re.MULTILINE)
_IMPORTS: Final = re.compile(
    r"^[ \t]*(?:from\b[^\n;]*\bimport\b[ \t\\\n]*(?:\([^)]*\)|[^\n;]*)|import\b[^\n;]*)", re.MULTILINE
)
#: Targets of assignments, and what is assigned as far as it stands in the same line; not plain numbers and texts.
_ASSIGNMENTS: Final = re.compile(
    r"^[ \t]*\(?(\w[\w, *]*)\)?[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*(?![-\d\"'\[{])([^\n]*)", re.MULTILINE
)
_WORDS: Final = re.compile(r"\w+")
#: Words of an assignment that may make its target a flag for what is there.
_FLAGS: Final = frozenset({"True", "False", "None", "hasattr", "getattr", "__import__"})


class Outline:
    """What a module's text tells of its names without parsing it: more than there is, never less.

    Attributes:
        imported: words that stand in its import statements.
        assigned: names that it assigns something to which may come from there.
        has_star: whether it has a star import.
    """

    __slots__ = ("assigned", "has_star", "imported")

    def __init__(self, text: str) -> None:
        own = _DEFINITIONS.sub("", text)
        imports = " ".join(_IMPORTS.findall(own))
        self.imported = frozenset(_WORDS.findall(imports))
        self.has_star = "*" in imports
        sources = set(self.imported | _FLAGS)
        for targets, assigned in _ASSIGNMENTS.findall(own):
            if not sources.isdisjoint(_WORDS.findall(assigned)) or assigned.endswith(("(", "\\")):
                sources.update(_WORDS.findall(targets))
        self.assigned = frozenset(sources - self.imported - _FLAGS)


class Project:
    """What the names of the project's modules stand for, each module looked at once.

    Args:
        analyse: finds out what the names of a module's source hold at its end.
        find: finds the file of an imported module.
    """

    def __init__(self, analyse: Callable[[str, str], Environment], find: Finder = find_by_path) -> None:
        self.find = find
        self._analyse = analyse
        self._sources: dict[str, str] = {}
        self._outlines: dict[str, Outline] = {}
        self._answers: dict[tuple[str, str], Values] = {}
        self._exports: dict[str, dict[str, Values]] = {}

    def module(self, importer: str, module: str, level: int) -> ModuleValue | None:
        """The module that an import statement of the file `importer` names, if it is the project's."""
        path = self.find(importer, module, level)
        return None if path is None else ModuleValue(path)

    def exported(self, module: ModuleValue, name: str) -> Values:
        """What a name of a module stands for; `ABSENT` if the module has none of that name."""
        key = module.path, name
        if key not in self._answers:
            self._answers[key] = self._exported(*key)
        return self._answers[key]

    def _exported(self, path: str, name: str) -> Values:
        if self._may_hold(path, name):
            values = self._names(path).get(name, ABSENT)
            if values is not ABSENT:
                return values
        folder, file = os.path.split(path)
        if file == "__init__.py" or not file.endswith(".py"):
            submodule = module_in(folder if file == "__init__.py" else path, name)
            if submodule is not None:
                return (ModuleValue(submodule),)
        return ABSENT

    def _may_hold(self, path: str, name: str) -> bool:
        """Whether a module may have got a name from a library: cheaper than looking at the module."""
        source = self._source(path)
        if f"\ndef {name}(" in source or f"\nclass {name}" in source or name not in source:
            return name not in source and self._outline(path).has_star
        outline = self._outline(path)
        return outline.has_star or name in outline.imported or name in outline.assigned

    def star(self, module: ModuleValue) -> dict[str, Values]:
        """What `from module import *` binds, as far as it is of interest."""
        names = self._names(module.path)
        listed = _listed(names.get("__all__"))
        return {
            name: values
            for name, values in names.items()
            if (name in listed if listed is not None else not name.startswith("_"))
        }

    def _source(self, path: str) -> str:
        if path not in self._sources:
            try:
                with open(path, "rb") as file:
                    self._sources[path] = file.read().decode("utf-8", "replace")
            except OSError:
                self._sources[path] = ""  # a package without a file of its own, or one that can't be read
        return self._sources[path]

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
