"""Finds results of earlier checks that still hold, and stores new ones."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache, cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.caching import queries
from tf2lint.caching.digests import LENGTH, digest_of
from tf2lint.caching.entries import Entries
from tf2lint.caching.fingerprints import Fingerprints
from tf2lint.caching.last_run import LastRuns
from tf2lint.project import INCONSISTENT, TEXT, ProjectFolders, TextIndex, merge_answers
from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tf2lint.caching.current_answers import CurrentAnswers
    from tf2lint.caching.earlier_check import Answered, EarlierCheck
    from tf2lint.caching.last_run import Group, LastRun, Settings
    from tf2lint.project import Answers, Projects, Query, Question
    from tf2lint.source import ModuleFinder

#: The kinds of entries: what a module asks, the result of a check, what the checked file asked, and what was found in
#: the text of a file.
_QUESTIONS: Final = "questions"
_RESULT: Final = "result"
_QUERIES: Final = "queries"
_TEXT: Final = "text"
#: For how many settings it is kept what holds of the last run.
_MAX_GROUPS: Final = 8
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
        self._runs = LastRuns(self._entries, self.texts, self._folders, str(writer))
        self._valid: dict[CheckKey, str] = {}
        self._writer = str(writer)
        self._current_fingerprints: dict[Settings, Fingerprints] = {}
        self._stored_questions: dict[tuple[Settings, str], frozenset[Question]] = {}
        self._answers: dict[tuple[Settings, str], Answers] = {}
        self._recorded: defaultdict[tuple[str, str], Answers] = defaultdict(dict)
        self._results: dict[CheckKey, tuple[str, str, str]] = {}
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

    @cached_property
    def _last(self) -> LastRun | None:
        """The last run, as far as it still holds; none if modules are found otherwise than by the folders."""
        return self._runs.load() if self._find is find_by_path else None

    def find(self, check: CheckKey) -> str | None:
        """Returns the result of an earlier check; None if there is none, or its dependencies have changed."""
        fingerprint, writer, content = self._stored(check)
        settings, last = (check.project, writer), self._last
        before = "" if last is None else last.fingerprint((*settings, check.settings), check.path)
        if last is not None and fingerprint and fingerprint == before:
            holds = last.is_as_before(settings, check.path)
        else:
            holds = fingerprint != "" and fingerprint == self._fingerprints(*settings).of_file(check.path)
        if holds:
            self._valid[check] = fingerprint
        return content if holds else None

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

    def write(self, *, saw_all: bool = False) -> None:
        """Stores what was added.

        Args:
            saw_all: whether this process saw all that the checks asked, and not others.

        Raises:
            CacheError: the file can't be written.
        """
        fingerprints = cache(lambda *settings: self._new_fingerprints(settings, saw_all=saw_all))
        is_comparable = saw_all and self._find is find_by_path
        rows = [*self._result_rows(fingerprints), *(self._run_rows(fingerprints) if is_comparable else ())]
        if rows or self._new or next(self.texts.new(), None) is not None:
            self._entries.write([*rows, *self._question_rows(), *self._text_rows()])
            self._new.clear()

    def close(self) -> None:
        """Closes the file."""
        self._entries.close()

    def _result_rows(self, fingerprints: Callable[..., Fingerprints]) -> Iterator[tuple[tuple[str, ...], str]]:
        for check, (content, asked, writer) in self._new.items():
            current, names = fingerprints(check.project, writer), (check.settings, check.path)
            self._valid[check] = current.of_file(check.path)
            yield (_RESULT, *names), self._valid[check] + writer + _END + content
            text = str(self._recorded[check.project, check.path][TEXT,])
            yield (_QUERIES, *names), queries.serialize(check.path, text, asked, current)

    def _run_rows(self, new: Callable[..., Fingerprints]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store of this run, with what still holds of the last one, unless it only repeats that."""
        last = self._last
        found: dict[Group, dict[str, str]] = {}
        for check, fingerprint in self._valid.items():
            group = check.project, self._writer_of(check), check.settings
            if last is None or last.changed or last.fingerprint(group, check.path) != fingerprint:
                found.setdefault(group, {})[check.path] = fingerprint
        if not found or any(map(self._has_changed, self._recorded)):
            return
        results, modules = ({}, {}) if last is None else (last.results(), last.modules())
        settings = {(project, writer): new(project, writer).modules for project, writer, _ in found}
        merged = {group: {**results.get(group, {}), **found.get(group, {})} for group in [*found, *results]}
        kept = dict(islice(merged.items(), _MAX_GROUPS))
        modules = {one: known for one, known in {**modules, **settings}.items() if any(g[:2] == one for g in kept)}
        yield from self._runs.rows(kept, modules, last)

    def _writer_of(self, check: CheckKey) -> str:
        return self._new[check].writer if check in self._new else self._stored(check)[1]

    def _question_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for writer in sorted({self._writer, *(new.writer for new in self._new.values())}):
            for (project, path), recorded in self._recorded.items():
                stored = self._questions((project, writer), path)
                if not stored.issuperset(recorded):
                    yield (_QUESTIONS, project, writer, path), json.dumps(sorted({*stored, *recorded}, key=repr))

    def _text_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for path, content in self.texts.new():
            yield (_TEXT, path), content

    def _fingerprints(self, project: str, writer: str) -> Fingerprints:
        """Returns the fingerprints by the questions that a writer has stored."""
        settings = project, writer
        if settings not in self._current_fingerprints:
            known = {} if self._last is None else self._last.known(settings)
            self._current_fingerprints[settings] = Fingerprints(partial(self._current_answers, settings), known)
        return self._current_fingerprints[settings]

    def _new_fingerprints(self, settings: Settings, *, saw_all: bool) -> Fingerprints:
        """Returns the fingerprints by these questions and those that were recorded in this run.

        Args:
            settings: the settings and the writer.
            saw_all: whether answers that were recorded are those that this process would give.
        """
        known = self._fingerprints(*settings).modules if saw_all else {}
        project, _ = settings
        same = {path: module for path, module in known.items() if not self._has_news(project, settings, path)}
        return Fingerprints(partial(self._all_answers, settings), same)

    def _has_news(self, project: str, settings: Settings, path: str) -> bool:
        """Returns whether a module asked something new in this run, or has changed during it."""
        recorded = self._recorded.get((project, path))
        is_new = recorded is not None and not self._questions(settings, path).issuperset(recorded)
        return is_new or self._has_changed((project, path))

    def _has_changed(self, module: tuple[str, str]) -> bool:
        """Returns whether a module has changed during this run."""
        recorded = self._recorded.get(module)
        if recorded is None:
            return False
        now = self.texts.digest(module[1])
        return INCONSISTENT in recorded.values() or recorded.get((TEXT,), now) != now

    def _all_answers(self, settings: Settings, path: str) -> Answers:
        """Returns a module's answers recorded in this run, and the current ones to what a writer has stored."""
        project, _ = settings
        return {**self._current_answers(settings, path), **self._recorded.get((project, path), {})}

    def _current_answers(self, settings: Settings, path: str) -> Answers:
        """Returns the current answers to the questions of a module that a writer has stored."""
        key = settings, path
        if key not in self._answers:
            questions = self._questions(settings, path)
            self._answers[key] = {question: self._current.answer(path, question) for question in questions}
        return self._answers[key]

    def _questions(self, settings: Settings, path: str) -> frozenset[Question]:
        """Returns the questions of a module that a writer has stored."""
        key = settings, path
        if key not in self._stored_questions:
            stored = json.loads(self._entries.read(_QUESTIONS, *settings, path) or "[]")
            self._stored_questions[key] = frozenset(map(tuple, stored))
        return self._stored_questions[key]

    def _stored(self, check: CheckKey) -> tuple[str, str, str]:
        """Returns the fingerprint of a stored result, its writer, and the result; all empty if there is none."""
        if check not in self._results:
            stored = self._entries.read(_RESULT, check.settings, check.path)
            writer, _, content = stored[LENGTH:].partition(_END)
            self._results[check] = stored[:LENGTH], writer, content
        return self._results[check]


@cache
def settings_key(*parts: object) -> str:
    """Returns a fingerprint of settings."""
    return digest_of(parts)
