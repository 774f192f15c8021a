"""Stress-tests the engine and the command's file checker: no input may raise, crash, hang, or take much memory.

    python benchmarks/stress.py [FOLDER...] [--kinds TEXT] [--rounds N] [--jobs N] [--limit SECONDS]
    python benchmarks/stress.py [FOLDER...] --only 'KIND:NUMBER'

Checks Python's standard library and the files in the folders, both unchanged and damaged; generated, deep and large
programs; all encodings and line endings. Checks run in separate processes, which are killed when they take too long.
For each kind of input, prints the number of inputs, their processor time, the slowest check, the memory growth in MB,
and the number of failures; then each failure with the option that repeats it. Exits with status 1 if there was one.
Needs Linux, which reports peaks of memory.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import time
import traceback
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from tf2lint.model import Finding

_HERE: Final = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src"), str(_HERE.parent / "tests")]

import stress_inputs  # noqa: E402 - needs the paths from above
import stress_shapes  # noqa: E402
from stress_processes import Outcome, Work, run  # noqa: E402

from support.cases import job_of  # noqa: E402
from tf2lint.engine import Engine  # noqa: E402
from tf2lint.model import Settings  # noqa: E402
from tf2lint.runner.file_checker import FileChecker  # noqa: E402
from tf2lint.runner.source_files import modern_text  # noqa: E402
from tf2lint.source.files import decode  # noqa: E402
from tf2lint.source.mention_index import MentionIndex  # noqa: E402
from tf2lint.source.parsing import parse  # noqa: E402
from tf2lint.source.positions import LINE_END  # noqa: E402

#: The memory allowed in addition to twice what Python's parser needs, in MB: a constant, for each MB of text, and for
#: each finding, which there may be one of for every five characters.
_MAX_MEMORY: Final = 200
_MAX_MEMORY_PER_MB: Final = 70
_MAX_MEMORY_PER_FINDING: Final = 0.002


def kinds_of(folders: list[Path], rounds: int) -> dict[str, stress_inputs.Kind]:
    """Returns all kinds of inputs, by name."""
    made = stress_inputs.of_files("library", stress_inputs.library_files(), rounds)
    for folder in folders:
        made |= stress_inputs.of_files(folder.name, stress_inputs.python_files(folder), rounds)
    made |= stress_inputs.generated(3_000 * rounds)
    texts = {**stress_inputs.encodings(), **stress_inputs.odd_texts(), **stress_inputs.called()}
    return {**made, **texts, **stress_shapes.deep(), **stress_shapes.wide()}


# --- in a checking process ---------------------------------------------------------


class Tester:
    """Checks inputs one after another."""

    def __init__(self) -> None:
        self._engine = Engine(Settings(select=("TF",)))  # includes rules that are off by default
        self._checker = FileChecker()

    def __call__(self, kind: stress_inputs.Kind, number: int) -> Outcome:
        """Checks the inputs of a kind with a number."""
        outcomes = [self._test(source, number) for source in kind.make(number)]
        return Outcome(
            len(outcomes),
            sum(outcome.seconds for outcome in outcomes),
            max((outcome.seconds for outcome in outcomes), default=0),
            max((outcome.peak for outcome in outcomes), default=0),
            tuple(failure for outcome in outcomes for failure in outcome.failures),
            _memory("VmRSS"),
        )

    def _test(self, source: stress_inputs.Input, number: int) -> Outcome:
        text = _text(source)
        checks: list[Callable[[], int]] = [lambda: self._check_file(source)]
        if text is not None and source.path.endswith(".py"):
            checks.append(lambda: self._check_text(text, source.path, number))
        seconds, peak, findings, failures = list[float](), 0.0, 0, list[str]()
        for check in checks:
            _reset_peak()
            before, start = _memory("VmRSS"), time.process_time()
            try:
                findings = max(findings, check())
            except Exception as error:  # noqa: BLE001 - every exception is a failure
                failures.append(_describe(error))
            seconds.append(time.process_time() - start)
            peak = max(peak, _memory("VmHWM") - before)
        limit = _MAX_MEMORY + _MAX_MEMORY_PER_MB * len(source.data) / 1e6 + _MAX_MEMORY_PER_FINDING * findings
        if peak > limit and peak - 2 * (parser := _memory_of_parser(text or "")) > limit:
            failures.append(f"memory: {peak:.0f} MB, and Python's parser alone takes {parser:.0f} MB")
        return Outcome(1, sum(seconds), max(seconds), peak, tuple(failures))

    def _check_file(self, source: stress_inputs.Input) -> int:
        """Checks an input as a file; returns the number of findings."""
        result = self._checker.check(job_of(source.path), source.data)
        for finding, cell, line in result.findings:
            if cell is None and finding.code not in ("TF001", "TF002") and finding.span.column > len(line) + 1:
                raise AssertionError(f"{finding} is outside of its line")
        return len(result.findings)

    def _check_text(self, text: str, path: str, number: int) -> int:
        """Checks an input as a text; returns the number of findings."""
        findings: tuple[Finding, ...] = ()
        everything = patch.object(MentionIndex, "relevant_statements", lambda _, statements: statements)
        with suppress(SyntaxError), everything if number % 4 == 1 else nullcontext():
            findings = self._engine.check(text, path, everything=number % 4 == 3).findings
            lines = LINE_END.split(text) if findings else []
            for finding in findings:
                span = finding.span
                if not (1, 1) <= (span.line, span.column) < (span.end_line, span.end_column):
                    raise AssertionError(f"{finding} ends before it starts")
                if span.end_column > len(lines[span.end_line - 1]) + 1:
                    raise AssertionError(f"{finding} is outside of its line")
        return len(findings)


def _text(source: stress_inputs.Input) -> str | None:
    if source.text is not None:
        return source.text
    with suppress(SyntaxError):
        return decode(source.data, source.path)
    return None


def _describe(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    locations = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[:-4:-1])
    return f"{type(error).__name__}: {str(error)[:200]} [{locations}]"


def _memory(field: str) -> float:
    """Returns a field of this process's memory status, in MB."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(field)) / 1024


def _reset_peak() -> None:
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def _memory_of_parser(text: str) -> float:
    """Returns the peak memory growth of a process that only parses a text, or what it is for Python 3, in MB."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(SyntaxError):
            text = modern_text(text) or text
        _reset_peak()
        before = _memory("VmRSS")
        with suppress(SyntaxError):
            parse(text)
        os.write(writer, f"{_memory('VmHWM') - before}".encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader, "rb") as file:
        return float(file.read() or 0)


def serve(connection: Connection, kinds: dict[str, stress_inputs.Kind], dump_after: float | None) -> None:
    """Receives work, checks its inputs, and sends the outcome, forever."""
    faulthandler.enable()
    test = Tester()
    while True:
        work = connection.recv()
        if dump_after is not None:
            faulthandler.dump_traceback_later(dump_after)  # shows where it hangs
        outcome = test(kinds[work.kind], work.number)
        faulthandler.cancel_dump_traceback_later()
        connection.send(outcome)


def main() -> int:
    """Runs all checks and prints the outcomes; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folder with more files to check")
    parser.add_argument("--kinds", default="", metavar="TEXT", help="only kinds whose name contains this")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="only this input")
    parser.add_argument(
        "--rounds", type=int, default=1, metavar="N", help="damaged versions per file and kind of damage"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="number of processes")
    parser.add_argument(
        "--limit",
        type=float,
        default=120,
        metavar="SECONDS",
        help="time limit for the inputs of one number (default: 120)",
    )
    options = parser.parse_args()
    kinds = kinds_of(options.folders, options.rounds)
    works = [Work(name, n) for name, kind in kinds.items() if options.kinds in name for n in range(kind.numbers)]
    if options.only:
        works = [work for work in works if str(work) == options.only]
    start, failures = time.monotonic(), dict[str, list[Work]]()
    server = partial(serve, kinds=kinds, dump_after=options.limit * 0.9 if options.only else None)
    for name, of_kind in _by_kind(run(works, server, options.jobs, options.limit)):
        slowest, slowest_outcome = max(of_kind, key=lambda pair: pair[1].longest)
        outcomes = [outcome for _, outcome in of_kind]
        print(
            f"{name:<40} {sum(outcome.inputs for outcome in outcomes):7,} inputs"
            f" {sum(outcome.seconds for outcome in outcomes):8.1f} s,"
            f" at most {slowest_outcome.longest:6.2f} s ({slowest.number}),"
            f" {max(outcome.peak for outcome in outcomes):5.0f} MB,"
            f" {sum(len(outcome.failures) for outcome in outcomes)} failures",
            flush=True,
        )
        for work, outcome in of_kind:
            for failure in outcome.failures:
                failures.setdefault(failure, []).append(work)
    print(f"{time.monotonic() - start:.0f} s in total")
    for failure, failed in failures.items():
        print(f"{len(failed)} times: {failure}\n    --only '{failed[0]}'")
    return 1 if failures else 0


def _by_kind(outcomes: Iterator[tuple[Work, Outcome]]) -> Iterator[tuple[str, list[tuple[Work, Outcome]]]]:
    """Groups consecutive outcomes of the same kind."""
    found: list[tuple[Work, Outcome]] = []
    for work, outcome in outcomes:
        if found and found[0][0].kind != work.kind:
            yield found[0][0].kind, found
            found = []
        found.append((work, outcome))
    if found:
        yield found[0][0].kind, found


if __name__ == "__main__":
    sys.exit(main())
