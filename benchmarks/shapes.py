"""Measures how processor time and memory grow with the size of projects of different shapes.

    python benchmarks/shapes.py
    python benchmarks/shapes.py --sizes 100 200 --shape "circle of star imports" --command /old/bin/tf2lint
    python benchmarks/shapes.py --cached

Each project is checked once by one process, without a cache, or with an empty one (`--cached`). The slope is that of
the logarithm of the time against that of the bytes of source, by least squares: 1 is linear growth, 2 quadratic. What
a run costs on an empty file is subtracted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING, Final, NamedTuple

from measuring import Run, run
from project_shapes import SHAPES, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OPTIONS: Final = ("check", "--isolated", "--jobs", "1", "--quiet", "--output")
#: The exit codes of a check that went through.
_FINE: Final = (0, 1)


def main() -> int:
    """Prints a line for each shape; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1000, 2000], metavar="N")
    parser.add_argument("--shape", choices=SHAPES, action="append", help="only this shape; may be repeated")
    parser.add_argument("--cached", action="store_true", help="store results in a cache")
    parser.add_argument("--command", default="tf2lint", help="the tf2lint to measure (default: tf2lint)")
    options = parser.parse_args()
    command = shutil.which(options.command)
    if command is None:
        parser.error(f"there is no {options.command}")
    print(f"{'shape':32}{''.join(f'{size:>9,}' for size in options.sizes)}    slope  peak, MB", flush=True)
    for growth in measure(command, options.sizes, options.shape or list(SHAPES), is_cached=options.cached):
        row = "".join(f"{time:9.2f}" for time in growth.times)
        print(f"{growth.shape:32}{row}{growth.slope:9.2f}{growth.peak:10.0f}", flush=True)
    return 0


class Growth(NamedTuple):
    """How the cost of a check grows with the size of a project of one shape.

    Attributes:
        shape: the shape.
        sizes: the sizes: mostly, how many modules there are.
        bytes: the bytes of source at each size.
        times: the processor time at each size, in seconds, without that of a run on one short file.
        slope: the slope of the logarithm of the time against that of the bytes.
        peak: the memory at the largest size, in MB.
    """

    shape: str
    sizes: list[int]
    bytes: list[int]
    times: list[float]
    slope: float
    peak: float


def measure(command: str, sizes: Sequence[int], shapes: Iterable[str], *, is_cached: bool = False) -> Iterator[Growth]:
    """Measures checks of generated projects.

    Args:
        command: the path of tf2lint.
        sizes: the sizes.
        shapes: the shapes, see `project_shapes`.
        is_cached: whether results are stored in a cache, which is empty at first.

    Raises:
        SystemExit: a run failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nothing = folder / "nothing"
        nothing.mkdir()
        (nothing / "empty.py").write_text("import tensorflow as tf\ntf.log(1.0)\n", "utf-8")
        start = min(_checked(command, nothing, is_cached=is_cached).cpu for _ in range(3))
        for shape in shapes:
            yield _growth(shape, command, sizes, start, folder, is_cached=is_cached)


def _growth(shape: str, command: str, sizes: Sequence[int], start: float, folder: Path, *, is_cached: bool) -> Growth:
    written, checked = list[int](), list[Run]()
    for size in sizes:
        project = folder / "project"
        written.append(write(shape, size, project))
        checked.append(_checked(command, project, is_cached=is_cached))
        shutil.rmtree(project)
    times = [max(figures.cpu - start, 0.001) for figures in checked]
    slope = linear_regression(list(map(log, written)), list(map(log, times))).slope if len(times) > 1 else 1.0
    return Growth(shape, list(sizes), written, times, slope, checked[-1].peak)


def _checked(command: str, project: Path, *, is_cached: bool) -> Run:
    with tempfile.TemporaryDirectory() as cache:
        options = ("--cache-dir", cache) if is_cached else ("--no-cache",)
        findings = str(project.parent / "findings.txt")
        figures = run([command, *_OPTIONS, findings, *options, str(project)], project)
    if figures.code not in _FINE:
        sys.exit(f"checking {project} failed")
    return figures


if __name__ == "__main__":
    sys.exit(main())
