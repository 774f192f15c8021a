"""How long a command takes, and how much memory each of its processes had at most.

Usage: python benchmarks/memory.py COMMAND ARGUMENT...

Linux only: the kernel keeps each process's peak in /proc.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

#: Seconds between two looks: a process that lives shorter may be missed.
_PAUSE: Final = 0.05


def main(command: list[str]) -> int:
    """Runs a command and writes its figures; returns its exit code."""
    if not command:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for number in _tree(process.pid):
            peaks[number] = max(peaks.get(number, 0), _peak(number))
        time.sleep(_PAUSE)
    seconds = time.monotonic() - begun
    listed = ", ".join(f"{peak / 1024:.0f}" for peak in sorted(peaks.values()))
    sys.stdout.write(f"{seconds:.1f} s, at most {listed} MB in each process, exit code {process.returncode}\n")
    return process.returncode


def _tree(number: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return [number]
    return [number, *(below for child in children for below in _tree(int(child)))]


def _peak(number: int) -> int:
    """The most memory that a process has had, in KiB; 0 if it is gone."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
