"""The results of the command's checks that are kept between runs, see `tf2lint.caching`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tf2lint.caching import CacheError, CheckKey, ResultCache, settings_key
from tf2lint.runner import cache_records
from tf2lint.runner.jobs import Failed
from tf2lint.runner.messages import print_warning, print_warning_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tf2lint.caching import EarlierCheck
    from tf2lint.project import Projects, Query, Summaries
    from tf2lint.runner.jobs import FileResult, Job
    from tf2lint.runner.worker import Checked, Worker


class Cache:
    """Cached results in a folder.

    Args:
        folder: the cache folder, which is created when results are written.

    Attributes:
        sees_all: whether no other process checks files, so that this one sees all that the checks ask.
    """

    def __init__(self, folder: str) -> None:
        self.sees_all = True
        self._results = ResultCache(folder, _read_text, print_warning_once)

    @property
    def projects(self) -> Projects:
        """The projects of the files."""
        return self._results.projects

    def summaries(self, job: Job) -> Summaries:
        """Returns the summaries of modules with the settings of a job."""
        return self._results.summaries(_key(job).project)

    def find_all(self, jobs: Sequence[Job]) -> list[FileResult | None]:
        """Returns the cached result of each check; None if there is none, or its dependencies have changed."""
        checks = list(map(_key, jobs))
        self._results.prefetch(checks)
        contents = map(self._results.find, checks)
        return [
            None if content is None else cache_records.deserialize(content, job.path)
            for job, content in zip(jobs, contents, strict=True)
        ]

    def earlier(self, jobs: Sequence[Job], worker: Worker) -> dict[str, EarlierCheck]:
        """Returns the earlier checks of files whose results may still hold, by path.

        Args:
            jobs: the files, and their settings.
            worker: answers what modules have asked each other.
        """
        keys = [(_key(job), job) for job in jobs]
        by_project = {key.project: job for key, job in keys}

        def ask(project: str, queries: Iterable[Query]) -> Mapping[Query, str]:
            answers, recorded = worker.ask(by_project[project], queries)
            self._results.record(project, recorded.dependencies, recorded.asked)
            for message in recorded.warnings:
                print_warning_once(message)
            return answers

        self._results.start_asking(ask)
        found = {job.path: self._results.earlier(key) for key, job in keys}
        self._results.stop_asking()
        return {path: earlier for path, earlier in found.items() if earlier is not None}

    def add(self, job: Job, checked: Checked) -> FileResult | Failed:
        """Adds a check, whose result `write` will store; returns the result.

        Args:
            job: the check.
            checked: its result, or that the one of the earlier check still holds.
        """
        key, result = _key(job), checked.result
        self._results.record(key.project, checked.dependencies, checked.asked)
        is_complete = key.path in checked.dependencies
        if result is None:
            self._results.keep(key)
            return cache_records.deserialize(self._results.stored(key), job.path)
        if is_complete and not isinstance(result, Failed):
            self._results.add(key, cache_records.serialize(result), checked.queries)
        return result

    def write(self) -> None:
        """Stores the added results; prints a warning if the cache can't be written."""
        try:
            self._results.write(saw_all=self.sees_all)
        except CacheError as error:
            print_warning(f"can't write the cache: {error}")

    def close(self) -> None:
        """Closes the database."""
        self._results.close()


def _read_text(path: str) -> str:
    from tf2lint.runner.source_files import read_text  # not needed by a run that is repeated

    return read_text(path)


def _key(job: Job) -> CheckKey:
    project = job.target, job.codes, job.source_version, job.keras_version
    off = tuple(sorted(job.ignored)), tuple(sorted(job.ignored_moves))
    return CheckKey(os.path.abspath(job.path), settings_key(*project), settings_key(*project, off))
