"""Checks many files, in one process or in several, and gives what was found in the order of the files."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.config import UsageError, reason
from tf2lint.engine import no_garbage_collection
from tf2lint.linting import HOME
from tf2lint.runner.file_checker import FileChecker, FileResult, Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.project import Answers

#: How many files a process is handed at once: those of one folder share what they import.
_BATCH: Final = 32
#: More than Windows can wait for.
_MOST_PROCESSES: Final = 60
#: How much is told of the way to an error of ours.
_LAST_CALLS: Final = 8
#: After so many files a process forgets what it knows of the modules that they import.
_MOST_FILES: Final = 2_000


class Failed(NamedTuple):
    """A file that can't be read or checked.

    Attributes:
        message: names it, and the cause.
    """

    message: str


class Answer(NamedTuple):
    """What the check of a file gave.

    Attributes:
        result: what was found.
        evidence: what modules were told since the last answer of the same process, if somebody keeps that.
    """

    result: FileResult | Failed
    evidence: Mapping[str, Answers]


def check_all(jobs: Sequence[Job], processes: int, *, witnesses: bool = False) -> Iterator[Answer]:
    """Checks files.

    Args:
        jobs: the files, and how to check each.
        processes: how many may work at the same time.
        witnesses: whether to tell what the checks went by.

    Yields:
        What each file gave, in the order of `jobs`.
    """
    processes = min(processes, len(jobs) // _BATCH, _MOST_PROCESSES)
    if processes < 2:
        yield from _Worker(witnesses=witnesses).check(jobs)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    # To fork a process that has loaded the table is cheaper than to load it again.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
    try:
        for answers in pool.map(partial(_check_batch, witnesses=witnesses), batches):
            yield from answers
    except BrokenProcessPool:
        raise UsageError("a process that checked files was killed, perhaps for want of memory; try --jobs 1") from None
    except BaseException:
        # Nobody waits for them: one that ends while it answers would never be done with that.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


class _Worker:
    """What one process knows."""

    def __init__(self, *, witnesses: bool) -> None:
        self._witnesses = witnesses
        self._checker = FileChecker(witnesses=witnesses)
        self._files = 0

    def check(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        with no_garbage_collection():
            for job in jobs:
                self._files += 1
                if self._files > _MOST_FILES:
                    self._checker, self._files = FileChecker(witnesses=self._witnesses), 1
                    gc.collect()  # what an engine knows refers to itself
                yield Answer(self._check_one(job), self._checker.evidence())

    def _check_one(self, job: Job) -> FileResult | Failed:
        try:
            with open(job.path, "rb") as file:
                data = file.read()
        except OSError as error:
            error.filename = error.filename or job.path  # which it lacks if the file could be opened
            return Failed(reason(error))
        result = check_safely(self._checker, job, data)
        if isinstance(result, Failed):
            self._checker = FileChecker(witnesses=self._witnesses)  # what the other one knows may be half the truth
        return result


def check_safely(checker: FileChecker, job: Job, data: bytes) -> FileResult | Failed:
    """Checks one file; an error of ours is told in full, and keeps nobody from what there is to say of the others.

    Args:
        checker: what checks it.
        job: which file it is, and how to check it.
        data: what it holds.
    """
    try:
        return checker.check(job, data)
    except Exception:  # noqa: BLE001 - none of them is expected
        told = traceback.format_exc(limit=-_LAST_CALLS).rstrip()
        return Failed(f"{job.path}: tf2lint itself failed, please report this at {HOME}/issues\n{told}")


@lru_cache(maxsize=1)
def _worker(*, witnesses: bool) -> _Worker:
    """What this process knows, from batch to batch."""
    return _Worker(witnesses=witnesses)


def _begin() -> None:
    """Makes a process ready. One that is interrupted just ends: the first process has the say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _check_batch(jobs: Sequence[Job], *, witnesses: bool) -> list[Answer]:
    return list(_worker(witnesses=witnesses).check(jobs))


def cores() -> int:
    """How many processes can work at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
