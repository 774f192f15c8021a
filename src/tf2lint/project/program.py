"""The program that a file belongs to: the files around it by imports, and the questions that rules ask about them.

The program of a file is the file, the files that import it, directly or not, and all that any of these import. Only
files of its project are searched for imports: the folder with its `pyproject.toml` or the like, else the files beside
its outermost package. The modules are found in the folders around each file, whatever the host's own search path.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from tf2lint.project.callers import CallerSearch
from tf2lint.project.dependencies import AROUND, PROGRAM, USER
from tf2lint.project.import_graph import ImportGraph
from tf2lint.project.import_index import ImportIndex
from tf2lint.project.import_sources import ImportSources
from tf2lint.project.module_facts import facts_of
from tf2lint.project.program_facts import FACTS, IMPORTS_TF_KERAS, SETS_LEGACY_KERAS
from tf2lint.project.text_index import TextIndex
from tf2lint.project.written_for import AUTO, Evidence, WrittenFor, decided, evidence_of
from tf2lint.source import imports_in, python_files, relative_path, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.module_facts import ModuleFacts
    from tf2lint.project.program_facts import Fact
    from tf2lint.project.value_flow import FlowQuestion

#: Files and folders that mark the top folder of a project.
_MARKS: Final = (".git", ".hg", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py")
#: How many files of a project are read at most. A program in a larger one has every fact; a warning says so.
_MAX_FILES: Final = 100_000
#: How many summaries of files are kept, which contain their code.
_MAX_FACTS: Final = 512
#: How many imports away files may be that tell what a file without evidence is written for, and how many are asked.
_MAX_DISTANCE, _MAX_ASKED = 3, 200
#: Occurs in the text of every file with evidence.
_LIBRARY: Final = "tensorflow"
#: What uses a name in a project that is too large to be searched.
_ANOTHER: Final = "another file"
_TOO_LARGE: Final = (
    f"{{}}: more than {_MAX_FILES:,} Python files, so findings that depend on other files may be missing; a"
    " pyproject.toml in each part of it makes these parts projects of their own"
)
#: Plugins have no other place for warnings.
_LOG: Final = logging.getLogger("tf2lint")
#: The parameter of a question about attributes.
_MEMBER: Final = "member"
#: A part of the names of Keras.
_KERAS: Final = "keras"


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


class _Project:
    """The files of one project.

    Args:
        files: their absolute paths; none if there are too many to read.
        texts: their texts.
        imports: the modules that their imports lead to.
        is_too_large: whether there are too many files.

    Attributes:
        callers: finds the files that may call something.
    """

    def __init__(
        self, files: Sequence[str], texts: TextIndex, imports: ImportSources, *, is_too_large: bool = False
    ) -> None:
        self.is_too_large = is_too_large
        self._index = ImportIndex(files, texts)
        self.callers = CallerSearch(self._index, texts, imports)
        self.facts = lru_cache(maxsize=_MAX_FACTS)(self._facts)
        self._files = files
        self._texts = texts
        self._spreads: dict[str, _Spread] = {}

    @cached_property
    def graph(self) -> ImportGraph:
        """The imports between the files."""
        return ImportGraph(self._index, self._texts)

    def _facts(self, path: str) -> ModuleFacts:
        """Returns the facts of a file, as it is on disk."""
        return facts_of(self._texts.content(path).decode("utf-8", "replace"))

    def _holds(self, path: str, fact: Fact) -> bool:
        """Returns whether a file has a fact."""
        holds: bool = self._texts.found(path, f"fact {fact.name}", lambda _: fact.holds(self.facts(path)))
        return holds

    def _evidence(self, path: str) -> tuple[bool, str | None]:
        """Returns whether a file refers to names of the libraries, and what these show it is written for."""

        def find(_: str) -> tuple[bool, str | None]:
            facts = self.facts(path)
            return bool(facts.names), _written_for(facts)

        uses, written_for = self._texts.found(path, "evidence", find)
        return uses, written_for

    def _contains_any(self, path: str, *words: str) -> bool:
        """Returns whether the text of a file contains one of some words."""

        def find(text: str) -> bool:
            return any(word in text for word in words)

        contains: bool = self._texts.found(path, f"any of {' '.join(words)}", find)
        return contains

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
        encoded = name.encode()
        above = self.graph.above([path])
        for file in sorted(self.graph.program(path, imported()) if is_member else above):
            if file == path or encoded not in self._texts.content(file):
                continue
            facts = self.facts(file)
            if facts.has_attribute(name) or (not is_member and any(one.member == name for one in facts.imports)):
                return file
        return ""

    def imported(self, path: str, source: str) -> frozenset[str]:
        """Returns the files that a file imports, which may differ from what is on disk."""
        return frozenset(self.graph.imported_files(path, imports_in(source)))


class Programs:
    """The programs of all checked files.

    Args:
        texts: the texts of the files.
        warn: called with a message if a project is too large to be read.

    Attributes:
        texts: the texts of the files.
        dependencies: records the answers; None to record nothing.
    """

    def __init__(self, texts: TextIndex | None = None, warn: Callable[[str], None] = _LOG.warning) -> None:
        self.texts = texts or TextIndex()
        self.dependencies: DependencyRecorder | None = None
        self._warn = warn
        self._imports = ImportSources(self.texts)
        self._top_folders: dict[str, tuple[str, bool]] = {}
        self._projects: dict[str, _Project] = {}

    def contributors(self, question: FlowQuestion) -> list[str]:
        """Returns the files that may contribute to the answer of a question about values that flow between modules."""
        return self._project(question.path).callers.contributors(question)

    def imports(self, path: str) -> ImportGraph:
        """Returns the imports between the files of the project that `path` belongs to."""
        return self._project(path).graph

    def facts(self, path: str) -> ModuleFacts:
        """Returns the facts of a file, as it is read."""
        return self._project(path).facts(path)

    def itself_written_for(self, path: str) -> WrittenFor | None:
        """Returns the TensorFlow that a file is written for, by its own names; None if they do not tell."""
        return _written_for(self.facts(path))

    def have_fact(self, path: str, source: str, name: str) -> bool:
        """Returns whether another file of a file's program has a fact.

        Args:
            path: the file.
            source: its text.
            name: the name of the fact.
        """
        path, project = os.path.abspath(path), self._project(path)
        answer = project.is_too_large or project.has_around(path, FACTS[name], lambda: project.imported(path, source))
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (PROGRAM, name), answer)
        return answer

    def user_of(self, path: str, source: str, name: str, *, is_member: bool) -> str:
        """Returns another file of a file's program that uses a name of it, as seen from there; empty if none does.

        Args:
            path: the file.
            source: its text.
            name: the name.
            is_member: whether it is an attribute of objects.
        """
        path, project = os.path.abspath(path), self._project(path)
        if project.is_too_large:
            answer = _ANOTHER
        else:
            found = project.user_of(path, name, lambda: project.imported(path, source), is_member=is_member)
            answer = relative_path(found, os.path.dirname(path)) if found else ""
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (USER, name, _MEMBER if is_member else ""), answer)
        return answer

    def written_for(self, path: str, source: str) -> str:
        """Returns for which TensorFlow the files around a file are written; an empty string if none of them tells.

        Args:
            path: the file.
            source: its text.
        """
        path, project = os.path.abspath(path), self._project(path)
        answer = "" if project.is_too_large else project.written_for_around(path, project.imported(path, source))
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (AROUND,), answer)
        return answer

    def _project(self, path: str) -> _Project:
        parent = os.path.dirname(os.path.abspath(path))
        if parent not in self._top_folders:
            self._top_folders[parent] = _top_folder(parent)
        folder, is_project = self._top_folders[parent]
        if folder not in self._projects:
            found = python_files(folder, lambda _: None) if is_project else _of_packages(folder)
            files = list(islice(found, _MAX_FILES + 1))
            is_too_large = len(files) > _MAX_FILES
            if is_too_large:
                self._warn(_TOO_LARGE.format(folder))
                files = []
            self._projects[folder] = _Project(files, self.texts, self._imports, is_too_large=is_too_large)
        return self._projects[folder]


class Program:
    """The program that one file belongs to.

    Args:
        path: the file.
        source: its text.
        programs: the programs of all files.
        source_version: the TensorFlow for which it is written: `1`, `2`, or `auto` to decide by its code.
        names: returns the names below `tensorflow` that the file refers to where the target version runs it.
        keras: the version of tf.keras, such as `3.15`; up to 2.15, that of TensorFlow.
    """

    def __init__(
        self,
        path: str,
        source: str,
        programs: Programs,
        source_version: str = AUTO,
        names: Callable[[], Iterable[str]] = tuple,
        keras: str = "",
    ) -> None:
        self.keras = keras
        self._path = path
        self._source = source
        self._has: dict[str, bool] = {}
        self._programs = programs
        self._source_version = source_version
        self._names = names

    @property
    def is_interface(self) -> bool:
        """Whether the file is the `__init__.py` of a package, whose names other modules import."""
        return os.path.basename(self._path) == "__init__.py"

    @cached_property
    def facts(self) -> ModuleFacts:
        """The facts of the file itself."""
        return facts_of(self._source)

    def text_has(self, *texts: str) -> bool:
        """Returns whether any of the texts occurs in the file: only to skip what needs one."""
        return any(text in self._source for text in texts)

    def has(self, fact: Fact) -> bool:
        """Returns whether the file or another file of its program has a fact."""
        if fact.name not in self._has:
            own = self.text_has(*fact.words) and fact.holds(self.facts)
            self._has[fact.name] = own or self._programs.have_fact(self._path, self._source, fact.name)
        return self._has[fact.name]

    def user_of(self, name: str, *, is_member: bool) -> str:
        """Returns another file of the program that uses a name of the file, see `Programs.user_of`."""
        return self._programs.user_of(self._path, self._source, name, is_member=is_member)

    @cached_property
    def uses_legacy_keras(self) -> bool:
        """Whether the file uses Keras 2 with a TensorFlow that comes with Keras 3.

        A program may use both: a file goes by what it imports, and only one that imports neither goes by the others.
        """
        imports_legacy = self.text_has(*IMPORTS_TF_KERAS.words) and IMPORTS_TF_KERAS.holds(self.facts)
        if imports_legacy or self.has(SETS_LEGACY_KERAS):
            return True
        uses_other = self.text_has(_KERAS) and any(_KERAS in name.split(".") for name in self.facts.names)
        return not uses_other and self.has(IMPORTS_TF_KERAS)

    @cached_property
    def is_early(self) -> bool:
        """Whether the file refers to names that TensorFlow had before 1.0 only."""
        return self._source_version != WrittenFor.TF2 and evidence_of(self._names()).early > 0

    @cached_property
    def itself_written_for(self) -> WrittenFor | None:
        """The TensorFlow that the file is written for, by the setting or its own names; None if neither tells.

        A file that has names of TensorFlow 1 only where the target version never runs it works with both versions.
        """
        if self._source_version != AUTO:
            return WrittenFor(self._source_version)
        decision = decided(evidence_of(self._names()), lambda: self._evidence_anywhere)
        return WrittenFor.TF2 if decision is None and self._has_skipped_names else decision

    @cached_property
    def _evidence_anywhere(self) -> Evidence:
        """The evidence in all of the file's code."""
        return evidence_of(self.facts.names)

    @property
    def _has_skipped_names(self) -> bool:
        """Whether a file without evidence of TensorFlow 1 has some that is skipped, and not for an older version."""
        return self._evidence_anywhere.tf1 > self._evidence_anywhere.early

    @cached_property
    def written_for(self) -> WrittenFor:
        """The TensorFlow that the file is written for; if the file does not tell, that of the files around it."""
        return self.itself_written_for or WrittenFor(
            self._programs.written_for(self._path, self._source) or WrittenFor.TF2
        )


def _written_for(facts: ModuleFacts) -> WrittenFor | None:
    """Returns what a file is written for; None if nothing tells.

    Names that only stand in where others are missing are no evidence of TensorFlow 1: the file works with both.
    """
    return decided(evidence_of(facts.without_fallbacks), lambda: evidence_of(facts.names))


def _top_folder(folder: str) -> tuple[str, bool]:
    """Returns the folder of a program's project, and True; without one, that with its outermost package, and False."""
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    above = folder
    while not any(os.path.exists(os.path.join(above, mark)) for mark in _MARKS):
        if above == os.path.dirname(above):
            return folder, False
        above = os.path.dirname(above)
    return above, True


def _of_packages(folder: str) -> Iterator[str]:
    """Yields the Python files in a folder outside of any project, and those in its packages."""
    for parent, folders, names in walk(folder, lambda _: None):
        folders[:] = sorted(name for name in folders if os.path.isfile(os.path.join(parent, name, "__init__.py")))
        yield from (os.path.join(parent, name) for name in sorted(names) if name.endswith(".py"))
