"""Finds results of earlier checks that still hold, and stores new ones."""

from __future__ import annotations

from functools import cache, cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.caching import queries, state_store
from tf2lint.caching.digests import LENGTH, digest_of
from tf2lint.caching.earlier_check import grouped
from tf2lint.caching.entries import Entries
from tf2lint.caching.module_questions import ModuleQuestions
from tf2lint.caching.run_store import RunStore
from tf2lint.caching.state_store import StateStore
from tf2lint.caching.stored_summaries import StoredSummaries
from tf2lint.project import ProjectFolders, TextIndex
from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.caching.current_answers import CurrentAnswers
    from tf2lint.caching.earlier_check import Asked, EarlierCheck
    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.caching.last_run import Group, LastRun, Settings
    from tf2lint.caching.new_states import NewStates
    from tf2lint.project import Answer, Answers, Projects, Query, Question
    from tf2lint.source import ModuleFinder

#: The kinds of entries: the result of a check, what the checked file asked, and what was found in the text of a file.
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
        text: the digest of the file's content.
        asked: what the checked file asked.
        writer: the number under which the questions are stored on which the result depends.
    """

    content: str
    text: str
    asked: list[Asked]
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
        self._runs = RunStore(self._entries, self.texts, self._folders, str(writer))
        self._questions = ModuleQuestions(self._entries, self._current_answer, self.texts.digest)
        self._valid: dict[CheckKey, str] = {}
        self._writer = str(writer)
        self._current_fingerprints: dict[Settings, Fingerprints] = {}
        self._summaries: dict[str, StoredSummaries] = {}
        self._results: dict[CheckKey, tuple[str, str, str]] = {}
        self._new: dict[CheckKey, _New] = {}
        self._earlier: dict[CheckKey, tuple[str, list[Asked]]] = {}
        self._states = StateStore(self._entries, lambda settings: self._fingerprints(*settings))

    @cached_property
    def projects(self) -> Projects:
        """The projects of the files."""
        from tf2lint.project import Projects  # not needed by a run that is repeated

        return Projects(self.texts, self._folders)

    @cached_property
    def _current(self) -> CurrentAnswers:
        from tf2lint.caching.current_answers import CurrentAnswers  # not needed by a run that is repeated

        return CurrentAnswers(self.projects, self._read_text, self._find)

    def _current_answer(self, path: str, question: Question) -> Answer:
        return self._current.answer(path, question)

    @cached_property
    def _last(self) -> LastRun | None:
        """The last run, as far as it still holds; none if modules are found otherwise than by the folders."""
        return self._runs.load() if self._find is find_by_path else None

    def summaries(self, project: str) -> StoredSummaries:
        """Returns the summaries of modules.

        Args:
            project: the settings of the project, see `CheckKey`.
        """
        if project not in self._summaries:

            def state(path: str) -> str:
                states = None if self._last is None else self._states.states((project, self._writer))
                return "" if states is None else states.digest(path)

            self._summaries[project] = StoredSummaries(self._entries, project, state)
        return self._summaries[project]

    def prefetch(self, checks: Iterable[CheckKey]) -> None:
        """Reads the results of many checks at once, before each is asked for."""
        self._entries.prefetch((_RESULT, check.settings, check.path) for check in checks)

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

    def start_asking(self, ask: Callable[[str, Iterable[Query]], Mapping[Query, str]]) -> None:
        """Lets `earlier` ask what modules answer, see `StateStore`."""
        self._states.start_asking(ask)

    def stop_asking(self) -> None:
        """Asks no modules any more."""
        self._states.stop_asking()

    def earlier(self, check: CheckKey) -> EarlierCheck | None:
        """Returns the earlier check of a file, if its result may still hold; otherwise None."""
        fingerprint, writer, _ = self._stored(check)
        content = self._entries.read(_QUERIES, check.settings, check.path) if fingerprint else ""
        if not content:
            return None
        fingerprints = self._fingerprints(check.project, writer)
        found = queries.deserialize(check.path, content, fingerprints, self._states.states((check.project, writer)))
        if found is None:
            return None
        earlier, asked = found
        self._earlier[check] = earlier.text, asked
        return earlier

    def record(
        self, project: str, dependencies: Mapping[str, Answers], asked: Mapping[str, Mapping[Query, str]]
    ) -> None:
        """Records what modules asked in this run.

        Args:
            project: the settings of the project, see `CheckKey`.
            dependencies: their questions with the answers, by module.
            asked: what they asked about each other, with digests of the answers, by module.
        """
        self._questions.record(project, dependencies)
        self._states.record(project, asked)

    def add(self, check: CheckKey, content: str, queried: Mapping[Query, str]) -> None:
        """Adds the result of a check, which `write` will store.

        Args:
            check: the check.
            content: the result.
            queried: what the checked file asked, with digests of the answers.
        """
        text = self._questions.recorded_text(check.project, check.path)
        self._new[check] = _New(content, text, grouped(queried), self._writer)

    def keep(self, check: CheckKey) -> None:
        """Adds the result of the earlier check again, which still holds.

        It depends on the questions that were recorded then, and on those that were recorded now.
        """
        _, writer, content = self._stored(check)
        self._new[check] = _New(content, *self._earlier[check], writer)

    def write(self, *, saw_all: bool = False) -> None:
        """Stores what was added.

        Args:
            saw_all: whether this process saw all that the checks asked, and not others.

        Raises:
            CacheError: the file can't be written.
        """
        self.stop_asking()

        @cache
        def fingerprints(project: str, writer: str) -> Fingerprints:
            # What other processes were answered may not be what this one would answer.
            known = self._fingerprints(project, writer).modules if saw_all else {}
            return self._questions.new_fingerprints((project, writer), known)

        @cache
        def states(settings: Settings) -> NewStates | None:
            return self._states.new_states(settings, fingerprints(*settings))

        is_comparable = saw_all and self._find is find_by_path
        rows = [*self._result_rows(fingerprints, states), *(self._run_rows(fingerprints) if is_comparable else ())]
        for project, summaries in self._summaries.items():
            found = states((project, self._writer))
            rows += () if found is None else summaries.rows(found.digest)
        for settings in {(check.project, new.writer) for check, new in self._new.items()}:
            found = states(settings)
            rows += () if found is None else state_store.rows(settings, found)
        if rows or next(self.texts.new(), None) is not None:
            writers = sorted({self._writer, *(new.writer for new in self._new.values())})
            self._entries.write([*rows, *self._questions.rows(writers), *self._text_rows()])
            self._new.clear()

    def close(self) -> None:
        """Closes the file."""
        self._entries.close()

    def _result_rows(
        self, fingerprints: Callable[[str, str], Fingerprints], states: Callable[[Settings], NewStates | None]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        for check, (content, text, asked, writer) in self._new.items():
            path, names = check.path, (check.settings, check.path)
            current, new = fingerprints(check.project, writer), states((check.project, writer))
            self._valid[check] = current.of_file(path)
            yield (_RESULT, *names), self._valid[check] + writer + _END + content
            if new is None:
                asked = [one._replace(fingerprint=current.of_asked(path, one.module), state="") for one in asked]
            else:
                asked = [new.current(path, one) for one in asked]
            yield (_QUERIES, *names), queries.serialize(text, current.of_text(path), asked)

    def _run_rows(self, new: Callable[[str, str], Fingerprints]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store of this run, with what still holds of the last one, unless it only repeats that."""
        last = self._last
        found: dict[Group, dict[str, str]] = {}
        for check, fingerprint in self._valid.items():
            group = check.project, self._writer_of(check), check.settings
            if last is None or last.changed or last.fingerprint(group, check.path) != fingerprint:
                found.setdefault(group, {})[check.path] = fingerprint
        if not found or self._questions.have_changed():
            return
        results, modules = ({}, {}) if last is None else (last.results(), last.modules())
        settings = {(project, writer): new(project, writer).modules for project, writer, _ in found}
        merged = {group: {**results.get(group, {}), **found.get(group, {})} for group in [*found, *results]}
        kept = dict(islice(merged.items(), _MAX_GROUPS))
        modules = {one: known for one, known in {**modules, **settings}.items() if any(g[:2] == one for g in kept)}
        yield from self._runs.rows(kept, modules, last)

    def _writer_of(self, check: CheckKey) -> str:
        return self._new[check].writer if check in self._new else self._stored(check)[1]

    def _text_rows(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for path, content in self.texts.new():
            yield (_TEXT, path), content

    def _fingerprints(self, project: str, writer: str) -> Fingerprints:
        """Returns the fingerprints by the questions that a writer has stored."""
        settings = project, writer
        if settings not in self._current_fingerprints:
            known = {} if self._last is None else self._last.known(settings)
            self._current_fingerprints[settings] = self._questions.fingerprints(settings, known)
        return self._current_fingerprints[settings]

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
