"""Checks one file: reads it, runs the engine, and records what the result depends on."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tf2lint.caching import still_holds
from tf2lint.engine import Engine
from tf2lint.linting import HiddenFindings
from tf2lint.model import Result, Settings
from tf2lint.project import REACHES, DependencyRecorder, Programs, ProjectFolders, Projects, TextIndex, Workspace
from tf2lint.rules import tf004_too_slow
from tf2lint.runner.file_results import file_result, not_checked
from tf2lint.runner.jobs import FileResult, Job
from tf2lint.runner.source_files import Source, modern_text, program_text, read_file
from tf2lint.source import TooLargeError, decode, digest, may_use_tensorflow, mentions_tensorflow, read_bytes, within
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.caching import EarlierCheck
    from tf2lint.project import Answers, Query, Summaries


class FileChecker:
    """Checks files, with one engine for all files that have the same settings.

    Args:
        record_dependencies: whether to record what the checks depend on.
        contents: what other files are taken to contain, by absolute path, instead of what is on disk.
        texts: what is found in the texts of files; None to find it out.
        projects: the projects of the files; None to find them.
        summaries: returns what earlier runs know of modules with the settings of a job; None if nothing is known.
    """

    def __init__(
        self,
        *,
        record_dependencies: bool = False,
        contents: Mapping[str, bytes] | None = None,
        texts: TextIndex | None = None,
        projects: Projects | None = None,
        summaries: Callable[[Job], Summaries] | None = None,
    ) -> None:
        self._contents = contents or {}
        self._summaries = summaries
        self._texts = texts or TextIndex(self._read)
        self._recorder = DependencyRecorder() if record_dependencies else None
        self._asked: dict[str, dict[Query, str]] = {}
        self._warnings: dict[str, None] = {}
        self._programs = self._new_programs() if projects is None else Programs(projects)
        self._engines: dict[tuple[str, tuple[str, ...], str, str | None], Engine] = {}

    def _new_programs(self) -> Programs:
        folders = ProjectFolders(lambda message: self._warnings.update({message: None}))
        return Programs(Projects(self._texts, folders))

    def prepare(self, job: Job) -> None:
        """Loads what all checks need that have the settings of a job."""
        self._engine(job)

    def take_warnings(self) -> tuple[str, ...]:
        """Returns what has gone wrong since the last call, apart from single files."""
        found = tuple(self._warnings)
        self._warnings.clear()
        return found

    def free_memory(self) -> None:
        """Forgets what is known of modules, which later checks find out again."""
        self._engines.clear()
        gc.collect()  # engines contain reference cycles

    def take_dependencies(self) -> Mapping[str, Answers]:
        """Returns the answers recorded since the last call, by module."""
        return {} if self._recorder is None else self._recorder.take()

    def take_queries(self) -> Mapping[Query, str]:
        """Returns what the last check asked about other files, with digests of the answers."""
        return {} if self._recorder is None else self._recorder.log.take()

    def take_asked(self) -> Mapping[str, Mapping[Query, str]]:
        """Returns what modules asked about each other since the last call, with digests of the answers, by module."""
        asked, self._asked = self._asked, {}
        return asked

    def answers_about_modules(self, job: Job, queries: Iterable[Query]) -> Mapping[Query, str]:
        """Asks what modules have asked about each other; returns digests of the answers, none if it takes too long.

        Args:
            job: a check with the same settings.
            queries: what they asked.
        """
        answers = within(job.time_limit, lambda: self._answers_about_modules(job, queries))
        if answers is None:
            self._start_over()
        return answers or {}

    def _answers_about_modules(self, job: Job, queries: Iterable[Query]) -> Mapping[Query, str]:
        answers = self._engine(job).answers_about_modules(queries)
        self._add_asked(job)
        return answers

    def _add_asked(self, job: Job) -> None:
        """Adds digests of the answers to what modules have asked each other."""
        if self._recorder is not None:
            for path, answers in self._engine(job).take_asked(self._recorder).items():
                self._asked.setdefault(path, {}).update(answers)

    def _still_holds(self, job: Job, data: bytes, earlier: EarlierCheck) -> bool:
        if digest(data) != earlier.text:
            return False
        if self._recorder is not None:
            self._recorder.record_text(job.path, data)

        def ask(queries: Iterable[Query]) -> Mapping[Query, str]:
            text = program_text(decode(data, job.path), job.path)
            return self._engine(job).answers_now(queries, text, job.path)

        holds = still_holds(earlier, ask)
        self._add_asked(job)
        return holds

    def check(self, job: Job, data: bytes) -> FileResult:
        """Checks one file.

        Args:
            job: the file and its settings.
            data: the content of the file.
        """
        checked = within(job.time_limit, lambda: self._check(job, data))
        if checked is None:
            self._start_over()
            checked = not_checked(job, tf004_too_slow.message(job.time_limit))
        return checked

    def check_again(self, job: Job, data: bytes, earlier: EarlierCheck) -> FileResult | None:
        """Checks a file unless the result of an earlier check still holds, because other files answer the same.

        Args:
            job: the file and its settings.
            data: the content of the file.
            earlier: the earlier check.

        Returns:
            The result; None if that of the earlier check still holds.
        """
        still_holds = within(job.time_limit, lambda: self._still_holds(job, data, earlier))
        if still_holds is None:
            self._start_over()
        return None if still_holds else self.check(job, data)

    def _start_over(self) -> None:
        """Forgets everything after an interruption."""
        # What was interrupted may be in an inconsistent state.
        self._programs = self._new_programs()
        self.free_memory()
        self.take_dependencies()  # the dependencies of an incomplete check are not needed
        self.take_queries()
        self.take_asked()
        if self._recorder is not None:
            self._recorder.take_queries()

    def _check(self, job: Job, data: bytes) -> FileResult:
        try:
            if self._recorder is not None:
                self._recorder.record_text(job.path, data)
            text = decode(data, job.path)
            if not self._may_use_tensorflow(text, job.path):
                return FileResult(job.path)
            source = read_file(text, job.path)
        except TooLargeError as error:
            return not_checked(job, tf004_too_slow.too_large_message(error.msg))
        except SyntaxError as error:
            if not _may_mention_tensorflow(data):
                return FileResult(job.path)
            source = Source(errors=(error,))
        result = Result()
        if source.tree is not None:
            hidden = HiddenFindings(job.ignored, job.ignored_moves)
            result = self._engine(job).check(source.text, job.path, source.tree, hidden=hidden)
            self._add_asked(job)
        return file_result(job, source, result)

    def _may_use_tensorflow(self, text: str, path: str) -> bool:
        if mentions_tensorflow(text):
            return True
        reaches = may_use_tensorflow(text, path)
        if self._recorder is not None:
            self._recorder.record_answer(path, (REACHES,), reaches)
        return reaches

    def _read(self, path: str) -> bytes | None:
        return self._contents[path] if path in self._contents else read_bytes(path)

    def _engine(self, job: Job) -> Engine:
        key = job.target, job.codes, job.source_version, job.keras_version
        if key not in self._engines:
            # An empty selection would mean the rules that are on by default.
            settings = Settings(
                job.target, job.codes or ("none",), source_version=job.source_version, keras_version=job.keras_version
            )
            table = table_for(settings.target, settings.keras_version)
            engine = Engine(settings, Workspace(table, programs=self._programs, read=self._read))
            engine.workspace.modernize = modern_text  # for imported modules
            engine.record_dependencies(self._recorder)
            if self._summaries is not None:
                engine.workspace.context.modules.summaries = self._summaries(job)
            self._engines[key] = engine
        return self._engines[key]


def _may_mention_tensorflow(data: bytes) -> bool:
    """Returns whether what can't be read as text has a word that matters, in any usual encoding."""
    return mentions_tensorflow(data.replace(b"\0", b"").decode("latin-1"))
