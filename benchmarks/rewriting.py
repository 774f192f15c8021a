"""Measures which share of a check goes into what messages say to write: rewritten calls, and the edits of fixes.

    python benchmarks/rewriting.py FOLDER
    python benchmarks/rewriting.py FOLDER --packages niftynet magenta --runs 9

FOLDER contains the corpus; missing packages are fetched. Each package is checked with and without, in turn, by one
process without a cache. The share of CPU is the median over pairs of runs; that of function calls is the same on every
machine, but counts calls of all lengths alike.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Final

from corpus import fetch
from measuring import run_alternately

from tf2lint.cli.commands import main as tf2lint
from tf2lint.linting.call_advice import CallAdvice

_OPTIONS: Final = ("check", "--isolated", "--no-cache", "--jobs", "1", "--quiet", "--output", "/dev/null")
_CHECK, _CALLS = "--check", "--calls"
_WITHOUT: Final = "without"


def main() -> int:
    """Prints the shares for each package; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--packages", nargs="+", default=["object_detection", "tensor2tensor"], metavar="NAME")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="pairs of runs (default: 5)")
    options = parser.parse_args()
    fetch(options.folder, ["tf1"])
    print("package              CPU  function calls")
    for package in options.packages:
        path = options.folder / "tf1" / package
        commands = [_command(_CHECK, path), _command(_CHECK, path, _WITHOUT)]
        pairs = zip(*run_alternately(commands, options.folder, options.runs), strict=True)
        cpu = statistics.median(1 - without.cpu / all_.cpu for all_, without in pairs)
        calls = 1 - _calls(path, _WITHOUT) / _calls(path)
        print(f"{package:<18} {cpu:5.1%}  {calls:14.1%}", flush=True)
    return 0


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), *map(str, arguments)]


def _calls(*arguments: str | Path) -> int:
    """Returns the number of function calls of a check."""
    return int(subprocess.run(_command(_CALLS, *arguments), capture_output=True, check=True, text=True).stdout)


def _check(kind: str, path: str, without: str = "") -> int:
    """Checks files, in a process of its own; returns the exit code."""
    if without:
        CallAdvice.applied = lambda _, diagnostic: diagnostic  # type: ignore[assignment, method-assign]
    if kind == _CHECK:
        return tf2lint([*_OPTIONS, path])
    profile = cProfile.Profile()
    profile.runcall(tf2lint, [*_OPTIONS, path])
    print(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(_check(*sys.argv[1:]) if sys.argv[1:2] in ([_CHECK], [_CALLS]) else main())
