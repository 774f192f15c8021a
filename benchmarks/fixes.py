"""Measures the fixes on the programs for TensorFlow 1: how many findings they settle, and what they do to the files.

    python benchmarks/fixes.py FOLDER
    python benchmarks/fixes.py FOLDER --package magenta --left 40
    python benchmarks/fixes.py FOLDER --package magenta --hunks 30 --seed 7

FOLDER contains the corpus; missing packages are fetched. Each package is copied and fixed three times: with `--fix`,
with `--unsafe-fixes`, and with `--stop-gap`. A line has the findings before, the share of them that is gone after, the
lines that are deleted and added, and the seconds that it took. Findings of TF104 and TF108, which report what a
stop-gap writes, don't count after. What must not be is counted, too:

    broken   changed files that Python can't parse
    new      findings of a name in a file that had fewer of them; one that a fixed finding covered is one of these
    again    files that a second run changes
    refused  fixes that are not applied because they would break something

--left counts the findings that are left, by code and name, after `--stop-gap`. --hunks shows changes that are chosen at
random, to read, after `--unsafe-fixes`. --safe-hunks shows those after `--fix`.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from corpus import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

WAYS: Final = {"fix": [], "unsafe-fixes": ["--unsafe-fixes"], "stop-gap": ["--unsafe-fixes", "--stop-gap"]}
#: The rules that report what a stop-gap writes.
_ALLOWED: Final = ("TF104", "TF108")
#: The rule about names that `tf.compat.v1` does not have, and what these begin with.
_BROKEN: Final = "TF105"
_COMPAT: Final = "tf.compat.v1."
_REFUSED: Final = " not fixed: "
#: The lines around the changes of a hunk.
_CONTEXT: Final = 2
_SUFFIXES: Final = (".py", ".ipynb")
#: What a finding is about, whatever the line: its file, code, and name.
Fact = tuple[str, str, str]


class Fixed(NamedTuple):
    """What fixes do to a package.

    Attributes:
        before: the findings before.
        after: the findings after.
        texts: the text of each changed file, before and after.
        again: the files that a second run changes.
        refused: the fixes that are not applied.
        seconds: how long the first run took.
    """

    before: Counter[Fact]
    after: Counter[Fact]
    texts: dict[str, tuple[str, str]]
    again: int
    refused: list[str]
    seconds: float

    @property
    def left(self) -> int:
        """The number of findings after, without those about what a stop-gap writes."""
        return sum(count for (_, code, _), count in self.after.items() if code not in _ALLOWED)

    @property
    def broken(self) -> list[str]:
        """The changed programs that Python can't parse."""
        return [path for path, (_, new) in self.texts.items() if path.endswith(".py") and not _parses(new)]

    @property
    def new(self) -> Counter[Fact]:
        """The findings that were not there before.

        That `tf.compat.v1` does not have a name either, is a finding of another rule about the same name.
        """
        found = self.after - self.before
        names = {(path, name) for path, _, name in self.before}
        return Counter(
            {
                (path, code, name): count
                for (path, code, name), count in found.items()
                if code not in _ALLOWED and not (code == _BROKEN and (path, name.replace(_COMPAT, "tf.", 1)) in names)
            }
        )

    @property
    def changed_lines(self) -> tuple[int, int]:
        """The numbers of deleted and of added lines."""
        lines = [line for old, new in self.texts.values() for line in _diff(old, new, 0)]
        return sum(line.startswith("-") for line in lines), sum(line.startswith("+") for line in lines)


def fixed(package: Path, options: list[str]) -> Fixed:
    """Fixes a copy of a package.

    Args:
        package: its folder.
        options: the options for fixing, besides `--fix`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(package, Path(temporary) / package.name))
        old = _texts(copy)
        before, _ = _checked(copy, [])
        started = time.perf_counter()
        after, refused = _checked(copy, ["--fix", *options])
        seconds = time.perf_counter() - started
        new = _texts(copy)
        _checked(copy, ["--fix", *options])
        again = sum(text != new[path] for path, text in _texts(copy).items())
    texts = {path: (old[path], text) for path, text in new.items() if text != old[path]}
    return Fixed(before, after, texts, again, refused, seconds)


def _checked(folder: Path, options: list[str]) -> tuple[Counter[Fact], list[str]]:
    """Runs the command; returns the findings that it reports, and which fixes it refused."""
    command = [sys.executable, "-m", "tf2lint", "check", "--isolated", "--no-cache", "--format", "json", *options, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    findings = json.loads(done.stdout)["findings"]
    facts = Counter((one["path"], one["code"], one["symbol"] or one["message"]) for one in findings)
    return facts, [line for line in done.stderr.splitlines() if _REFUSED in line]


def _texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "surrogateescape") for path in files}


def _parses(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source.encode("utf-8", "surrogateescape"))
        except SyntaxError:
            return False
    return True


def _diff(old: str, new: str, context: int) -> list[str]:
    """Returns the lines of a patch, without its head."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=context, lineterm="")
    return list(lines)[2:]


def _hunks(found: Fixed) -> Iterator[str]:
    for path, (old, new) in sorted(found.texts.items()):
        hunk = list[str]()
        for line in [*_diff(old, new, _CONTEXT), "@@"]:
            if line.startswith("@@") and hunk:
                yield "\n".join([path, *hunk])
                hunk = []
            hunk.append(line)


class Measurements:
    """The figures of all packages.

    Attributes:
        hunks: the changes, by way.
        left: the findings that are left in the end, by code and name.
        refused: why fixes are not applied.
        problems: the number of broken files, new findings, and files that a second run changes.
    """

    def __init__(self) -> None:
        self._before, self._left = Counter[str](), Counter[str]()
        self.hunks: dict[str, list[str]] = {way: [] for way in WAYS}
        self.left, self.refused, self.problems = Counter[tuple[str, str]](), Counter[str](), 0
        print(f"{'package':24}{'way':14}{'findings':>9}{'gone %':>8}{'-':>7}{'+':>7}{'s':>7}  broken new again refused")

    def add(self, package: str, way: str, found: Fixed) -> None:
        """Adds and prints the figures of a package that was fixed in one way."""
        self._before[way] += found.before.total()
        self._left[way] += found.left
        deleted, added = found.changed_lines
        bad = len(found.broken), found.new.total(), found.again
        self.problems += sum(bad)
        print(
            f"{package:24}{way:14}{found.before.total():>9}{_gone(found.before.total(), found.left):>8.1f}{deleted:>7}"
            f"{added:>7}{found.seconds:>7.1f}  {bad[0]:>6}{bad[1]:>4}{bad[2]:>6}{len(found.refused):>8}",
            flush=True,
        )
        for fact in found.new:
            print(f"    new: {' '.join(fact)}")
        self.refused.update(line.partition(_REFUSED)[2] for line in found.refused)
        self.hunks[way] += (f"{package}/{hunk}" for hunk in _hunks(found))
        if way == "stop-gap":
            self.left.update({(code, name): count for (_, code, name), count in found.after.items()})

    def print_totals(self) -> None:
        """Prints the figures of all packages together."""
        for way in WAYS:
            print(f"{'all':24}{way:14}{self._before[way]:>9}{_gone(self._before[way], self._left[way]):>8.1f}")

    def print_left(self, number: int) -> None:
        """Prints the most frequent reasons for refusing fixes, and the most frequent findings that are left."""
        for reason, count in self.refused.most_common(number):
            print(f"refused {count:>6} {reason}")
        for (code, name), count in self.left.most_common(number):
            print(f"left {count:>6} {code} {name}")


def _gone(before: int, after: int) -> float:
    return 100 * (1 - after / max(1, before))


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--package", action="append", help="only this package")
    parser.add_argument("--left", type=int, default=0, metavar="N", help="count what is left, the N most frequent")
    parser.add_argument("--hunks", type=int, default=0, metavar="N", help="show N changes")
    parser.add_argument("--safe-hunks", type=int, default=0, metavar="N", help="show N changes of safe fixes")
    parser.add_argument("--seed", type=int, default=1, help="seed for --hunks and --safe-hunks")
    options = parser.parse_args()
    measured = Measurements()
    for package in fetch(options.folder.resolve(), ["tf1"])["tf1"]:
        if not options.package or package.name in options.package:
            for way, extra in WAYS.items():
                measured.add(package.name, way, fixed(package, extra))
    measured.print_totals()
    measured.print_left(options.left)
    choice = random.Random(options.seed)
    for way, number in (("fix", options.safe_hunks), ("unsafe-fixes", options.hunks)):
        for hunk in choice.sample(measured.hunks[way], min(number, len(measured.hunks[way]))):
            print(f"\n{hunk}")
    return 1 if measured.problems else 0


if __name__ == "__main__":
    sys.exit(main())
