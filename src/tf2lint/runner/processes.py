"""Checks many files in one or more processes; the results come in the order of the files."""

from __future__ import annotations

import gc
import os
import signal
import threading
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tf2lint.config import UsageError
from tf2lint.runner.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.caching import EarlierCheck
    from tf2lint.runner.jobs import Job
    from tf2lint.runner.worker import Checked

    #: Files, and earlier checks by path.
    _Batch = tuple[Sequence[Job], Mapping[str, EarlierCheck]]

#: The number of files in a batch for a process: neighboring files import the same modules.
_BATCH: Final = 32
#: The maximum number of processes: `ProcessPoolExecutor` allows no more than 61 on Windows.
_MAX_PROCESSES: Final = 60
#: The signals that the main process handles.
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


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
    worker: Worker | None = None,
    earlier: Mapping[str, EarlierCheck] = MappingProxyType({}),
) -> Iterator[Checked]:
    """Checks files.

    Args:
        jobs: the files and their settings.
        processes: the maximum number of processes; None for that of the cores.
        worker: checks the files in this process; other processes have one of their own, which records dependencies if
            this one does. None for one that does not.
        earlier: earlier checks, by path. A file is not checked again if it has not changed, and other files still
            answer the same.

    Yields:
        The result of each file, in the order of `jobs`.
    """
    if not jobs:
        return
    processes = used_processes(jobs, processes)
    if processes < 2:
        yield from (worker or Worker()).check(jobs, earlier)
        return
    record_dependencies = worker is not None and worker.records_dependencies
    parts = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    batches = [(part, {job.path: earlier[job.path] for job in part if job.path in earlier}) for part in parts]
    # Forking a process that has loaded the engine and the table is cheaper than loading them again.
    forked = Worker(record_dependencies, None if worker is None else worker.texts) if _can_fork() else None
    if forked is not None:
        forked.prepare(jobs[0])
    yield from _check_batches(batches, processes, record_dependencies, forked)


def _check_batches(
    batches: Sequence[_Batch], processes: int, record_dependencies: bool, forked: Worker | None
) -> Iterator[Checked]:
    """Checks batches of files in several processes.

    Args:
        batches: the batches.
        processes: the number of processes.
        record_dependencies: whether to record what the checks depend on.
        forked: the worker that each process gets a copy of; None if processes are not forked but start anew.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    if forked is not None:
        _reset_signals_at_fork()
        _workers[:] = [forked]
    context = multiprocessing.get_context("spawn" if forked is None else "fork")
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
    if forked is None:
        del pool
        gc.collect()  # frees semaphores that have names, as the command ends without finalizers


def _can_fork() -> bool:
    import multiprocessing

    return hasattr(os, "fork") and "fork" in multiprocessing.get_all_start_methods()


#: The worker of this process, if it is not the main one; or that of the processes that will be forked.
_workers: Final[list[Worker]] = []


def _start_worker(record_dependencies: bool) -> None:
    """Prepares a process to check files."""
    _reset_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not _workers:
        _workers[:] = [Worker(record_dependencies)]


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


def _check_batch(batch: _Batch) -> list[Checked]:
    return list(_workers[0].check(*batch))


def cores() -> int:
    """Returns the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
