"""Measures how processor time and memory grow with the size of projects of different shapes.

    python benchmarks/shapes.py
    python benchmarks/shapes.py --sizes 100 200 --shape "circle of star imports" --command /old/bin/tf2lint

Each project is checked once by one process without a cache. The slope is that of the logarithm of the time against that
of the bytes of source, by least squares: 1 is linear growth, 2 quadratic. What a run costs on an empty file is
subtracted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING, Final

from measuring import run
from project_shapes import SHAPES, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from measuring import Run

_OPTIONS: Final = ("check", "--isolated", "--no-cache", "--jobs", "1", "--quiet", "--output")
#: The exit codes of a check that went through.
_FINE: Final = (0, 1)


def main() -> int:
    """Prints a line for each shape; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1000, 2000], metavar="N")
    parser.add_argument("--shape", choices=SHAPES, action="append", help="only this shape; may be repeated")
    parser.add_argument("--command", default="tf2lint", help="the tf2lint to measure (default: tf2lint)")
    options = parser.parse_args()
    command = shutil.which(options.command)
    if command is None:
        parser.error(f"there is no {options.command}")
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder, "nothing")
        nothing.mkdir()
        (nothing / "empty.py").write_text("import tensorflow as tf\ntf.log(1.0)\n", "utf-8")
        start = min(_checked(command, nothing).cpu for _ in range(3))
        print(f"{'shape':32}{''.join(f'{size:>9,}' for size in options.sizes)}    slope  peak, MB", flush=True)
        for shape in options.shape or SHAPES:
            _print(shape, command, options.sizes, start, Path(folder))
    return 0


def _print(shape: str, command: str, sizes: Sequence[int], start: float, folder: Path) -> None:
    measured: list[tuple[int, Run]] = []
    for size in sizes:
        project = folder / "project"
        count = write(shape, size, project)
        measured.append((count, _checked(command, project)))
        shutil.rmtree(project)
    bytes_of = [log(count) for count, _ in measured]
    times = [max(figures.cpu - start, 0.001) for _, figures in measured]
    slope = linear_regression(bytes_of, list(map(log, times))).slope if len(times) > 1 else 1.0
    row = "".join(f"{time:9.2f}" for time in times)
    print(f"{shape:32}{row}{slope:9.2f}{measured[-1][1].peak:10.0f}", flush=True)


def _checked(command: str, project: Path) -> Run:
    figures = run([command, *_OPTIONS, str(project.parent / "findings.txt"), str(project)], project)
    if figures.code not in _FINE:
        sys.exit(f"checking {project} failed")
    return figures


if __name__ == "__main__":
    sys.exit(main())
