"""Records what checks depend on outside their own files: other modules, import targets, facts of the program.

A cache must know when a result is stale. So each answer from outside a file is recorded with the module that asked. The
dependencies of a check are the questions of its file and, transitively, those of the modules that the answers refer to:
an analysis reaches other modules only through such answers.
"""

from __future__ import annotations

import os
from typing import Final

#: The content of the module itself.
TEXT: Final = "text"
#: The target of an import: the module's name, and its level (the number of leading dots).
IMPORT: Final = "import"
#: The module of a given name in a package.
PART: Final = "part"
#: Whether another file of the program has a fact, given by its name.
PROGRAM: Final = "program"
#: For which TensorFlow the files around the module are written.
AROUND: Final = "around"

#: The file that uses a name of the module, or an attribute of objects that is called so.
USER: Final = "user"

#: The files that may call something, by the words that they contain.
CALLERS: Final = "callers"

#: One of these kinds, and its parameters.
Question = tuple[str, ...]
#: A path if there is one, several with a separator, the digest of a text, or a truth value.
Answer = str | bool | None
Answers = dict[Question, Answer]

#: The answer to a question that was asked twice with different answers.
INCONSISTENT: Final = "changed meanwhile"


class DependencyRecorder:
    """Records the questions that checks ask about other files, and the answers."""

    def __init__(self) -> None:
        self._recorded: dict[str, Answers] = {}

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


def merge_answers(known: Answers, more: Answers) -> None:
    """Adds answers to the known ones of the same module; contradictory answers become `INCONSISTENT`."""
    for question, answer in more.items():
        if known.setdefault(question, answer) != answer:
            known[question] = INCONSISTENT


def digest(data: bytes | None) -> str:
    """Returns a digest of the content of a file; an empty string for None, a file that can't be read."""
    from hashlib import blake2b  # slow to load, and plugins have no cache

    return "" if data is None else blake2b(data, digest_size=16).hexdigest()
