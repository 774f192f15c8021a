"""Checks many files in one or more processes; the results come in the order of the files."""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from tf2lint.config import UsageError, reason
from tf2lint.linting import project_address
from tf2lint.runner.jobs import Failed
from tf2lint.source import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tf2lint.caching import EarlierCheck
    from tf2lint.project import Answers, Projects, Query, Summaries, TextIndex
    from tf2lint.runner.file_checker import FileChecker
    from tf2lint.runner.jobs import FileResult, Job

#: The number of files in a batch for a process: neighboring files import the same modules.
_BATCH: Final = 32
#: The maximum number of processes: `ProcessPoolExecutor` allows no more than 61 on Windows.
_MAX_PROCESSES: Final = 60
#: The number of stack frames shown of an internal error.
_TRACEBACK_FRAMES: Final = 8
#: After so many bytes of checked files, a process discards what it knows of modules, to bound its memory.
_MAX_BYTES: Final = 32_000_000
#: The signals that the main process handles.
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Checked(NamedTuple):
    """The result of checking a file, with its dependencies.

    Attributes:
        result: the result; None if that of an earlier check still holds.
        dependencies: the answers recorded since the previous file of the same process, by the path of the module that
            asked; empty if they are not recorded.
        queries: what the check itself asked, with digests of the answers.
        warnings: what has gone wrong since the previous file of the same process, apart from single files.
    """

    result: FileResult | Failed | None
    dependencies: Mapping[str, Answers]
    queries: Mapping[Query, str]
    warnings: tuple[str, ...] = ()


def used_processes(jobs: Sequence[Job], processes: int | None) -> int:
    """Returns in how many processes files are checked; up to one is this process.

    Args:
        jobs: the files.
        processes: the maximum number; None for that of the cores.
    """
    return min(cores() if processes is None else processes, len(jobs) // _BATCH, _MAX_PROCESSES)


def check_all(
    jobs: Sequence[Job],
    processes: int | None,
    *,
    record_dependencies: bool = False,
    earlier: Mapping[str, EarlierCheck] = MappingProxyType({}),
    projects: Projects | None = None,
    summaries: Callable[[Job], Summaries] | None = None,
) -> Iterator[Checked]:
    """Checks files.

    Args:
        jobs: the files and their settings.
        processes: the maximum number of processes; None for that of the cores.
        record_dependencies: whether to record what the checks depend on.
        earlier: earlier checks, by path. A file is not checked again if it has not changed, and other files still
            answer the same.
        projects: the projects of the files; None to find them.
        summaries: returns what earlier runs know of modules with the settings of a job; other processes do not ask.

    Yields:
        The result of each file, in the order of `jobs`.
    """
    if not jobs:
        return
    from tf2lint.runner import file_checker  # noqa: F401  # loaded only for a check, but before processes are forked

    processes = used_processes(jobs, processes)
    if processes < 2:
        yield from _Worker(record_dependencies, projects=projects, summaries=summaries).check(jobs, earlier)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    parts = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    batches = [(part, {job.path: earlier[job.path] for job in part if job.path in earlier}) for part in parts]
    can_fork = hasattr(os, "fork") and "fork" in multiprocessing.get_all_start_methods()
    method = "fork" if can_fork else "spawn"
    context = multiprocessing.get_context(method)
    if method == "fork":
        _reset_signals_at_fork()
        # Forking a process that has loaded the engine and the table is cheaper than loading them again.
        worker = _Worker(record_dependencies, None if projects is None else projects.texts)
        worker.prepare(jobs[0])
        _workers[:] = [worker]
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_start_worker, initargs=(record_dependencies,)
    )
    try:
        for batch in pool.map(_check_batch, batches):
            yield from batch
    except BrokenProcessPool:
        raise UsageError("a worker process was killed, perhaps because memory ran out; try --jobs 1") from None
    except BaseException:
        # Do not wait: a process that is terminated while it sends a result would never finish.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        _workers.clear()
    pool.shutdown()
    if method != "fork":
        del pool
        gc.collect()  # frees semaphores that have names, as the command ends without finalizers


class _Worker:
    """The checker of one process, which is kept from batch to batch."""

    def __init__(
        self,
        record_dependencies: bool,
        texts: TextIndex | None = None,
        projects: Projects | None = None,
        summaries: Callable[[Job], Summaries] | None = None,
    ) -> None:
        from tf2lint.runner.file_checker import FileChecker

        texts = texts if projects is None else projects.texts
        self._new_checker = partial(FileChecker, record_dependencies=record_dependencies, texts=texts)
        self._checker = self._new_checker(projects=projects, summaries=summaries)
        self._bytes = 0

    def prepare(self, job: Job) -> None:
        """Loads what all checks need that have the settings of a job."""
        self._checker.prepare(job)

    def check(self, jobs: Sequence[Job], earlier: Mapping[str, EarlierCheck]) -> Iterator[Checked]:
        from tf2lint.engine import no_garbage_collection

        with no_garbage_collection():
            for job in jobs:
                if self._bytes > _MAX_BYTES:
                    self._checker.free_memory()
                    self._bytes = 0
                result = self._check_one(job, earlier.get(job.path))
                warnings = self._checker.take_warnings()
                yield Checked(result, self._checker.take_dependencies(), self._checker.take_queries(), warnings)

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
        return Failed(f"{job.path}: internal error in tf2lint, please report it{where}\n{trace}")


#: The worker of this process, if it is not the main one; or that of the processes that will be forked.
_workers: Final[list[_Worker]] = []


def _start_worker(record_dependencies: bool) -> None:
    """Prepares a process to check files."""
    _reset_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not _workers:
        _workers[:] = [_Worker(record_dependencies)]


@lru_cache(maxsize=1)
def _reset_signals_at_fork() -> None:
    """Makes signals wait while a process is forked, until the new one has its own handlers: it may be ended at once."""
    os.register_at_fork(before=_hold_signals, after_in_parent=_release_signals, after_in_child=_reset_signals)


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)


def _release_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _reset_signals() -> None:
    """Makes signals end a worker process without a traceback; only the main process handles them."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        _release_signals()


def _end_with_parent() -> None:
    """Ends this process when the main one ends in a way that does not tell, such as a signal."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _check_batch(batch: tuple[Sequence[Job], Mapping[str, EarlierCheck]]) -> list[Checked]:
    return list(_workers[0].check(*batch))


def cores() -> int:
    """Returns the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
