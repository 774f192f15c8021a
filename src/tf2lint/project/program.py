"""The program that a file belongs to: the files around it by imports, and the questions that rules ask about them.

The program of a file is the file, the files that import it, directly or not, and all that any of these import. Only
files of its project are searched for imports: the folder with its `pyproject.toml` or the like, else the files beside
its outermost package. The modules are found in the folders around each file, whatever the host's own search path.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.module_facts import facts_of
from tf2lint.project.program_facts import FACTS, IMPORTS_TF_KERAS, SETS_LEGACY_KERAS
from tf2lint.project.projects import Projects
from tf2lint.project.questions import AROUND, PROGRAM, USER
from tf2lint.project.written_for import AUTO, Evidence, WrittenFor, decided, evidence_of
from tf2lint.source import relative_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.import_graph import ImportGraph
    from tf2lint.project.module_facts import ModuleFacts
    from tf2lint.project.program_facts import Fact
    from tf2lint.project.value_flow import FlowQuestion

#: What uses a name in a project that is too large to be searched.
_ANOTHER: Final = "another file"
#: The parameter of a question about attributes.
_MEMBER: Final = "member"
#: A part of the names of Keras.
_KERAS: Final = "keras"
_COMPAT: Final = "compat"
_COMPAT_V1: Final = "compat.v1"


class Programs:
    """The programs of all checked files.

    Args:
        projects: the projects of the files; None to find them.

    Attributes:
        texts: the texts of the files.
        dependencies: records the answers; None to record nothing.
    """

    def __init__(self, projects: Projects | None = None) -> None:
        self._projects = projects or Projects()
        self.texts = self._projects.texts
        self.dependencies: DependencyRecorder | None = None

    def contributors(self, question: FlowQuestion) -> list[str]:
        """Returns the files that may contribute to the answer of a question about values that flow between modules."""
        return self._projects.of(question.path).callers.contributors(question)

    def imports(self, path: str) -> ImportGraph:
        """Returns the imports between the files of the project that `path` belongs to."""
        return self._projects.of(path).graph

    def facts(self, path: str) -> ModuleFacts:
        """Returns the facts of a file, as it is read."""
        return self._projects.of(path).facts(path)

    def itself_written_for(self, path: str) -> WrittenFor | None:
        """Returns the TensorFlow that a file is written for, by its own names; None if they do not tell."""
        return self._projects.of(path).itself_written_for(path)

    def have_fact(self, path: str, source: str, name: str) -> bool:
        """Returns whether another file of a file's program has a fact.

        Args:
            path: the file.
            source: its text.
            name: the name of the fact.
        """
        path, project = os.path.abspath(path), self._projects.of(path)
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
        path, project = os.path.abspath(path), self._projects.of(path)
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
        path, project = os.path.abspath(path), self._projects.of(path)
        answer = "" if project.is_too_large else project.written_for_around(path, project.imported(path, source))
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (AROUND,), answer)
        return answer


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

    @property
    def uses_compat_v1(self) -> bool:
        """Whether the code of the file refers to names below `tf.compat.v1`, anywhere."""
        return self.text_has(_COMPAT) and any(name.startswith(_COMPAT_V1) for name in self.facts.names)

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
