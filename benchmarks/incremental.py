"""Measures what a check costs after a change, in units of parsing all files with `ast.parse`.

    python benchmarks/incremental.py FOLDER
    python benchmarks/incremental.py FOLDER --package object_detection --changes 5 --command /old/bin/tf2lint

FOLDER contains the corpus; missing packages are fetched. A copy of the package is checked by one process: without a
cache, with an empty one, with a full one, and after `x = 1` was added at the end of each of some random files in turn.
Parsing is measured before and after each run. Each run must have the same findings as one without a cache.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from corpus import fetch
from measuring import run

_OPTIONS: Final = ("check", ".", "--jobs", "1", "--quiet", "--exit-zero", "--output")
_PARSE: Final = (
    "import ast, pathlib\nfor path in pathlib.Path('.').rglob('*.py'):\n    ast.parse(path.read_bytes(), str(path))"
)


def main() -> int:
    """Prints a line for each kind of run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--package", default="tensor2tensor", help="a package of the corpus (default: tensor2tensor)")
    parser.add_argument("--changes", type=int, default=20, metavar="N", help="number of changed files (default: 20)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of each other kind (default: 5)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the choice of files (default: 0)")
    parser.add_argument("--command", default="tf2lint", help="the tf2lint to measure (default: tf2lint)")
    options = parser.parse_args()
    fetch(options.folder, ["tf1"])
    command = shutil.which(options.command)
    if command is None:
        parser.error(f"there is no {options.command}")
    package = options.folder / "tf1" / options.package
    for kind, costs in measure(command, package, options.runs, options.changes, options.seed).items():
        worst = max(costs, key=lambda cost: cost.times)
        where = f" ({worst.changed})" if worst.changed else ""
        print(f"{kind:>20}: median {statistics.median(c.times for c in costs):.2f}, worst {worst.times:.2f}{where}")
    return 0


class Cost(NamedTuple):
    """What a run costs.

    Attributes:
        times: its processor time, in units of parsing all files.
        changed: the file that was changed before it; empty if there was none.
    """

    times: float
    changed: str


def measure(command: str, package: Path, runs: int, changes: int, seed: int = 0) -> dict[str, list[Cost]]:
    """Measures each kind of run on a copy of a package; returns the costs by kind.

    Args:
        command: the path of tf2lint.
        package: the package.
        runs: how many runs of each kind are measured but those after a change.
        changes: how many files are changed.
        seed: the seed of the choice of these files.

    Raises:
        SystemExit: a run failed, or the cache changes findings.
    """
    with tempfile.TemporaryDirectory() as folder:
        measurement = _Measurement(command, package, Path(folder))
        measurement.several("without a cache", runs, "--no-cache")
        for _ in range(runs):
            shutil.rmtree(measurement.cache, ignore_errors=True)
            measurement.once("with an empty cache")
        measurement.several("nothing changed", runs)
        files = sorted(measurement.project.rglob("*.py"))
        for path in random.Random(seed).sample(files, min(changes, len(files))):
            with path.open("a", encoding="utf-8") as file:
                file.write("\nx = 1\n")
            measurement.once("after a change", path)
        measurement.check_findings()
    return measurement.costs


class _Measurement:
    """Runs one command on a copy of a project.

    Args:
        command: the path of tf2lint.
        package: the project.
        folder: an empty folder.

    Attributes:
        project: the copy.
        cache: the folder of the cache.
        costs: the costs of the runs so far, by kind.
    """

    def __init__(self, command: str, package: Path, folder: Path) -> None:
        self.project = folder / "project"
        self.cache = folder / "cache"
        self._output = folder / "findings"
        self._command = command
        self.costs: dict[str, list[Cost]] = {}
        shutil.copytree(package, self.project)
        run([sys.executable, "-c", _PARSE], self.project)

    def several(self, kind: str, times: int, *options: str) -> None:
        """Measures a run several times."""
        for _ in range(times):
            self.once(kind, None, *options)

    def once(self, kind: str, changed: Path | None = None, *options: str) -> None:
        """Measures a run in units of parsing."""
        before = run([sys.executable, "-c", _PARSE], self.project)
        checked = run(
            [self._command, *_OPTIONS, str(self._output), "--cache-dir", str(self.cache), *options], self.project
        )
        after = run([sys.executable, "-c", _PARSE], self.project)
        if checked.code:
            raise SystemExit(f"tf2lint failed with {checked.code}")
        name = "" if changed is None else str(changed.relative_to(self.project))
        self.costs.setdefault(kind, []).append(Cost(2 * checked.cpu / (before.cpu + after.cpu), name))

    def check_findings(self) -> None:
        """Compares the findings of the last run with those without a cache.

        Raises:
            SystemExit: they differ.
        """
        found = self._output.read_bytes()
        run([self._command, *_OPTIONS, str(self._output), "--no-cache"], self.project)
        if self._output.read_bytes() != found:
            raise SystemExit("the cache changes findings")


if __name__ == "__main__":
    sys.exit(main())
