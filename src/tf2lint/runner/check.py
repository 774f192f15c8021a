"""What a check finds: in which files, with which settings for each, in how many processes."""

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
from tf2lint.runner.file_checker import FileChecker, FileResult, Job
from tf2lint.runner.messages import say, warn
from tf2lint.runner.progress import shown
from tf2lint.runner.workers import Failed, check_all, check_safely, cores
from tf2lint.table import table_for, version_key

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.config import TargetFinder
    from tf2lint.runner.cache import Cache

STDIN: Final = "-"
#: What a program that is read from standard input is called if nobody says.
_UNNAMED: Final = "<stdin>"


@dataclass
class Outcome:
    """What a check gave.

    Attributes:
        report: for every format.
        paths: the files that were checked.
        errors: what could not be done, a line each.
    """

    report: Report
    paths: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, result: FileResult | Failed) -> None:
        """Adds what one file gave."""
        if isinstance(result, Failed):
            self.errors.append(result.message)
            return
        self.paths.append(result.path)
        self.report.findings += result.findings
        self.report.files += 1
        self.report.tensorflow_files += result.uses_tensorflow
        self.report.names_resolved += result.names_resolved
        self.report.names_unresolved += result.names_unresolved
        self.report.suppressed += result.suppressed


class Jobs:
    """Makes jobs out of files.

    Args:
        configs: what is in force for each file.
        quiet: whether to keep quiet about which target was found out.
    """

    def __init__(self, configs: Configurations, *, quiet: bool) -> None:
        self._configs = configs
        self._quiet = quiet
        self._targets: dict[tuple[Configuration, str], str] = {}
        self._told: set[str] = set()

    @cached_property
    def _finder(self) -> TargetFinder:
        from tf2lint.config import TargetFinder

        return TargetFinder()

    def of(self, path: str) -> Job:
        """How to check a file."""
        config = self._configs.of(path)
        return Job(
            path, self._target(config, os.path.dirname(path)), config.codes, config.ignored_in(path), config.time_limit
        )

    def targets(self) -> str:
        """The versions that are checked against; that of the current folder if there is no file."""
        found = set(self._targets.values()) or {self._target(self._configs.below(""), "")}
        return ", ".join(sorted(found, key=version_key))

    def _target(self, config: Configuration, folder: str) -> str:
        is_known = config.target != AUTO
        start = "" if is_known else config.project(folder)
        key = config, start
        if key not in self._targets:
            self._targets[key] = table_for(config.target).target if is_known else self._find_target(start)
        return self._targets[key]

    def _find_target(self, start: str) -> str:
        found = self._finder.find(start)
        message = f"target {found.version}: {found.reason}"
        if not self._quiet and message not in self._told:
            self._told.add(message)
            say(message)
        return found.version


def run(options: argparse.Namespace, configs: Configurations) -> Outcome:
    """Checks what the command line names.

    Args:
        options: what the command line says.
        configs: what is in force for each file.

    Raises:
        UsageError: a configuration says something that can't be.
    """
    if STDIN in options.paths and len(options.paths) > 1:
        raise UsageError("standard input can't be checked together with files")
    jobs, outcome = Jobs(configs, quiet=options.quiet), Outcome(Report(""))
    is_stdin = options.paths == [STDIN]
    for result in _of_stdin(options, configs, jobs) if is_stdin else _of_files(options, configs, jobs, outcome):
        outcome.add(result)
    outcome.report.target = jobs.targets()
    return outcome


def _of_stdin(options: argparse.Namespace, configs: Configurations, jobs: Jobs) -> Iterable[FileResult | Failed]:
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    data, path = sys.stdin.buffer.read(), options.stdin_filename
    if path is None or not Discovery(configs, options.exclude or ()).is_forced_out(path):
        yield check_safely(FileChecker(), jobs.of(path or _UNNAMED), data)


def _of_files(
    options: argparse.Namespace, configs: Configurations, jobs: Jobs, outcome: Outcome
) -> Iterable[FileResult | Failed]:
    discovery = Discovery(configs, options.exclude or ())
    listed = [jobs.of(path) for path in discovery.files(options.paths)]
    outcome.errors += map(reason, discovery.failures)
    if not listed and not discovery.failures and not options.quiet:
        warn("there are no Python files in what was to be checked")
    processes = cores() if options.jobs is None else options.jobs
    cache = None if options.no_cache else _cache(configs.below("").cache)
    results = _anew(listed, processes) if cache is None else _of_cache(cache, listed, processes)
    return results if options.quiet else shown(results, len(listed))


def _cache(folder: str) -> Cache | None:
    try:
        from tf2lint.runner.cache import Cache
    except ImportError as error:  # a Python that was built without sqlite3
        warn(f"nothing is kept for the next run: {error}")
        return None
    return Cache(folder)


def _anew(jobs: Sequence[Job], processes: int) -> Iterator[FileResult | Failed]:
    """What each file gives."""
    return (answer.result for answer in check_all(jobs, processes))


def _of_cache(cache: Cache, jobs: Sequence[Job], processes: int) -> Iterator[FileResult | Failed]:
    """What each file gave: in an earlier run, if nothing has changed since."""
    with closing(cache):
        found = [cache.find(job) for job in jobs]
        answers = check_all(
            [job for job, known in zip(jobs, found, strict=True) if known is None], processes, witnesses=True
        )
        for job, known in zip(jobs, found, strict=True):
            if known is not None:
                yield known
                continue
            answer = next(answers)
            if isinstance(answer.result, FileResult):
                cache.add(job, answer.result, answer.evidence)
            yield answer.result
        cache.write()
