"""The projects of checked files: what the imports and the code of their files tell together."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.callers import CallerSearch
from tf2lint.project.import_graph import ImportGraph
from tf2lint.project.import_index import ImportIndex
from tf2lint.project.import_sources import ImportSources
from tf2lint.project.module_facts import facts_of
from tf2lint.project.project_folders import ProjectFolders
from tf2lint.project.text_index import TextIndex
from tf2lint.project.text_searches import (
    contains_any,
    evidence,
    has_fact,
    imports_member,
    itself_written_for,
    uses_attribute,
)
from tf2lint.project.written_for import WrittenFor
from tf2lint.source import imports_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tf2lint.project.module_facts import ModuleFacts
    from tf2lint.project.program_facts import Fact
    from tf2lint.project.project_folders import ProjectFolder

#: Occurs in the text of every file with evidence.
_LIBRARY: Final = "tensorflow"
#: How many imports away files may be that tell what a file without evidence is written for, and how many are asked.
_MAX_DISTANCE, _MAX_ASKED = 3, 200


@dataclass
class _Spread:
    """The files whose program has a fact, as far as it has been determined.

    Attributes:
        undecided: the files that may have the fact and were not asked yet.
        above: the files that lead to one with the fact by imports, and these.
        members: the files whose program contains one with the fact.
    """

    undecided: set[str]
    above: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)


class Project:
    """The files of one project.

    Args:
        found: their paths.
        texts: their texts.
        imports: the modules that their imports lead to.

    Attributes:
        is_too_large: whether there are too many files to read.
        callers: finds the files that may call something.
    """

    def __init__(self, found: ProjectFolder, texts: TextIndex, imports: ImportSources) -> None:
        files = found.files
        self.is_too_large = found.is_too_large
        self._index = ImportIndex(files, texts)
        self.callers = CallerSearch(self._index, texts, imports)
        self._files = files
        self._texts = texts
        self._spreads: dict[str, _Spread] = {}

    @cached_property
    def graph(self) -> ImportGraph:
        """The imports between the files."""
        return ImportGraph(self._index, self._texts)

    def facts(self, path: str) -> ModuleFacts:
        """Returns the facts of a file, as it is on disk."""
        return facts_of(self._texts.content(path).decode("utf-8", "replace"))

    def itself_written_for(self, path: str) -> WrittenFor | None:
        """Returns the TensorFlow that a file is written for, by its own names; None if they do not tell."""
        return itself_written_for(self.facts(path))

    def _holds(self, path: str, fact: Fact) -> bool:
        """Returns whether a file has a fact."""
        return bool(self._texts.found(path, has_fact, fact.name))

    def _evidence(self, path: str) -> tuple[bool, str | None]:
        """Returns whether a file refers to names of the libraries, and what these show it is written for."""
        has_names, written_for = self._texts.found(path, evidence)
        return has_names, written_for

    def _contains_any(self, path: str, *words: str) -> bool:
        """Returns whether the text of a file contains one of some words."""
        return bool(self._texts.found(path, contains_any, " ".join(words)))

    def has_around(self, path: str, fact: Fact, imported: Callable[[], frozenset[str]]) -> bool:
        """Returns whether another file of a file's program has a fact.

        Args:
            path: the file.
            fact: the fact.
            imported: returns the files that it imports.
        """
        if fact.name not in self._spreads:
            candidates = {file for file in self._files if self._contains_any(file, *fact.words)}
            self._spreads[fact.name] = _Spread(candidates)
        spread = self._spreads[fact.name]
        if path in spread.members:
            return True
        if not spread.undecided and not spread.above:
            return False
        own = imported()
        if not spread.above.isdisjoint(own):
            return True
        for file in sorted(spread.undecided & self.graph.program(path, own)):
            if file != path:
                spread.undecided.remove(file)
                if self._holds(file, fact):
                    self._extend(spread, file)
                    return True
        return False

    def _extend(self, spread: _Spread, found: str) -> None:
        """Adds the files whose program contains a file with the fact."""
        above = self.graph.above([found])
        spread.above |= above
        spread.members |= self.graph.below(above)

    def written_for_around(self, path: str, imported: Collection[str]) -> str:
        """Returns for which TensorFlow the files around a file are written, the nearest ones first.

        Args:
            path: the file.
            imported: the files that it imports.

        Returns:
            What more than half of the nearest files that use TensorFlow are written for, if any of them tells; an
            empty string if none does.
        """
        seen, level = {path}, {*imported, *self.graph.importers_of(path)} - {path}
        for _ in range(_MAX_DISTANCE):
            asked = sorted(level)[: max(_MAX_ASKED - len(seen), 0)]
            evidence = [self._evidence(file) for file in asked if self._contains_any(file, _LIBRARY)]
            found = [written_for for uses, written_for in evidence if uses]
            ones, twos = found.count(WrittenFor.TF1), found.count(WrittenFor.TF2)
            if ones or twos:
                # Code for TensorFlow 2 may use none of its new names, but hardly any for TensorFlow 1 no removed one.
                return WrittenFor.TF1 if 2 * ones > len(found) else WrittenFor.TF2
            seen |= level
            level = self.graph.neighbors(level) - seen
        return ""

    def user_of(self, path: str, name: str, imported: Callable[[], frozenset[str]], *, is_member: bool) -> str:
        """Returns another file of a file's program that uses a name of it; empty if none does.

        A name of the module is used by files that lead to it by imports. An object gets anywhere in the program, and so
        do its attributes.

        Args:
            path: the file.
            name: the name.
            imported: returns the files that it imports.
            is_member: whether the name is an attribute of objects.
        """
        above = self.graph.above([path])
        for file in sorted(self.graph.program(path, imported()) if is_member else above):
            if file == path:
                continue
            found = self._texts.found
            if found(file, uses_attribute, name) or (not is_member and found(file, imports_member, name)):
                return file
        return ""

    def imported(self, path: str, source: str) -> frozenset[str]:
        """Returns the files that a file imports, which may differ from what is on disk."""
        return frozenset(self.graph.imported_files(path, imports_in(source)))


class Projects:
    """The projects of all files.

    Args:
        texts: the texts of the files; None to read them.
        folders: the projects' folders; None to find them, with warnings in the log.

    Attributes:
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex | None = None, folders: ProjectFolders | None = None) -> None:
        self.texts = texts or TextIndex()
        self._folders = folders or ProjectFolders(_warn)
        self._imports = ImportSources(self.texts)
        self._projects: dict[str, Project] = {}

    def of(self, path: str) -> Project:
        """Returns the project of a file."""
        found = self._folders.of(os.path.dirname(os.path.abspath(path)))
        if found.folder not in self._projects:
            self._projects[found.folder] = Project(found, self.texts, self._imports)
        return self._projects[found.folder]


def _warn(message: str) -> None:
    """Logs a warning: plugins have no other place for it."""
    import logging  # needed only for it

    logging.getLogger("tf2lint").warning(message)
