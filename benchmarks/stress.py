"""Puts the engine and the command's own checker under stress: nothing may raise, crash, hang, or take much memory.

    python benchmarks/stress.py [FOLDER...] [--kinds TEXT] [--rounds N] [--jobs N] [--limit SECONDS]
    python benchmarks/stress.py [FOLDER...] --only 'KIND:NUMBER'

Checks Python's own library and the files below the folders, as they are and damaged; programs that are generated, deep
or large; all encodings, and ends of lines. Each input is checked in a process of its own, which is ended when it takes
too long. For each kind it tells how many inputs there were, how much time of the processor they took, which one took
most, and by how many MB memory grew; then each failure, with what repeats it. Exit code 1 says that there was one.
Needs Linux, which tells of peaks of memory.
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

_HERE: Final = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src"), str(_HERE.parent / "tests")]

import stress_inputs  # noqa: E402 - of this folder, and with what is set above
import stress_shapes  # noqa: E402
from stress_processes import Outcome, Work, run  # noqa: E402

from support.cases import job_of  # noqa: E402
from tf2lint.engine import Engine  # noqa: E402
from tf2lint.model import Settings  # noqa: E402
from tf2lint.runner.file_checker import FileChecker  # noqa: E402
from tf2lint.source.files import decode  # noqa: E402
from tf2lint.source.mention_index import MentionIndex  # noqa: E402
from tf2lint.source.parsing import parse  # noqa: E402
from tf2lint.source.positions import LINE_END  # noqa: E402

#: What may be needed beyond twice of what Python's parser needs: in MB, and in MB for each of the text.
_MOST_MEMORY: Final = 200
_MOST_FOR_TEXT: Final = 70


def kinds_of(folders: list[Path], rounds: int) -> dict[str, stress_inputs.Kind]:
    """All kinds of inputs, by name."""
    made = stress_inputs.of_files("library", stress_inputs.library_files(), rounds)
    for folder in folders:
        made |= stress_inputs.of_files(folder.name, stress_inputs.python_files(folder), rounds)
    made |= stress_inputs.generated(3_000 * rounds)
    texts = {**stress_inputs.encodings(), **stress_inputs.odd_texts(), **stress_inputs.called()}
    return {**made, **texts, **stress_shapes.deep(), **stress_shapes.wide()}


# --- in a process that checks ------------------------------------------------------


class Tester:
    """Checks inputs, one after another."""

    def __init__(self) -> None:
        self._engine = Engine(Settings(select=("TF",)))  # with those rules that are off by default
        self._checker = FileChecker()

    def __call__(self, kind: stress_inputs.Kind, number: int) -> Outcome:
        """Checks the inputs of a number."""
        done = [self._test(one, number) for one in kind.make(number)]
        return Outcome(
            len(done), sum(one.seconds for one in done), max((one.seconds for one in done), default=0),
            max((one.peak for one in done), default=0), tuple(failure for one in done for failure in one.failures),
            _memory("VmRSS"),
        )  # fmt: skip

    def _test(self, one: stress_inputs.Input, number: int) -> Outcome:
        text = _text(one)
        checks: list[Callable[[], None]] = [lambda: self._by_command(one)]
        if text is not None and one.path.endswith(".py"):
            checks.append(lambda: self._by_engine(text, one.path, number))
        seconds, peak, failures = 0.0, 0.0, list[str]()
        for check in checks:
            _forget_peak()
            before, begun = _memory("VmRSS"), time.process_time()
            try:
                check()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                failures.append(_told(error))
            seconds += time.process_time() - begun
            peak = max(peak, _memory("VmHWM") - before)
        most = _MOST_MEMORY + _MOST_FOR_TEXT * len(one.data) / 1e6
        if peak > most and peak - 2 * (parser := _memory_of_parser(text or "")) > most:
            failures.append(f"memory: {peak:.0f} MB, and Python's parser alone takes {parser:.0f} MB")
        return Outcome(1, seconds, seconds, peak, tuple(failures))

    def _by_command(self, one: stress_inputs.Input) -> None:
        found = self._checker.check(job_of(one.path), one.data)
        for finding, cell, line in found.findings:
            if cell is None and finding.code not in ("TF001", "TF002") and finding.span.column > len(line) + 1:
                raise AssertionError(f"{finding} is outside of its line")

    def _by_engine(self, text: str, path: str, number: int) -> None:
        everything = patch.object(MentionIndex, "touched", lambda _, statements: statements)
        with suppress(SyntaxError), everything if number % 4 == 1 else nullcontext():
            findings = self._engine.check(text, path, everything=number % 4 == 3).findings
            lines = LINE_END.split(text) if findings else []
            for finding in findings:
                span = finding.span
                if not (1, 1) <= (span.line, span.column) < (span.end_line, span.end_column):
                    raise AssertionError(f"{finding} ends before it begins")
                if span.end_column > len(lines[span.end_line - 1]) + 1:
                    raise AssertionError(f"{finding} is outside of its line")


def _text(one: stress_inputs.Input) -> str | None:
    if one.text is not None:
        return one.text
    with suppress(SyntaxError):
        return decode(one.data, one.path)
    return None


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(state.filename).name}:{state.lineno}" for state in frames[:-4:-1])
    return f"{type(error).__name__}: {str(error)[:200]} [{places}]"


def _memory(what: str) -> float:
    """What the kernel says of this process's memory, in MB."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(what)) / 1024


def _forget_peak() -> None:
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def _memory_of_parser(text: str) -> float:
    """By how much the memory of a process grows at most that only parses a text."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _forget_peak()
        before = _memory("VmRSS")
        with suppress(SyntaxError):
            parse(text)
        os.write(writer, f"{_memory('VmHWM') - before}".encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader, "rb") as file:
        return float(file.read() or 0)


def serve(connection: Connection, kinds: dict[str, stress_inputs.Kind], shows_after: float | None) -> None:
    """Checks what is asked for."""
    faulthandler.enable()
    test = Tester()
    while True:
        work = connection.recv()
        if shows_after is not None:
            faulthandler.dump_traceback_later(shows_after)  # where it hangs
        outcome = test(kinds[work.kind], work.number)
        faulthandler.cancel_dump_traceback_later()
        connection.send(outcome)


def main() -> int:
    """Runs everything, and tells of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="with more files to check")
    parser.add_argument("--kinds", default="", metavar="TEXT", help="only the kinds in whose names it stands")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="only this input")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="how often a file is damaged in each way")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many processes check")
    parser.add_argument("--limit", type=float, default=120, metavar="SECONDS", help="how long an input may take")
    options = parser.parse_args()
    kinds = kinds_of(options.folders, options.rounds)
    works = [Work(name, n) for name, kind in kinds.items() if options.kinds in name for n in range(kind.numbers)]
    if options.only:
        works = [work for work in works if str(work) == options.only]
    begun, failures = time.monotonic(), dict[str, list[Work]]()
    server = partial(serve, kinds=kinds, shows_after=options.limit * 0.9 if options.only else None)
    for name, found in _by_kind(run(works, server, options.jobs, options.limit)):
        longest = max(found, key=lambda pair: pair[1].longest)
        print(
            f"{name:<40} {sum(one.inputs for _, one in found):7,} inputs {sum(one.seconds for _, one in found):8.1f} s,"
            f" at most {longest[1].longest:6.2f} s ({longest[0].number}), {max(one.peak for _, one in found):5.0f} MB,"
            f" {sum(len(one.failures) for _, one in found)} failures",
            flush=True,
        )
        for work, outcome in found:
            for failure in outcome.failures:
                failures.setdefault(failure, []).append(work)
    print(f"{time.monotonic() - begun:.0f} s in all")
    for failure, where in failures.items():
        print(f"{len(where)} times: {failure}\n    --only '{where[0]}'")
    return 1 if failures else 0


def _by_kind(outcomes: Iterator[tuple[Work, Outcome]]) -> Iterator[tuple[str, list[tuple[Work, Outcome]]]]:
    """The outcomes of each kind, in the order of the kinds."""
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
