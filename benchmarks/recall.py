"""Counts how many uses of TensorFlow 1's objects are found in the corpus: sessions, savers, writers, iterators, cells.

    python benchmarks/recall.py FOLDER
    python benchmarks/recall.py FOLDER --misses run saver --packages niftynet
    python benchmarks/recall.py FOLDER --command /old/bin/tf2lint --command tf2lint

FOLDER contains the corpus; missing packages are fetched. The uses are found by their syntax alone, so this shares
nothing with tf2lint, which runs as a command: a use is found if a finding about it (TF5xx, or TF111 for members that
have no rule of their own) starts within the expression that is called, `session.run` in `session.run(loss)`. TF409 is
off, because it covers the runs of initializers. With more than one command, the table shows how many uses each finds.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shlex
import subprocess
import sys
import warnings
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from corpus import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The kinds of uses. All are counted in files that do not mention compat.v1, except for the last.
KINDS: Final = {
    "feed_dict": "X.run(..., feed_dict=...)",
    "sess": "X.run(...), if X's name contains `sess`",
    "run": "all runs of sessions",
    "saver": "X.save and X.restore with a session as the first argument",
    "summary": "X.add_summary(...)",
    "iterator": "X.make_one_shot_iterator(), X.make_initializable_iterator(), or those of tf.data",
    "zero_state": "X.zero_state(size, dtype)",
    "compat": "all runs of sessions in files that mention compat.v1",
}
_SESSION: Final = re.compile(
    r"\b(?:(?:Interactive|Monitored|SingularMonitored|MonitoredTraining)?Session|get_default_session|get_session"
    r"|(?:cached_|test_|managed_|prepare_or_wait_for_|prepare_)?session)"
    r"\([^()]*(?:\([^()]*\)[^()]*)*\)(?:\.as_default\(\))?$"
)
_ITERATORS: Final = ("make_one_shot_iterator", "make_initializable_iterator")
_OWN: Final = ("self", "cls")
_OPTIONS: Final = ("check", "--isolated", "--no-cache", "--quiet", "--ignore", "TF409")
_CODES: Final = re.compile(r"TF5\d\d|TF111")

#: A file's path, a line, and a column, from 1.
Place = tuple[str, int, int]


class Use(NamedTuple):
    """A use of an object of TensorFlow 1.

    Attributes:
        kind: one of `KINDS`.
        file: the path.
        start: line and column of the called expression.
        end: line and column of its end.
        text: the call.
    """

    kind: str
    file: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str

    def is_found(self, places: dict[str, list[tuple[int, int]]]) -> bool:
        """Returns whether one of the places of the findings, by file, is in the called expression."""
        return any(self.start <= place < self.end for place in places.get(self.file, ()))


class Uses:
    """Finds the uses in one file.

    Args:
        file: its path.
        source: its text.

    Raises:
        SyntaxError: it is not written in Python 3.
    """

    def __init__(self, file: str, source: str) -> None:
        self._file = file
        self._lines = source.splitlines(keepends=True)
        self._nodes = list(ast.walk(ast.parse(source)))
        self._is_compat = "compat.v1" in source or "compat import v1" in source
        self._sessions = self._names_of_sessions()

    def __iter__(self) -> Iterator[Use]:
        for node in self._nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                for kind in self._kinds(node, node.func):
                    yield self._use(kind, node)

    def _kinds(self, call: ast.Call, function: ast.Attribute) -> Iterator[str]:
        """Yields the kinds of uses that a call is."""
        receiver = ast.unparse(function.value)
        if receiver in _OWN or receiver.startswith("super("):
            return
        if function.attr == "run":
            feeds = any(keyword.arg == "feed_dict" for keyword in call.keywords)
            is_named = "sess" in receiver.rpartition(".")[2].lower()
            if feeds or is_named or self._is_session(function.value):
                if self._is_compat:
                    yield "compat"
                    return
                yield "run"
                yield from ("feed_dict",) if feeds else ()
                yield from ("sess",) if is_named else ()
        elif not self._is_compat:
            yield from self._other_kinds(call, function.attr)

    def _other_kinds(self, call: ast.Call, method: str) -> Iterator[str]:
        if method in ("save", "restore"):
            sessions = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "sess")]
            if any(self._is_session(one) or _last_word(one) in ("sess", "session") for one in sessions):
                yield "saver"
        elif method == "add_summary":
            yield "summary"
        elif method in _ITERATORS and (not call.args or ast.unparse(call.func).endswith(f"data.{method}")):
            yield "iterator"
        elif method == "zero_state" and len(call.args) + len(call.keywords) == 2:
            yield "zero_state"

    def _is_session(self, node: ast.expr) -> bool:
        return ast.unparse(node) in self._sessions or self._makes_session(node)

    def _makes_session(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and bool(_SESSION.search(ast.unparse(node)))

    def _names_of_sessions(self) -> set[str]:
        """Returns the names and attributes that the file binds to what makes or returns a session."""
        names: set[str] = set()
        for node in self._nodes:
            if isinstance(node, ast.Assign) and self._makes_session(node.value):
                names |= {ast.unparse(target) for target in node.targets}
            elif (
                isinstance(node, ast.withitem)
                and node.optional_vars
                and _SESSION.search(ast.unparse(node.context_expr))
            ):
                names.add(ast.unparse(node.optional_vars))
        return names

    def _use(self, kind: str, call: ast.Call) -> Use:
        function = call.func
        assert function.end_lineno is not None
        assert function.end_col_offset is not None
        start = function.lineno, self._column(function.lineno, function.col_offset)
        end = function.end_lineno, self._column(function.end_lineno, function.end_col_offset)
        return Use(kind, self._file, start, end, " ".join(ast.unparse(call).split()))

    def _column(self, line: int, offset: int) -> int:
        """Returns the column, in characters from 1, of an offset in bytes."""
        return len(self._lines[line - 1].encode()[:offset].decode(errors="replace")) + 1


def _last_word(node: ast.expr) -> str:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.rpartition("_")[2].lower()


def uses(package: Path) -> list[Use]:
    """Returns the uses in all files of a package that Python 3 can parse.

    Args:
        package: its folder.
    """
    found: list[Use] = []
    for file in sorted(package.rglob("*.py")):
        source = file.read_text("utf-8", errors="replace")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found += Uses(file.relative_to(package).as_posix(), source)
            except SyntaxError:
                print(f"{package.name}/{file.relative_to(package)}: not Python 3, left out", file=sys.stderr)
    return found


def findings(command: str, package: Path) -> dict[str, list[tuple[int, int]]]:
    """Returns the places of a command's findings that can be about a use, by file.

    Args:
        command: the command and its first arguments, such as `tf2lint`.
        package: the package's folder.
    """
    run = subprocess.run(
        [*shlex.split(command), *_OPTIONS, "--format", "json", "."],
        cwd=package, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    if run.returncode not in (0, 1):
        raise RuntimeError(f"{command!r} failed in {package}: {run.stderr}")
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for finding in json.loads(run.stdout)["findings"]:
        if _CODES.fullmatch(finding["code"]):
            places[finding["path"]].append((finding["line"], finding["column"]))
    return places


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--command", action="append", metavar="COMMAND", help="what to run; default: tf2lint")
    parser.add_argument("--packages", nargs="+", metavar="NAME", help="the packages to check; default: all")
    parser.add_argument(
        "--misses", nargs="*", choices=KINDS, metavar="KIND", help="print what the last command misses, of these kinds"
    )
    options = parser.parse_args()
    commands = options.command or ["tf2lint"]
    for kind, meaning in KINDS.items():
        print(f"{kind}: {meaning}")
    print(f"{'package':20}", *(f"{kind:>{_width(commands)}}" for kind in KINDS))
    totals = _no_counts(commands)
    missed: list[str] = []
    for package in fetch(options.folder.resolve(), ["tf1"])["tf1"]:
        if options.packages is None or package.name in options.packages:
            counts = _no_counts(commands)
            places = [findings(command, package) for command in commands]
            for use in uses(package):
                found = [use.is_found(one) for one in places]
                counts[use.kind] = [a + b for a, b in zip(counts[use.kind], (*found, True), strict=True)]
                if options.misses is not None and use.kind in (options.misses or KINDS) and not found[-1]:
                    missed.append(f"{use.kind} {package.name}/{use.file}:{use.start[0]}: {use.text}")
            _print_row(package.name, counts, commands)
            totals = {kind: [a + b for a, b in zip(totals[kind], counts[kind], strict=True)] for kind in KINDS}
    _print_row("all", totals, commands)
    _print_row("share in %", totals, commands, in_percent=True)
    print(*missed, sep="\n")
    return 0


def _no_counts(commands: list[str]) -> dict[str, list[int]]:
    """Returns a zero for each command, and one for the number of uses, by kind."""
    return {kind: [0] * (len(commands) + 1) for kind in KINDS}


def _width(commands: list[str]) -> int:
    return max(len("zero_state"), 5 * (len(commands) + 1))


def _print_row(name: str, counts: dict[str, list[int]], commands: list[str], *, in_percent: bool = False) -> None:
    """Prints how many uses of each kind each command finds, and how many there are."""
    cells = []
    for *found, total in counts.values():
        figures = [f"{100 * number / total:.1f}" for number in found if total] if in_percent else [*found, total]
        cells.append("/".join(map(str, figures)) if total else "")
    print(f"{name:20} {' '.join(f'{cell:>{_width(commands)}}' for cell in cells)}")


if __name__ == "__main__":
    sys.exit(main())
