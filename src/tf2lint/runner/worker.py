"""Checks files one after the other in one process."""

from __future__ import annotations

import traceback
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from tf2lint.config import reason
from tf2lint.linting import project_address
from tf2lint.runner.jobs import Failed
from tf2lint.source import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tf2lint.caching import EarlierCheck
    from tf2lint.project import Answers, Projects, Query, Summaries, TextIndex
    from tf2lint.runner.file_checker import FileChecker
    from tf2lint.runner.jobs import FileResult, Job

#: The number of stack frames shown of an internal error.
_TRACEBACK_FRAMES: Final = 8
#: After so many bytes of checked files, a process discards what it knows of modules, to bound its memory.
_MAX_BYTES: Final = 32_000_000


class Checked(NamedTuple):
    """The result of checking a file, with its dependencies.

    Attributes:
        result: the result; None if that of an earlier check still holds.
        dependencies: the answers recorded since the previous file of the same process, by the path of the module that
            asked; empty if they are not recorded.
        queries: what the check itself asked, with digests of the answers.
        asked: what modules asked about each other since the previous file of the same process, with digests of the
            answers, by the module that asked.
        warnings: what has gone wrong since the previous file of the same process, apart from single files.
    """

    result: FileResult | Failed | None
    dependencies: Mapping[str, Answers] = MappingProxyType({})
    queries: Mapping[Query, str] = MappingProxyType({})
    asked: Mapping[str, Mapping[Query, str]] = MappingProxyType({})
    warnings: tuple[str, ...] = ()


class Worker:
    """The checker of one process, which is kept from batch to batch.

    Args:
        record_dependencies: whether to record what the checks depend on.
        texts: what is found in the texts of files; None to find it out.
        projects: the projects of the files; None to find them.
        summaries: returns what earlier runs know of modules with the settings of a job; None if nothing is known.

    Attributes:
        records_dependencies: whether what the checks depend on is recorded.
        texts: what is found in the texts of files; None if each checker finds it out.
    """

    def __init__(
        self,
        record_dependencies: bool = False,
        texts: TextIndex | None = None,
        projects: Projects | None = None,
        summaries: Callable[[Job], Summaries] | None = None,
    ) -> None:
        from tf2lint.runner.file_checker import FileChecker

        self.records_dependencies = record_dependencies
        self.texts = texts = texts if projects is None else projects.texts
        self._new_checker = partial(FileChecker, record_dependencies=record_dependencies, texts=texts)
        self._checker = self._new_checker(projects=projects, summaries=summaries)
        self._bytes = 0

    def prepare(self, job: Job) -> None:
        """Loads what all checks need that have the settings of a job."""
        self._checker.prepare(job)

    def check(self, jobs: Sequence[Job], earlier: Mapping[str, EarlierCheck]) -> Iterator[Checked]:
        """Checks files.

        Args:
            jobs: the files and their settings.
            earlier: earlier checks, by path.

        Yields:
            The result of each file.
        """
        from tf2lint.engine import no_garbage_collection

        with no_garbage_collection():
            for job in jobs:
                if self._bytes > _MAX_BYTES:
                    self._checker.free_memory()
                    self._bytes = 0
                yield self._taken(self._check_one(job, earlier.get(job.path)))

    def ask(self, job: Job, queries: Iterable[Query]) -> tuple[Mapping[Query, str], Checked]:
        """Asks what modules have asked about each other.

        Args:
            job: a check with the same settings.
            queries: what they asked.

        Returns:
            Digests of the answers, and what was recorded meanwhile; nothing after an internal error, which will be
            reported when the check of a file asks the same.
        """
        try:
            answers = self._checker.answers_about_modules(job, queries)
            return answers, self._taken(None)
        except Exception:  # noqa: BLE001 - a bug can raise anything
            self._checker = self._new_checker()
            return {}, Checked(None)

    def _taken(self, result: FileResult | Failed | None) -> Checked:
        """Returns a result with what was recorded since the last call."""
        checker = self._checker
        dependencies, queries, asked = checker.take_dependencies(), checker.take_queries(), checker.take_asked()
        return Checked(result, dependencies, queries, asked, checker.take_warnings())

    def _check_one(self, job: Job, earlier: EarlierCheck | None) -> FileResult | Failed | None:
        try:
            data = read_regular(job.path, is_named=True)  # discovery passes no pipes
        except OSError as error:
            error.filename = error.filename or job.path  # missing if the file was opened but could not be read
            return Failed(reason(error))
        self._bytes += len(data)
        result = check_safely(self._checker, job, data, earlier)
        if isinstance(result, Failed):
            # The engines may be in an inconsistent state.
            self._checker = self._new_checker()
        return result


@overload
def check_safely(checker: FileChecker, job: Job, data: bytes) -> FileResult | Failed: ...


@overload
def check_safely(
    checker: FileChecker, job: Job, data: bytes, earlier: EarlierCheck | None
) -> FileResult | Failed | None: ...


def check_safely(
    checker: FileChecker, job: Job, data: bytes, earlier: EarlierCheck | None = None
) -> FileResult | Failed | None:
    """Checks one file; an internal error becomes a `Failed` with a traceback, so that other files are still checked.

    Args:
        checker: the checker.
        job: the file and its settings.
        data: the content of the file.
        earlier: an earlier check of the file; None if there was none.

    Returns:
        The result; None if that of the earlier check still holds.
    """
    try:
        return checker.check(job, data) if earlier is None else checker.check_again(job, data, earlier)
    except Exception:  # noqa: BLE001 - a bug can raise anything
        trace = traceback.format_exc(limit=-_TRACEBACK_FRAMES).rstrip()
        where = f" at {project_address()}/issues" if project_address() else ""
        return Failed(f"{job.path}: internal error in tf2lint, please report it{where}", trace)
