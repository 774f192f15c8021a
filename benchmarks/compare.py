"""Compares tf2lint with other tools on real programs and writes the results.

    python benchmarks/compare.py [--work FOLDER] [--runs N] [--only PART...]

Fetches the corpus, builds the environments (both are kept in FOLDER for the next run), runs all comparisons, and writes
`results/DATE.json` and the plots in docs/pictures. `tools/build_docs.py` generates docs/benchmark.md from the result.
Needs Linux, the extra `benchmark`, and about 4 GB for TensorFlow; takes about two hours. Parts: speed, flake8, pylint,
processes, changes, shapes, growth, findings, forms, loading.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import contenders
import corpus
import environments
import forms
import gone
import incremental
import measuring
import plots
import project_shapes
import shapes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results"
PICTURES: Final = HERE.parent / "docs" / "pictures"
#: The packages for speed measurements.
_TIMED: Final = ("tensor2tensor", "object_detection")
#: The packages for pylint, which is slow.
_PYLINTED: Final = ("kfac", "luminoth")
#: How many files are changed, one after the other.
_CHANGES: Final = 20
#: The sizes of the generated projects.
_SIZES: Final = (250, 500, 1_000, 2_000)
#: Numbers of copies of the corpus.
_GROWTH: Final = (1, 2, 4, 8)


def main() -> int:
    """Runs the comparisons and writes the result; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder for the corpus and the environments")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="measured runs of each command (default: 5)")
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), default=list(_PARTS), metavar="PART")
    options = parser.parse_args()
    folder = options.work.resolve()
    comparison = Comparison(folder, options.runs)
    RESULTS.mkdir(exist_ok=True)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    path = RESULTS / f"{today}.json"
    result = json.loads(path.read_text("utf-8")) if path.exists() else {}
    result.update(date=today, runs=options.runs, machine=measuring.machine(), **comparison.facts)
    for part in options.only:
        print(f"{part} ...", file=sys.stderr)
        result[part] = _PARTS[part](comparison)
        path.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n", "utf-8")
    plots.draw(result, PICTURES)
    print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return 0


class Comparison:
    """The comparisons of tf2lint with other tools; each method runs one part.

    Args:
        folder: the folder for the corpus, the environments, and the output of tools.
        runs: the number of measured runs of each command.

    Attributes:
        facts: facts that the result depends on, other than the machine.
    """

    def __init__(self, folder: Path, runs: int) -> None:
        self._runs = runs
        self._sets = corpus.fetch(folder / "corpus")
        self._programs = environments.build(folder / "environments")
        self._work = folder / "scratch"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir()
        self._names = gone.names(self._programs["tf2lint"] / "tf2lint")
        self.facts = {
            "versions": environments.versions(self._programs),
            "banned": len(self._names.gone),
            "silent": list(forms.SILENT),
        }
        self._bans = self._work / "ruff.toml"
        contenders.ban(self._names, self._bans)

    def speed(self) -> dict[str, Any]:
        """Measures each tool as a command against Python's parser on the same files."""
        return {package: self._speed(self._package(package)) for package in _TIMED}

    def _speed(self, package: Path) -> dict[str, Any]:
        floor = [str(self._programs["tf2lint"] / "python"), str(HERE / "floor.py"), str(package)]
        check = self._check(package)
        cached = [*check, "--cache-dir", str(self._work / f"cache-{package.name}")]
        measuring.run([*cached, "--jobs", "1"], self._work)
        commands = {
            "tf2lint, one process": [*check, "--no-cache", "--jobs", "1"],
            "tf2lint, two processes": [*check, "--no-cache", "--jobs", "2"],
            "tf2lint, nothing changed": [*cached, "--jobs", "1"],
            "tf_upgrade_v2": contenders.upgrade_command(self._programs, package, self._work),
            "ruff, names banned": [*contenders.ruff_command(self._programs, self._bans), str(package)],
        }
        return self._against("ast.parse", floor, commands)

    def flake8(self) -> dict[str, Any]:
        """Measures flake8 with the plugin against flake8 without it; one of the packages does not use TensorFlow."""
        result: dict[str, Any] = {}
        for package in (*map(self._package, _TIMED), self._folder("modern") / "django"):
            arguments = ["--isolated", "--jobs", "1", "--exit-zero", "--quiet", str(package)]
            # The plugin is active as soon as it is installed.
            with_plugin, without = (str(self._programs[name] / "flake8") for name in ("tf2lint", "hosts"))
            commands = {
                "with, nothing changed": [with_plugin, *arguments],
                "with, without a cache": [with_plugin, "--tf-no-cache", *arguments],
            }
            result[package.name] = self._against("without", [without, *arguments], commands)
        return result

    def pylint(self) -> dict[str, Any]:
        """Measures pylint with the plugin against pylint without it."""
        result: dict[str, Any] = {}
        for package in map(self._package, _PYLINTED):
            arguments = ["--rcfile=", "--persistent=n", "--exit-zero", "--recursive=y", str(package)]
            without = [str(self._programs["tf2lint"] / "pylint"), *arguments]
            with_plugin = [*without, "--load-plugins=tf2lint.pylint_plugin"]
            result[package.name] = self._against("without", without, {"with, nothing changed": with_plugin})
        return result

    def _against(self, base_label: str, base: list[str], commands: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Measures each command against a base command, running the two alternately."""
        result: dict[str, Any] = {}
        for label, command in commands.items():
            base_runs, runs = measuring.run_alternately([base, command], self._work, self._runs)
            result.setdefault(base_label, measuring.median(base_runs)._asdict())
            result[label] = {**measuring.median(runs)._asdict(), "ratio": measuring.ratio(runs, base_runs)}
            print(f"  {label}: {result[label]}", file=sys.stderr)
        return result

    def processes(self) -> dict[str, Any]:
        """Measures two processes against one."""
        result: dict[str, Any] = {}
        for package in map(self._package, _TIMED):
            one, two = ([*self._check(package), "--no-cache", "--jobs", str(jobs)] for jobs in (1, 2))
            runs, others = measuring.run_alternately([one, two], self._work, self._runs)
            faster = [first.wall / second.wall for first, second in zip(runs, others, strict=True)]
            result[package.name] = {
                "times as fast": statistics.median(faster),
                "CPU": measuring.ratio(others, runs),
                "one": measuring.median(runs)._asdict(),
                "two": measuring.median(others)._asdict(),
            }
            print(f"  {package.name}: {result[package.name]}", file=sys.stderr)
        return result

    def changes(self) -> dict[str, Any]:
        """Measures runs with a cache, and after a change in one file, in units of parsing all files."""
        return {
            package.name: incremental.measure(self._tf2lint, package, self._runs, _CHANGES)
            for package in map(self._package, _TIMED)
        }

    def shapes(self) -> list[dict[str, Any]]:
        """Measures how the cost of a check grows with the size of projects of different shapes."""
        return [growth._asdict() for growth in shapes.measure(self._tf2lint, _SIZES, project_shapes.SHAPES)]

    def growth(self) -> dict[str, Any]:
        """Measures the command on one, two, four and eight copies of the TensorFlow 1 corpus."""
        folder, result = self._work / "copies", {}
        for size in _GROWTH:
            for number in range(size):
                if not (folder / f"copy{number}").exists():
                    shutil.copytree(self._folder("tf1"), folder / f"copy{number}")
            (runs,) = measuring.run_alternately([[*self._check(folder), "--no-cache", "--jobs", "1"]], self._work, 1)
            result[str(size)] = measuring.median(runs)._asdict()
            print(f"  {size}: {result[str(size)]}", file=sys.stderr)
        shutil.rmtree(folder)
        return result

    def findings(self) -> dict[str, Any]:
        """Counts how many lines with a name that is gone each tool finds, by package."""
        result: dict[str, Any] = {}
        for package in self._sets["tf1"]:
            expected = gone.lines(package, self._names)
            result[package.name] = {
                "lines": len(expected),
                "tools": {
                    tool: {
                        "found": len(report.lines & expected),
                        "other lines": len(report.lines - expected),
                        "advice": dict(report.advice),
                        "failure": report.failure,
                    }
                    for tool, report in self._reports(package).items()
                },
            }
            print(f"  {package.name}: {result[package.name]}", file=sys.stderr)
        return result

    def forms(self) -> dict[str, Any]:
        """Checks which forms of names each tool recognizes in small programs, and which programs make it fail."""
        work = self._work / "forms"
        result: dict[str, Any] = {}
        for number, (name, text) in enumerate({**forms.FORMS, **forms.SILENT}.items()):
            folder = work / str(number)
            expected = forms.write(folder, text)
            result[name] = {
                tool: report.failure or (bool(expected & report.lines) if name in forms.FORMS else not report.lines)
                for tool, report in self._reports(folder).items()
            }
        return result

    def _reports(self, folder: Path) -> dict[str, contenders.ToolReport]:
        return {
            "tf2lint": contenders.tf2lint(self._programs, folder),
            "tf_upgrade_v2": contenders.upgrade(self._programs, folder, self._work),
            "ruff, names banned": contenders.ruff(self._programs, folder, self._bans),
        }

    def loading(self) -> dict[str, Any]:
        """Measures the installed size in MB and the loading time in ms."""
        python = self._programs["tf2lint"] / "python"
        code = "import tf2lint, os; print(os.path.dirname(tf2lint.__file__))"
        package = Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())
        files = [path for path in package.rglob("*") if path.is_file()]
        loading = subprocess.run([python, HERE / "load.py"], check=True, capture_output=True, text=True).stdout
        return {
            "files": len(files),
            "installed MB": sum(path.stat().st_size for path in files) / 1e6,
            "of these bytecode MB": sum(path.stat().st_size for path in files if path.suffix == ".pyc") / 1e6,
            "steps": {line[:32].strip(): float(line[32:].split()[0]) for line in loading.splitlines()},
        }

    @property
    def _tf2lint(self) -> str:
        return str(self._programs["tf2lint"] / "tf2lint")

    def _check(self, folder: Path) -> list[str]:
        return [self._tf2lint, "check", "--isolated", "--quiet", str(folder)]

    def _package(self, name: str) -> Path:
        return self._folder("tf1") / name

    def _folder(self, name: str) -> Path:
        return self._sets[name][0].parent


_PARTS: Final = {
    "speed": Comparison.speed,
    "flake8": Comparison.flake8,
    "pylint": Comparison.pylint,
    "processes": Comparison.processes,
    "changes": Comparison.changes,
    "shapes": Comparison.shapes,
    "growth": Comparison.growth,
    "findings": Comparison.findings,
    "forms": Comparison.forms,
    "loading": Comparison.loading,
}

if __name__ == "__main__":
    sys.exit(main())
