"""What checks went by outside of their own files: other modules, where imports lead, what a program mentions.

Whoever keeps the result of a check must know when it is out of date. So each answer that came from outside is noted
with the module that asked. What a check went by is what its file asked, and what those modules asked that the answers
led to: any other module of which it may know something was reached in this way.
"""

from __future__ import annotations

import os
from typing import Final

#: What a module itself says.
TEXT: Final = "text"
#: Where an import leads: the module's name, and how many dots stand before it.
IMPORT: Final = "import"
#: Which module of a package has a name.
PART: Final = "part"
#: Whether one of some texts stands anywhere in the program.
MENTION: Final = "mention"

#: One of these, and what is asked.
Question = tuple[str, ...]
#: A path if there is one, a digest of a text, or yes or no.
Answer = str | bool | None
Answers = dict[Question, Answer]

#: The answer to what was asked twice, and was not the same.
INCONSISTENT: Final = "changed meanwhile"


class DependencyRecorder:
    """Notes what checks go by."""

    def __init__(self) -> None:
        self._noted: dict[str, Answers] = {}

    def answered(self, path: str, question: Question, answer: Answer) -> None:
        """Notes an answer.

        Args:
            path: the module that asked.
            question: what it asked.
            answer: what it was told.
        """
        merge_answers(self._noted.setdefault(path, {}), {question: answer})

    def read(self, path: str, data: bytes | None) -> None:
        """Notes what a module holds; None if it can't be read."""
        self.answered(path, (TEXT,), digest(data))

    def take(self) -> dict[str, Answers]:
        """What was noted since this was last asked, by the absolute paths of the modules."""
        taken: dict[str, Answers] = {}
        for path, answers in self._noted.items():
            merge_answers(taken.setdefault(os.path.abspath(path), {}), answers)
        self._noted = {}
        return taken


def merge_answers(known: Answers, more: Answers) -> None:
    """Adds answers to those that are known of the same module."""
    for question, answer in more.items():
        if known.setdefault(question, answer) != answer:
            known[question] = INCONSISTENT


def digest(data: bytes | None) -> str:
    """Stands for the content of a file; None is one that can't be read."""
    from hashlib import blake2b  # it takes a while to load, and plugins keep nothing

    return "" if data is None else blake2b(data, digest_size=16).hexdigest()
