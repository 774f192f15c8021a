"""Finds results of earlier checks that still hold, and stores new ones."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.caching import queries
from tf2lint.caching.digests import LENGTH, digest_of
from tf2lint.caching.entries import Entries
from tf2lint.caching.fingerprints import Fingerprints
from tf2lint.caching.repeated_runs import RepeatedRuns
from tf2lint.project import TEXT, ProjectFolders, TextIndex, merge_answers
from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tf2lint.caching.current_answers import CurrentAnswers
    from tf2lint.caching.earlier_check import Answered, EarlierCheck
    from tf2lint.project import Answers, Projects, Query
    from tf2lint.source import ModuleFinder

#: The kinds of entries: what a module asks, the result of a check, what the checked file asked, and what was found in
#: the text of a file.
_QUESTIONS: Final = "questions"
_RESULT: Final = "result"
_QUERIES: Final = "queries"
_TEXT: Final = "text"
#: Ends the number of the writer in a stored result.
_END: Final = "\n"


class CheckKey(NamedTuple):
    """A check of a file with some settings.

    Attributes:
        path: the absolute path of the file.
        project: a fingerprint of the settings that are the same for all files that are analyzed together.
        settings: a fingerprint of these and all other settings.
    """

    path: str
    project: str
    settings: str


class _New(NamedTuple):
    """What is to be stored of a check.

    Attributes:
        content: its result.
        asked: what the checked file asked.
        writer: the number under which the questions are stored on which the result depends.
    """

    content: str
    asked: list[Answered]
    writer: str


class ResultCache:
    """Results in a folder.

    Args:
        folder: the folder, which is created when results are written.
        read_text: returns the program in a file; empty for what can't be read.
        warn: prints a warning.
        find: finds the file of an imported module.
        writer: tells the processes of a run apart that each write what their own checks depend on.

    Attributes:
        texts: what is found in the texts of files.
    """

    def __init__(
        self,
        folder: str,
        read_text: Callable[[str], str],
        warn: Callable[[str], None],
        find: ModuleFinder = find_by_path,
        writer: int = 0,
    ) -> None:
        self._entries = Entries(folder)
        self.texts = TextIndex(load=partial(self._entries.read, _TEXT))
        self._read_text = read_text
        self._find = find
        self._folders = ProjectFolders(warn)
        self._runs = RepeatedRuns(self._entries, self.texts.digest, self._folders)
        self._run: tuple[str, list[str]] | None = None
        self._writer = str(writer)
        self._fingerprints = cache(lambda *settings: Fingerprints(partial(self._current_answers, settings)))
        self._answers: dict[tuple[tuple[str, str], str], Answers] = {}
        self._recorded: defaultdict[tuple[str, str], Answers] = defaultdict(dict)
        self._new: dict[CheckKey, _New] = {}
        self._earlier: dict[CheckKey, list[Answered]] = {}

    @cached_property
    def projects(self) -> Projects:
        """The projects of the files."""
        from tf2lint.project import Projects  # not needed by a run that is repeated

        return Projects(self.texts, self._folders)

    @cached_property
    def _current(self) -> CurrentAnswers:
        from tf2lint.caching.current_answers import CurrentAnswers  # not needed by a run that is repeated

        return CurrentAnswers(self.projects, self._read_text, self._find)

    def find_all(self, checks: Sequence[CheckKey]) -> list[str | None]:
        """Returns the results of earlier checks, see `find`."""
        key, stored = digest_of(checks), list(map(self._stored, checks))
        fingerprints = [fingerprint for fingerprint, _, _ in stored]
        if all(fingerprints) and self._runs.find(key) == fingerprints:
            return [content for _, _, content in stored]
        found = list(map(self.find, checks))
        if None not in found:
            self._run = key, fingerprints
        return found

    def find(self, check: CheckKey) -> str | None:
        """Returns the result of an earlier check; None if there is none, or its dependencies have changed."""
        fingerprint, writer, content = self._stored(check)
        if not fingerprint or fingerprint != self._fingerprints(check.project, writer).of_file(check.path):
            return None
        return content

    def stored(self, check: CheckKey) -> str:
        """Returns the result of an earlier check, whether or not it still holds."""
        return self._stored(check)[2]

    def earlier(self, check: CheckKey) -> EarlierCheck | None:
        """Returns the earlier check of a file, if its result may still hold; otherwise None."""
        fingerprint, writer, _ = self._stored(check)
        content = self._entries.read(_QUERIES, check.settings, check.path) if fingerprint else ""
        if not content:
            return None
        found = queries.deserialize(check.path, content, self._fingerprints(check.project, writer))
        if found is None:
            return None
        earlier, self._earlier[check] = found
        return earlier

    def record(self, check: CheckKey, dependencies: Mapping[str, Answers]) -> None:
        """Records what modules asked during a check, and the answers."""
        for path, answers in dependencies.items():
            merge_answers(self._recorded[check.project, path], answers)

    def add(self, check: CheckKey, content: str, queried: Mapping[Query, str]) -> None:
        """Adds the result of a check, which `write` will store.

        Args:
            check: the check.
            content: the result.
            queried: what the checked file asked, with digests of the answers.
        """
        self._new[check] = _New(content, queries.grouped(queried), self._writer)

    def keep(self, check: CheckKey) -> None:
        """Adds the result of the earlier check again, which still holds.

        It depends on the questions that were recorded then, and on those that were recorded now.
        """
        _, writer, content = self._stored(check)
        self._new[check] = _New(content, self._earlier[check], writer)

    def write(self) -> None:
        """Stores what was added.

        Raises:
            CacheError: the file can't be written.
        """
        rows = [*self._run_rows()]
        if rows or self._new or next(self.texts.new(), None) is not None:
            self._entries.write([*rows, *self._question_rows(), *self._result_rows(), *self._text_rows()])
            self._new.clear()

    def close(self) -> None:
        """Closes the file."""
        self._entries.close()

    def _run_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        row = None if self._run is None else self._runs.row(*self._run, self.texts.paths())
        if row is not None:
            yield row

    def _question_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for writer in sorted({self._writer, *(new.writer for new in self._new.values())}):
            for project, path in self._recorded:
                questions = json.dumps(sorted(self._all_answers((project, writer), path), key=repr))
                yield (_QUESTIONS, project, writer, path), questions

    def _result_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        fingerprints = cache(lambda *settings: Fingerprints(partial(self._all_answers, settings)))
        for check, (content, asked, writer) in self._new.items():
            current, names = fingerprints(check.project, writer), (check.settings, check.path)
            yield (_RESULT, *names), current.of_file(check.path) + writer + _END + content
            text = str(self._recorded[check.project, check.path][TEXT,])
            yield (_QUERIES, *names), queries.serialize(check.path, text, asked, current)

    def _text_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for path, content in self.texts.new():
            yield (_TEXT, path), content

    def _all_answers(self, settings: tuple[str, str], path: str) -> Answers:
        """Returns a module's answers recorded in this run, and the current ones to what a writer has stored."""
        project, _ = settings
        return {**self._current_answers(settings, path), **self._recorded.get((project, path), {})}

    def _current_answers(self, settings: tuple[str, str], path: str) -> Answers:
        """Returns the current answers to the questions of a module that a writer has stored."""
        key = settings, path
        if key not in self._answers:
            questions = map(tuple, json.loads(self._entries.read(_QUESTIONS, *settings, path) or "[]"))
            self._answers[key] = {question: self._current.answer(path, question) for question in questions}
        return self._answers[key]

    def _stored(self, check: CheckKey) -> tuple[str, str, str]:
        """Returns the fingerprint of a stored result, its writer, and the result; all empty if there is none."""
        stored = self._entries.read(_RESULT, check.settings, check.path)
        writer, _, content = stored[LENGTH:].partition(_END)
        return stored[:LENGTH], writer, content


@cache
def settings_key(*parts: object) -> str:
    """Returns a fingerprint of settings."""
    return digest_of(parts)
