"""Checks many files in one or more processes; the results come in the order of the files."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.config import UsageError, reason
from tf2lint.engine import no_garbage_collection
from tf2lint.linting import project_address
from tf2lint.runner.file_checker import FileChecker, FileResult, Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.project import Answers

#: The number of files in a batch for a process: neighboring files import the same modules.
_BATCH: Final = 32
#: The maximum number of processes: `ProcessPoolExecutor` allows no more than 61 on Windows.
_MAX_PROCESSES: Final = 60
#: The number of stack frames shown of an internal error.
_TRACEBACK_FRAMES: Final = 8
#: The number of files after which a process discards its engines, to bound its memory.
_MAX_FILES: Final = 2_000


class Failed(NamedTuple):
    """A file that could not be read or checked.

    Attributes:
        message: the error message, which names the file and the cause.
    """

    message: str


class Checked(NamedTuple):
    """The result of checking a file, with its dependencies.

    Attributes:
        result: the result.
        dependencies: the answers recorded since the previous file of the same process, by the path of the module that
            asked; empty if they are not recorded.
    """

    result: FileResult | Failed
    dependencies: Mapping[str, Answers]


def check_all(jobs: Sequence[Job], processes: int, *, record_dependencies: bool = False) -> Iterator[Checked]:
    """Checks files.

    Args:
        jobs: the files and their settings.
        processes: the maximum number of processes.
        record_dependencies: whether to record what the checks depend on.

    Yields:
        The result of each file, in the order of `jobs`.
    """
    processes = min(processes, len(jobs) // _BATCH, _MAX_PROCESSES)
    if processes < 2:
        yield from _Worker(record_dependencies=record_dependencies).check(jobs)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    # Forking a process that has loaded the table is cheaper than loading it again.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    context = multiprocessing.get_context(method)
    if method == "fork":
        _reset_signals_at_fork()
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_reset_signals)
    try:
        for batch in pool.map(partial(_check_batch, record_dependencies=record_dependencies), batches):
            yield from batch
    except BrokenProcessPool:
        raise UsageError("a worker process was killed, perhaps because memory ran out; try --jobs 1") from None
    except BaseException:
        # Do not wait: a process that is terminated while it sends a result would never finish.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


class _Worker:
    """The checker of one process, which is kept from batch to batch."""

    def __init__(self, *, record_dependencies: bool) -> None:
        self._record_dependencies = record_dependencies
        self._checker = FileChecker(record_dependencies=record_dependencies)
        self._files = 0

    def check(self, jobs: Sequence[Job]) -> Iterator[Checked]:
        with no_garbage_collection():
            for job in jobs:
                self._files += 1
                if self._files > _MAX_FILES:
                    self._checker, self._files = FileChecker(record_dependencies=self._record_dependencies), 1
                    gc.collect()  # engines contain reference cycles
                yield Checked(self._check_one(job), self._checker.take_dependencies())

    def _check_one(self, job: Job) -> FileResult | Failed:
        try:
            with open(job.path, "rb") as file:
                data = file.read()
        except OSError as error:
            error.filename = error.filename or job.path  # missing if the file was opened but could not be read
            return Failed(reason(error))
        result = check_safely(self._checker, job, data)
        if isinstance(result, Failed):
            # The engines may be in an inconsistent state.
            self._checker = FileChecker(record_dependencies=self._record_dependencies)
        return result


def check_safely(checker: FileChecker, job: Job, data: bytes) -> FileResult | Failed:
    """Checks one file; an internal error becomes a `Failed` with a traceback, so that other files are still checked.

    Args:
        checker: the checker.
        job: the file and its settings.
        data: the content of the file.
    """
    try:
        return checker.check(job, data)
    except Exception:  # noqa: BLE001 - a bug can raise anything
        trace = traceback.format_exc(limit=-_TRACEBACK_FRAMES).rstrip()
        where = f" at {project_address()}/issues" if project_address() else ""
        return Failed(f"{job.path}: internal error in tf2lint, please report it{where}\n{trace}")


@lru_cache(maxsize=1)
def _worker(*, record_dependencies: bool) -> _Worker:
    """Returns the worker of this process."""
    return _Worker(record_dependencies=record_dependencies)


@lru_cache(maxsize=1)
def _reset_signals_at_fork() -> None:
    """Resets the signals of forked processes at once: the initializer runs too late for one that is only starting."""
    os.register_at_fork(after_in_child=_reset_signals)


def _reset_signals() -> None:
    """Makes signals end a worker process without a traceback; only the main process handles them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _check_batch(jobs: Sequence[Job], *, record_dependencies: bool) -> list[Checked]:
    return list(_worker(record_dependencies=record_dependencies).check(jobs))


def cores() -> int:
    """Returns the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
