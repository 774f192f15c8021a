"""Checks files with a cache and without one, as two processes would."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tf2lint.runner.cache import Cache
from tf2lint.runner.check import _checked_again
from tf2lint.runner.jobs import Failed, FileResult, Job
from tf2lint.runner.processes import check_all
from tf2lint.source import module_finder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run(folder: Path, jobs: Sequence[Job]) -> tuple[list[FileResult], int]:
    """Checks files with a cache.

    Args:
        folder: the folder of the cache.
        jobs: the files.

    Returns:
        The results, and how many of them are those of earlier checks.
    """
    forget_folders()
    results, hits = list[FileResult](), 0
    with closing(Cache(str(folder))) as cache:
        cached = cache.find_all(jobs)
        to_check = [job for job, found in zip(jobs, cached, strict=True) if found is None]
        newly = _checked_again(cache, to_check, 1)
        for job, stored in zip(jobs, cached, strict=True):
            result: FileResult | Failed | None = stored
            if result is None:
                checked = next(newly)
                hits += checked.result is None
                result = cache.add(job, checked)
            else:
                hits += 1
            assert isinstance(result, FileResult), result
            results.append(result)
        cache.write()
    return results, hits


def run_uncached(jobs: Sequence[Job]) -> list[FileResult]:
    """Checks files without a cache; returns the results."""
    forget_folders()
    return [checked.result for checked in check_all(jobs, 1) if isinstance(checked.result, FileResult)]


def forget_folders() -> None:
    """Clears what the process remembers of folders; a run of the command would be a new process."""
    for function in (module_finder._absolute, module_finder.module_in, module_finder._names_in):
        function.cache_clear()
    module_finder._LOOKED_FOR.clear()
