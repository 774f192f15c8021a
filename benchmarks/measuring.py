"""Measures commands with all their child processes: processor time, wall time, memory."""

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
    """The measurements of one run of a command.

    Attributes:
        cpu: processor time of all its processes, in seconds.
        wall: wall time in seconds.
        peak: peak memory of the largest of its processes, in MB.
        code: its exit code; negative if a signal ended it.
    """

    cpu: float
    wall: float
    peak: float
    code: int


class Figures(NamedTuple):
    """The medians over several runs of a command; the exit code is that of the first run."""

    cpu: float
    wall: float
    peak: float
    code: int


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs a command, discards its output, and returns its measurements.

    Args:
        command: the path of the program and its arguments.
        folder: the working directory.
    """
    redirections = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    previous_folder = Path.cwd()
    os.chdir(folder)
    try:
        start = time.perf_counter()
        process = os.posix_spawn(command[0], list(command), os.environ, file_actions=redirections)
        _, status, usage = os.wait4(process, 0)
        wall = time.perf_counter() - start
    finally:
        os.chdir(previous_folder)
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024 / 1e6, os.waitstatus_to_exitcode(status))


def run_alternately(commands: Sequence[Sequence[str]], folder: Path, times: int) -> list[list[Run]]:
    """Runs commands alternately, so that other load on the machine affects all of them; each has one warm-up run.

    Args:
        commands: the commands.
        folder: the working directory.
        times: the number of measured runs of each command.

    Returns:
        The runs of each command.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(times + 1):
        for command, of_command in zip(commands, runs, strict=True):
            measured = run(command, folder)
            if number:
                of_command.append(measured)
    return runs


def median(runs: Sequence[Run]) -> Figures:
    """Returns the median of each measurement."""
    return Figures(
        statistics.median(measured.cpu for measured in runs),
        statistics.median(measured.wall for measured in runs),
        statistics.median(measured.peak for measured in runs),
        runs[0].code,
    )


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """Returns the median of the ratios between the processor times of `runs` and `others`, pair by pair."""
    return statistics.median(first.cpu / second.cpu for first, second in zip(runs, others, strict=True))


def machine() -> dict[str, str]:
    """Returns a description of the machine."""
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
