"""What modules ask about other files: the questions that earlier runs have stored, and those of this run."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint.caching.fingerprints import Fingerprints
from tf2lint.project import INCONSISTENT, TEXT, merge_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.caching.entries import Entries
    from tf2lint.caching.fingerprints import Module
    from tf2lint.caching.last_run import Settings
    from tf2lint.project import Answer, Answers, Question

#: The kind of the entries.
_QUESTIONS: Final = "questions"


class ModuleQuestions:
    """The questions of modules, with the current answers.

    Args:
        entries: where the questions are stored.
        answer: returns the current answer to a question of a module.
        digest: returns the digest of a file's content.
    """

    def __init__(
        self, entries: Entries, answer: Callable[[str, Question], Answer], digest: Callable[[str], str]
    ) -> None:
        self._entries = entries
        self._answer = answer
        self._digest = digest
        self._stored: dict[tuple[Settings, str], frozenset[Question]] = {}
        self._answers: dict[tuple[Settings, str], Answers] = {}
        self._recorded: defaultdict[tuple[str, str], Answers] = defaultdict(dict)

    def record(self, project: str, dependencies: Mapping[str, Answers]) -> None:
        """Records what modules asked in this run, and the answers.

        Args:
            project: the settings of the project.
            dependencies: questions and answers by module.
        """
        for path, answers in dependencies.items():
            merge_answers(self._recorded[project, path], answers)

    def recorded_text(self, project: str, path: str) -> str:
        """Returns the digest of the text of a module that this run has checked."""
        return str(self._recorded[project, path][TEXT,])

    def fingerprints(self, settings: Settings, known: Mapping[str, Module]) -> Fingerprints:
        """Returns the fingerprints by the questions that are stored.

        Args:
            settings: the settings and the writer.
            known: modules that need not be asked again.
        """
        return Fingerprints(partial(self._current_answers, settings), known)

    def new_fingerprints(self, settings: Settings, known: Mapping[str, Module]) -> Fingerprints:
        """Returns the fingerprints by these questions and those of this run, see `fingerprints`."""
        same = {path: module for path, module in known.items() if not self._has_news(settings, path)}
        return Fingerprints(partial(self._all_answers, settings), same)

    def have_changed(self) -> bool:
        """Returns whether a module has changed during this run."""
        return any(map(self._has_changed, self._recorded))

    def rows(self, writers: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store.

        Args:
            writers: under which numbers.
        """
        for writer in writers:
            for (project, path), recorded in self._recorded.items():
                stored = self._questions((project, writer), path)
                if not stored.issuperset(recorded):
                    yield (_QUESTIONS, project, writer, path), json.dumps(sorted({*stored, *recorded}, key=repr))

    def _has_news(self, settings: Settings, path: str) -> bool:
        """Returns whether a module asked something new in this run, or has changed during it."""
        project, _ = settings
        recorded = self._recorded.get((project, path))
        is_new = recorded is not None and not self._questions(settings, path).issuperset(recorded)
        return is_new or self._has_changed((project, path))

    def _has_changed(self, module: tuple[str, str]) -> bool:
        recorded = self._recorded.get(module)
        if recorded is None:
            return False
        now = self._digest(module[1])
        return INCONSISTENT in recorded.values() or recorded.get((TEXT,), now) != now

    def _all_answers(self, settings: Settings, path: str) -> Answers:
        """Returns the current answers to the stored questions of a module, and what was recorded in this run."""
        project, _ = settings
        return {**self._current_answers(settings, path), **self._recorded.get((project, path), {})}

    def _current_answers(self, settings: Settings, path: str) -> Answers:
        key = settings, path
        if key not in self._answers:
            questions = self._questions(settings, path)
            self._answers[key] = {question: self._answer(path, question) for question in questions}
        return self._answers[key]

    def _questions(self, settings: Settings, path: str) -> frozenset[Question]:
        """Returns the questions of a module that are stored."""
        key = settings, path
        if key not in self._stored:
            stored = json.loads(self._entries.read(_QUESTIONS, *settings, path) or "[]")
            self._stored[key] = frozenset(map(tuple, stored))
        return self._stored[key]
