"""Measures whole processes with all that they start: processor time, time on the clock, memory."""

from __future__ import annotations

import os
import platform
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Run(NamedTuple):
    """What one run of a command took.

    Attributes:
        cpu: seconds of processor time, of all its processes together.
        wall: seconds on the clock.
        peak: the most memory that one of its processes had, in MB.
        code: its exit code; negative if a signal ended it.
    """

    cpu: float
    wall: float
    peak: float
    code: int


class Figures(NamedTuple):
    """What several runs of a command took: of each figure the median."""

    cpu: float
    wall: float
    peak: float
    code: int


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs a command, and throws away what it writes.

    Args:
        command: the program, with its path, and its arguments.
        folder: where to run it.
    """
    nothing = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    here = Path.cwd()
    os.chdir(folder)
    try:
        start = time.perf_counter()
        process = os.posix_spawn(command[0], list(command), os.environ, file_actions=nothing)
        _, status, usage = os.wait4(process, 0)
        wall = time.perf_counter() - start
    finally:
        os.chdir(here)
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024 / 1e6, os.waitstatus_to_exitcode(status))


def together(commands: Sequence[Sequence[str]], folder: Path, times: int) -> list[list[Run]]:
    """Runs commands in turn, so that what disturbs one disturbs the others; each first once without being counted.

    Args:
        commands: the commands.
        folder: where to run them.
        times: how often each is counted.

    Returns:
        For each command its runs.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(times + 1):
        for command, of_command in zip(commands, runs, strict=True):
            measured = run(command, folder)
            if number:
                of_command.append(measured)
    return runs


def median(runs: Sequence[Run]) -> Figures:
    """The median of each figure."""
    return Figures(
        statistics.median(one.cpu for one in runs),
        statistics.median(one.wall for one in runs),
        statistics.median(one.peak for one in runs),
        runs[0].code,
    )


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """How many times the processor time of others runs took: the median of the ratios, pair by pair."""
    return statistics.median(one.cpu / other.cpu for one, other in zip(runs, others, strict=True))


def machine() -> dict[str, str]:
    """What the figures depend on."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text("utf-8").splitlines() if "model name" in line
        ]
        processor = names[0] if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "processor": processor,
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GB",
        "python": platform.python_version(),
    }
