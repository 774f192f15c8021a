"""Finds the modules that imported names may come from, by the texts of the project's files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project.import_index import ImportIndex
    from tf2lint.project.text_index import TextIndex
    from tf2lint.source import ImportedName

_STAR: Final = "*"


class _Target(NamedTuple):
    """A name of a module; empty for the whole module."""

    path: str
    name: str


class ImportSources:
    """The modules that the imports of a project's files lead to.

    A file that imports a name from a package gets it from the module that the package imports it from.

    Args:
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._imports = texts.imports
        self._targets: dict[_Target, list[_Target]] = {}
        self._reached: dict[str, frozenset[str]] = {}

    def reached(self, file: str) -> frozenset[str]:
        """Returns the modules that a file imports, and those from which imported packages import what it uses."""
        if file not in self._reached:
            found, pending = set[_Target](), list(self._imported(_Target(file, "")))
            while pending:
                target = pending.pop()
                if target not in found:
                    found.add(target)
                    if target.name or self.hands_on(target.path):
                        pending.extend(self._imported(target))
            self._reached[file] = frozenset(target.path for target in found)
        return self._reached[file]

    def hands_on(self, path: str) -> bool:
        """Returns whether all that a module imports may be used by what it is imported for."""
        return os.path.basename(path) == "__init__.py" or any(one.local == _STAR for one in self._imports(path))

    def bound(self, file: str) -> dict[str, list[tuple[str, str]]]:
        """Returns the names that the import statements of a file bind, by module, each with its name there."""
        found: dict[str, list[tuple[str, str]]] = {}
        for imported in self._imports(file):
            for module, name in _targets(file, imported, ""):
                found.setdefault(module, []).append((imported.local, name))
        return found

    def _imported(self, target: _Target) -> list[_Target]:
        """Returns what a name of a module may be imported from."""
        if target not in self._targets:
            path, name = target
            self._targets[target] = [
                found
                for imported in self._imports(path)
                if not name or imported.local in (name, _STAR)
                for found in _targets(path, imported, name)
            ]
        return self._targets[target]


class ImportingFiles:
    """The files of a project from which imports lead to a module.

    Args:
        index: the files by the names in their import statements.
        sources: the modules that their imports lead to.
    """

    def __init__(self, index: ImportIndex, sources: ImportSources) -> None:
        self._index = index
        self._sources = sources
        self._bound: dict[str, dict[str, list[tuple[str, str]]]] = {}
        self._known: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}

    def of(self, path: str) -> set[str]:
        """Returns the files from which imports may lead to a module: at least those that reach it."""
        names, pending = {path: {_STAR}}, [path]  # the names that lead to it, by file; all names of the module itself
        while pending:
            module = pending.pop()
            leading = names[module] | {""} if module == path or self._sources.hands_on(module) else names[module]
            is_all = _STAR in leading
            for file, bound in self._importers(module):
                found = {local for local, name in bound if is_all or name in leading or local == _STAR}
                if not found <= names.get(file, set()):
                    names.setdefault(file, set()).update(found)
                    pending.append(file)
        return names.keys() - {path}

    def _importers(self, module: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """Returns the files that import from a module, each with the names that it binds, and their names there."""
        if module not in self._known:
            naming = self._index.naming(module)
            self._known[module] = [
                (file, self._bound_in(file)[module]) for file in naming if module in self._bound_in(file)
            ]
        return self._known[module]

    def _bound_in(self, file: str) -> dict[str, list[tuple[str, str]]]:
        if file not in self._bound:
            self._bound[file] = self._sources.bound(file)
        return self._bound[file]


def _targets(importer: str, imported: ImportedName, name: str) -> Iterator[_Target]:
    """Yields the names of modules that an import statement may bind a name to.

    Args:
        importer: the file with the statement.
        imported: what the statement imports.
        name: the name; empty for all names that it binds.
    """
    module = find_by_path(importer, imported.module, imported.level)
    if module is None or not module.endswith(".py"):
        return
    if imported.member == _STAR:
        yield _Target(module, name)
        return
    yield _Target(module, imported.member)
    part = part_of(module, imported.member) if imported.member else None
    if part is not None and part.endswith(".py"):
        yield _Target(part, "")
