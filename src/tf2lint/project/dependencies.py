"""Records what checks depend on outside their own files: other modules, import targets, facts of the program.

A cache must know when a result is stale. So each answer from outside a file is recorded with the module that asked. The
dependencies of a check are the questions of its file and, transitively, those of the modules that the answers refer to:
an analysis reaches other modules only through such answers. What the checked file itself asks is logged, too, with
digests of what it was told (`query_log`): if a module has changed, that decides.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.project.query_log import QueryLog
from tf2lint.source import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.value_flow import FlowQuestion

#: The content of the module itself.
TEXT: Final = "text"
#: The target of an import: the module's name, and its level (the number of leading dots).
IMPORT: Final = "import"
#: The module of a given name in a package.
PART: Final = "part"
#: Whether it may use objects of TensorFlow that it gets from the modules that it imports.
REACHES: Final = "reaches"
#: A module that it asks about: the answer is its path.
USE: Final = "use"
#: Whether another file of the program has a fact, given by its name.
PROGRAM: Final = "program"
#: For which TensorFlow the files around the module are written.
AROUND: Final = "around"

#: The files that contribute to the answer of a question about values that flow between modules, see `FlowQuestion`.
FLOW: Final = "flow"
#: In queries: the places that show the values in such an answer.
ORIGINS: Final = "origins"
#: The file that uses a name of the module, or an attribute of objects that is called so.
USER: Final = "user"

#: One of these kinds, and its parameters.
Question = tuple[str | int | bool | None, ...]
#: A path if there is one, several with a separator, the digest of a text, or a truth value.
Answer = str | bool | None
Answers = dict[Question, Answer]
_SEPARATOR: Final = "\0"

#: The answer to a question that was asked twice with different answers.
INCONSISTENT: Final = "changed meanwhile"


class DependencyRecorder:
    """Records the questions that checks ask about other files, and the answers.

    Attributes:
        log: what the checked file itself asks.
    """

    def __init__(self) -> None:
        self.log = QueryLog()
        self._recorded: dict[str, Answers] = {}

    def record_use(self, path: str, module: str) -> None:
        """Records that a module asks about another one."""
        self.record_answer(path, (USE, module), module)

    def record_contributors(self, path: str, question: FlowQuestion, files: Iterable[str]) -> None:
        """Records the files that contribute to the answer of a question that the analysis of a file asked."""
        self.record_answer(path, (FLOW, *question), joined(files))

    def record_answer(self, path: str, question: Question, answer: Answer) -> None:
        """Records an answer.

        Args:
            path: the module that asked.
            question: the question.
            answer: the answer.
        """
        merge_answers(self._recorded.setdefault(path, {}), {question: answer})

    def record_text(self, path: str, data: bytes | None) -> None:
        """Records the content of a module; None if it can't be read."""
        self.record_answer(path, (TEXT,), digest(data))

    def take(self) -> dict[str, Answers]:
        """Returns what was recorded since the last call, by the absolute paths of the modules that asked."""
        taken: dict[str, Answers] = {}
        for path, answers in self._recorded.items():
            merge_answers(taken.setdefault(os.path.abspath(path), {}), answers)
        self._recorded = {}
        return taken


def joined(paths: Iterable[str]) -> str:
    """Returns the answer that names several files."""
    return _SEPARATOR.join(paths)


def split(answer: str) -> list[str]:
    """Returns the files that an answer names."""
    return answer.split(_SEPARATOR) if answer else []


def merge_answers(known: Answers, more: Answers) -> None:
    """Adds answers to the known ones of the same module; contradictory answers become `INCONSISTENT`."""
    for question, answer in more.items():
        if known.setdefault(question, answer) != answer:
            known[question] = INCONSISTENT
