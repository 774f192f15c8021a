"""Measures how the time of a check grows with the size of a project: 1, 2, 4, and 8 copies of a package.

    python benchmarks/growth.py FOLDER
    python benchmarks/growth.py FOLDER --package object_detection --copies 1 2 4 --command /old/bin/tf2lint

FOLDER contains the corpus; missing packages are fetched. Each copy has a name of its own, by which its files import
each other, and all copies lie beside each other in one project. Per copy, neither the time nor the number of findings
should change. Each size is checked several times, in turn, by one process without a cache; the median counts.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import fetch
from measuring import median, run

if TYPE_CHECKING:
    from measuring import Run

_OPTIONS: Final = ("check", "--isolated", "--no-cache", "--jobs", "1", "--quiet", "--format", "json", "--output")
#: The exit codes of a check that went through.
_FINE: Final = (0, 1)


def main() -> int:
    """Prints a line for each number of copies; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--package", default="tensor2tensor", help="a package of the corpus (default: tensor2tensor)")
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 2, 4, 8], metavar="N", help="default: 1 2 4 8")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each size (default: 3)")
    parser.add_argument("--command", default="tf2lint", help="the tf2lint to measure (default: tf2lint)")
    options = parser.parse_args()
    fetch(options.folder, ["tf1"])
    package = options.folder / "tf1" / options.package / options.package
    command = shutil.which(options.command)
    if command is None or not package.is_dir():
        parser.error(f"there is no {package if command else options.command}")
    with tempfile.TemporaryDirectory() as folder:
        projects = {copies: _project(package, copies, Path(folder)) for copies in options.copies}
        runs: dict[int, list[Run]] = {copies: [] for copies in options.copies}
        for _ in range(options.runs):
            for copies, project in projects.items():
                runs[copies].append(run([command, *_OPTIONS, str(_output(project)), str(project)], project))
        if any(measured.code not in _FINE for measured_runs in runs.values() for measured in measured_runs):
            sys.stderr.write("a check failed\n")
            return 2
        findings = {copies: _findings(project) for copies, project in projects.items()}
    _print(runs, findings)
    return 0


def _project(package: Path, copies: int, folder: Path) -> Path:
    """Makes a project of several copies of a package; returns its folder."""
    project = folder / f"copies_{copies}"
    word = re.compile(rf"\b{package.name}\b".encode())
    for number in range(1, copies + 1):
        name = f"{package.name}_{number}"
        for file in package.rglob("*.py"):
            copy = project / name / file.relative_to(package)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(word.sub(name.encode(), file.read_bytes()))
    (project / "setup.cfg").write_text("", "utf-8")  # marks the top folder of the project
    return project


def _output(project: Path) -> Path:
    return project.parent / f"{project.name}.json"


def _findings(project: Path) -> int:
    return len(json.loads(_output(project).read_text("utf-8"))["findings"])


def _print(runs: dict[int, list[Run]], findings: dict[int, int]) -> None:
    print("copies  CPU, s  per copy  ratio  peak, MB  findings  per copy")
    first: float | None = None
    for copies, of_size in runs.items():
        figures = median(of_size)
        each = figures.cpu / copies
        first = each if first is None else first
        print(
            f"{copies:6} {figures.cpu:7.2f} {each:9.2f} {each / first:6.2f} {figures.peak:9.0f}"
            f" {findings[copies]:9,} {findings[copies] / copies:9,.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
