"""Runs a check: finds the files, resolves the settings of each, and checks them, using the cache."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.config import AUTO, Configuration, Configurations, UsageError, reason
from tf2lint.reporters import Report
from tf2lint.runner.discovery import Discovery
from tf2lint.runner.jobs import Failed, FileResult, Job
from tf2lint.runner.messages import print_message, print_warning, print_warning_once
from tf2lint.runner.progress import with_progress
from tf2lint.source import shown_path
from tf2lint.table import table_for, version_key

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.config import DetectedVersion, VersionFinder
    from tf2lint.runner.cache import Cache
    from tf2lint.runner.worker import Checked

STDIN: Final = "-"
#: The path of a program on standard input without `--stdin-filename`.
_UNNAMED: Final = "<stdin>"


@dataclass
class Outcome:
    """The result of a check.

    Attributes:
        report: the report, for all formats.
        results: the results of the files that were checked, by path.
        errors: messages on files that could not be checked.
        jobs: the jobs of the files.
        stdin: the content of standard input; None if files were checked.
        notes: messages on comments that accept all findings of a file, or look as if they accepted some.
    """

    report: Report
    results: dict[str, FileResult] = field(default_factory=dict)
    errors: list[Failed] = field(default_factory=list)
    jobs: Jobs | None = None
    stdin: bytes | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, result: FileResult | Failed) -> None:
        """Adds the result of one file."""
        if isinstance(result, Failed):
            self.errors.append(result)
            return
        self.results[result.path] = result
        self.notes += (f"{shown_path(result.path)}:{line}: {note}" for line, note in result.notes)
        self.report.findings += result.findings
        self.report.files += 1
        self.report.tensorflow_files += result.uses_tensorflow
        self.report.names_resolved += result.names_resolved
        self.report.names_unresolved += result.names_unresolved
        self.report.suppressed += result.suppressed


class Jobs:
    """Creates the jobs of files.

    Args:
        configs: the configurations.
        quiet: whether not to print the detected targets.
    """

    def __init__(self, configs: Configurations, *, quiet: bool) -> None:
        self._configs = configs
        self._quiet = quiet
        self._versions: dict[tuple[Configuration, str], tuple[str, str | None]] = {}
        self._printed: set[str] = set()

    @cached_property
    def _finder(self) -> VersionFinder:
        from tf2lint.config import VersionFinder

        return VersionFinder()

    def for_file(self, path: str) -> Job:
        """Returns the job of a file."""
        config = self._configs.for_file(path)
        target, keras = self._versions_for(config, os.path.dirname(path))
        ignored, moves = config.ignored_in(path), config.ignored_moves_in(path)
        return Job(path, target, config.codes, ignored, moves, config.time_limit, config.source_version, keras)

    def targets(self) -> str:
        """Returns the target versions of all jobs; without jobs, that of the current folder."""
        versions = list(self._versions.values()) or [self._versions_for(self._configs.for_folder(""), "")]
        return ", ".join(sorted({target for target, _ in versions}, key=version_key))

    def _versions_for(self, config: Configuration, folder: str) -> tuple[str, str | None]:
        """Returns the versions of TensorFlow and Keras for the files in a folder; None for the newest Keras."""
        project = config.project_folder(folder) if config.target == AUTO or config.detects_keras else ""
        key = config, project
        if key not in self._versions:
            self._versions[key] = self._determine(config, project)
        return self._versions[key]

    def _determine(self, config: Configuration, project: str) -> tuple[str, str | None]:
        target, keras = config.target, config.keras_version
        if target == AUTO:
            target = self._detected("target", self._finder.find_target(project))
        target = table_for(target).target
        if config.detects_keras:
            found = self._finder.find_keras(project, target)
            keras = self._detected("Keras", found) if found is not None else None
        return target, keras and table_for(target, keras).keras.tf_keras.version

    def _detected(self, subject: str, found: DetectedVersion) -> str:
        message = f"{subject} {found.version}: {found.reason}"
        if not self._quiet and message not in self._printed:
            self._printed.add(message)
            print_message(message)
        return found.version


def run(
    options: argparse.Namespace,
    configs: Configurations,
    on_result: Callable[[FileResult], None] | None = None,
    *,
    shows_progress: bool = False,
) -> Outcome:
    """Checks the files, folders or standard input named on the command line.

    Args:
        options: the parsed command line.
        configs: the configurations.
        on_result: called with the result of each file, in their order, as soon as it is known.
        shows_progress: whether to show a progress bar, if standard error is a terminal.

    Raises:
        UsageError: an option or a configuration is invalid.
    """
    if STDIN in options.paths and len(options.paths) > 1:
        raise UsageError("standard input can't be checked together with files")
    jobs = Jobs(configs, quiet=options.quiet)
    outcome = Outcome(Report(""), jobs=jobs)
    results = (
        _check_stdin(options, configs, jobs, outcome)
        if options.paths == [STDIN]
        else _check_files(options, configs, jobs, outcome, shows_progress=shows_progress)
    )
    for result in results:
        result = result if isinstance(result, Failed) else _with_policy(result, configs.for_file(result.path))
        outcome.add(result)
        if on_result is not None and isinstance(result, FileResult):
            on_result(result)
    outcome.report.target = jobs.targets()
    return outcome


def files_to_check(options: argparse.Namespace, configs: Configurations) -> tuple[list[str], list[str]]:
    """Returns the files that the command line names or that are in named folders, and why others can't be read.

    Args:
        options: the parsed command line.
        configs: the configurations.
    """
    discovery = Discovery(configs, options.exclude or ())
    files = list(discovery.files(options.paths))
    return files, list(map(reason, discovery.failures))


def _with_policy(result: FileResult, config: Configuration) -> FileResult:
    """Returns a result with the fixes that a configuration allows."""
    return result._replace(findings=tuple(map(config.fix_policy.applied, result.findings)))


def _check_stdin(
    options: argparse.Namespace, configs: Configurations, jobs: Jobs, outcome: Outcome
) -> Iterable[FileResult | Failed]:
    from tf2lint.runner.file_checker import FileChecker
    from tf2lint.runner.worker import check_safely

    if sys.stdin is None:
        raise UsageError("standard input is closed")
    data, path = sys.stdin.buffer.read(), options.stdin_filename
    outcome.stdin = data
    if path is None or not Discovery(configs, options.exclude or ()).is_force_excluded(path):
        checker = FileChecker()
        yield check_safely(checker, jobs.for_file(path or _UNNAMED), data)
        for message in checker.take_warnings():
            print_warning_once(message)


def _check_files(
    options: argparse.Namespace, configs: Configurations, jobs: Jobs, outcome: Outcome, *, shows_progress: bool
) -> Iterable[FileResult | Failed]:
    files, failures = files_to_check(options, configs)
    to_check = list(map(jobs.for_file, files))
    outcome.errors += map(Failed, failures)
    if not to_check and not failures and not options.quiet:
        print_warning("no Python files found")
    processes = options.jobs
    cache = None if options.no_cache else _open_cache(configs.for_folder("").cache)
    results = _check_all(to_check, processes) if cache is None else _check_with_cache(cache, to_check, processes)
    return with_progress(results, len(to_check)) if shows_progress else results


def _open_cache(folder: str) -> Cache | None:
    try:
        from tf2lint.runner.cache import Cache
    except ImportError as error:  # this Python was built without sqlite3
        print_warning(f"running without a cache: {error}")
        return None
    return Cache(folder)


def _check_all(jobs: Sequence[Job], processes: int | None) -> Iterator[FileResult | Failed]:
    from tf2lint.runner.processes import check_all

    return (checked.result for checked in _warned(check_all(jobs, processes)) if checked.result is not None)


def _warned(checks: Iterable[Checked]) -> Iterator[Checked]:
    """Yields checks; prints their warnings."""
    for checked in checks:
        for message in checked.warnings:
            print_warning_once(message)
        yield checked


def _check_with_cache(cache: Cache, jobs: Sequence[Job], processes: int | None) -> Iterator[FileResult | Failed]:
    """Yields the cached result of each file, or checks the file if there is none."""
    with closing(cache):
        cached_results = cache.find_all(jobs)
        uncached = [job for job, cached in zip(jobs, cached_results, strict=True) if cached is None]
        newly_checked = _checked_again(cache, uncached, processes)
        for job, cached in zip(jobs, cached_results, strict=True):
            yield cached if cached is not None else cache.add(job, next(newly_checked))
        next(newly_checked, None)  # ends the processes
        cache.write()


def _checked_again(cache: Cache, jobs: Sequence[Job], processes: int | None) -> Iterator[Checked]:
    """Yields the checks of files whose results are not in the cache."""
    if not jobs:
        return
    from tf2lint.runner.processes import check_all, used_processes  # not needed if nothing has changed
    from tf2lint.runner.worker import Checked, Worker

    worker = Worker(record_dependencies=True, projects=cache.projects, summaries=cache.summaries)
    earlier = cache.earlier(jobs, worker)
    kept = {path for path, found in earlier.items() if not found.answered}
    to_check = [job for job in jobs if job.path not in kept]
    cache.sees_all = used_processes(to_check, processes) < 2
    newly_checked = _warned(check_all(to_check, processes, worker=worker, earlier=earlier))
    for job in jobs:
        yield Checked(None) if job.path in kept else next(newly_checked)
    next(newly_checked, None)  # ends the processes
