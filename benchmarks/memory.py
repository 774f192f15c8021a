"""Measures how long a command takes, and the peak memory of each of its processes.

Usage: python benchmarks/memory.py COMMAND ARGUMENT...

Linux only: reads each process's peak from /proc.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

#: Seconds between two samples; processes with a shorter lifetime may be missed.
_PAUSE: Final = 0.05


def main(command: list[str]) -> int:
    """Runs a command and prints its figures; returns its exit code."""
    if not command:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for process_id in _tree(process.pid):
            peaks[process_id] = max(peaks.get(process_id, 0), _peak(process_id))
        time.sleep(_PAUSE)
    seconds = time.monotonic() - started
    listed = ", ".join(f"{peak / 1024:.0f}" for peak in sorted(peaks.values()))
    sys.stdout.write(f"{seconds:.1f} s, at most {listed} MB in each process, exit code {process.returncode}\n")
    return process.returncode


def _tree(process_id: int) -> list[int]:
    """Returns the ids of a process and of all its descendants."""
    try:
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    except OSError:
        return [process_id]
    return [process_id, *(descendant for child in children for descendant in _tree(int(child)))]


def _peak(process_id: int) -> int:
    """Returns the peak memory of a process in KiB; 0 if it no longer exists."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
