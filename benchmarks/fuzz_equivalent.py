"""Searches for programs whose findings change with a change that means nothing: coverage-guided, in plain Python.

    python benchmarks/fuzz_equivalent.py --minutes 20
    python benchmarks/fuzz_equivalent.py --minutes 5 --seed 3

Programs are built as by benchmarks/fuzz.py: from the lines, names, and expressions of all cases. A program that reaches
a line of tf2lint which no other one has reached is kept, and mutated further. Each is checked, changed in one of the
ways of tests/support/equivalents, and checked again; the findings must be the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from fuzz import Words, decoded, encoded, seeds, words_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

_PACKAGE: Final = str(_ROOT / "src" / "tf2lint")
#: An encoded line of a program takes this many bytes.
_LINE: Final = 3
_MAX_SIZE: Final = 600


class Coverage:
    """The lines of tf2lint that have been reached so far."""

    def __init__(self) -> None:
        self.lines: set[tuple[CodeType, int]] = set()

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Records the lines that are reached."""
        monitoring: Any = getattr(sys, "monitoring", None)  # from Python 3.12 on
        if monitoring is None:
            sys.settrace(self._called)
            try:
                yield
            finally:
                sys.settrace(None)
            return
        tool = monitoring.COVERAGE_ID

        def reached(code: CodeType, line: int) -> object:
            if code.co_filename.startswith(_PACKAGE):
                self.lines.add((code, line))
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, "fuzz")
        monitoring.register_callback(tool, monitoring.events.LINE, reached)
        monitoring.set_events(tool, monitoring.events.LINE)
        try:
            yield
        finally:
            monitoring.free_tool_id(tool)

    def _called(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self._reached if frame.f_code.co_filename.startswith(_PACKAGE) else None

    def _reached(self, frame: FrameType, _event: str, _argument: object) -> Any:
        self.lines.add((frame.f_code, frame.f_lineno))
        return self._reached


def mutated(random: Random, inputs: list[bytes]) -> bytes:
    """Returns an input with some lines replaced, changed, added from another input, or removed."""
    data = bytearray(random.choice(inputs)[:_MAX_SIZE])
    for _ in range(random.choice((1, 1, 2, 3))):
        place = 1 + _LINE * random.randrange(max(1, len(data) // _LINE))
        kind = random.randrange(4)
        if kind == 0:
            data[place : place + _LINE] = random.randbytes(_LINE)
        elif kind == 1:
            other = random.choice(inputs)
            start = 1 + _LINE * random.randrange(max(1, len(other) // _LINE))
            data[place:place] = other[start : start + _LINE * random.randint(1, 8)]
        elif kind == 2:
            del data[place : place + _LINE * random.randint(1, 3)]
        elif len(data) > place:
            data[place] = random.randrange(24)  # the number of blocks that end there, and the change to the line
    return bytes(data)


def main() -> int:
    """Fuzzes, and prints each difference that nothing explains; returns the exit code."""
    from support.equivalents import CHANGES, Comparer, made

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="minutes to run (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the mutations (default: 0)")
    options = parser.parse_args()
    random, coverage = Random(options.seed), Coverage()
    programs = seeds()
    words: Words = words_of(programs)
    inputs = [data for data in (encoded(program, words) for program in programs) if len(data) < _MAX_SIZE]
    changes = {name: change for name, change in CHANGES.items() if name != "into_module"}
    comparer = Comparer(Path("/nowhere/program.py"))
    counts, differing = Counter[str](), Counter[str]()
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        data = mutated(random, inputs)
        program = f"import tensorflow as tf\n{decoded(data, words)}"
        known = len(coverage.lines)
        with coverage.recording():
            before = comparer.findings(program)
        counts["programs"] += 1
        if len(coverage.lines) > known:
            inputs.append(data)
            counts["kept"] += 1
        if any(code == "TF001" for code, _ in before):
            continue
        for name in random.sample(sorted(changes), 4):
            changed = made(changes[name], program)
            if changed is None:
                continue
            counts["comparisons"] += 1
            counts["findings"] += before.total()
            difference = comparer.difference(before, changed).unexplained(name)
            if difference:
                differing[name] += 1
                print(f"--- {name}: {difference}\n{program}", flush=True)
    print(f"{dict(counts)}, {len(coverage.lines)} lines reached; differences: {dict(differing)}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
