"""Searches for programs whose findings change with a change that means nothing: coverage-guided, in plain Python.

    python benchmarks/fuzz_equivalent.py --minutes 20
    python benchmarks/fuzz_equivalent.py --minutes 5 --seed 3

Programs are built as by benchmarks/fuzz.py: from the lines, names, and expressions of all cases. A program that reaches
a line of tf2lint which no other one has reached is kept, and mutated further. Each is checked, changed in one of the
ways of tests/support/equivalents, and checked again; the findings must be the same. A program whose findings differ is
printed with as few lines as show that; one on which tf2lint fails as it is, with the traceback.
"""

from __future__ import annotations

import argparse
import builtins
import sys
import time
import traceback
import warnings
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from symtable import symtable
from typing import TYPE_CHECKING, Any, Final

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]

from fuzz import Words, decoded, encoded, seeds, words_of  # noqa: E402
from reduction import reduced  # noqa: E402

from support.equivalents import CHANGES, Comparer, made  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from symtable import SymbolTable
    from types import CodeType, FrameType

    from support.equivalents.comparison import Difference

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


class Fuzzer:
    """Builds programs, checks each before and after some changes, and prints what differs and what fails.

    Args:
        seed: seed of the mutations.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.coverage = Coverage()
        programs = seeds()
        self._words: Words = words_of(programs)
        inputs = (encoded(program, self._words) for program in programs)
        self._inputs = [data for data in inputs if len(data) < _MAX_SIZE]
        self._changes = {name: change for name, change in CHANGES.items() if name != "into_module"}
        self._comparer = Comparer(Path("/nowhere/program.py"))
        self.counts, self.differing = Counter[str](), Counter[str]()

    def step(self) -> None:
        """Checks one more program."""
        data = mutated(self._random, self._inputs)
        code = f"import tensorflow as tf\n{decoded(data, self._words)}"
        with_names = partial(complete, assigns=self._random.choice((False, True)))
        checked = with_names(code)
        if checked is None:
            self.counts["invalid"] += 1
            return
        self.counts["programs"] += 1
        known, changed = len(self.coverage.lines), None
        try:
            with self.coverage.recording():
                before = self._comparer.findings(checked)
            for name in self._random.sample(sorted(self._changes), 4):
                changed = made(self._changes[name], checked)
                if changed is not None:
                    self.counts["comparisons"] += 1
                    self.counts["findings"] += before.total()
                    if self._comparer.difference(before, changed).unexplained(name):
                        self._show(name, code, with_names)
        except Exception:  # noqa: BLE001 - whatever it is, the search goes on
            self.counts["crashes"] += 1
            print(f"--- {traceback.format_exc()}{checked if changed is None else changed.text}", flush=True)
        if len(self.coverage.lines) > known:
            self._inputs.append(data)
            self.counts["kept"] += 1

    def _show(self, name: str, code: str, with_names: Callable[[str], str | None]) -> None:
        """Prints the lines of a program that show how its findings differ after a change."""
        self.differing[name] += 1
        code = reduced(code, lambda text: bool(self._difference(name, with_names(text))))
        program = with_names(code)
        print(f"--- {name}: {self._difference(name, program)}\n{program}", flush=True)

    def _difference(self, name: str, program: str | None) -> Difference | None:
        """Returns what a change to a program takes away and adds without a reason; None if it can't be made."""
        changed = made(self._changes[name], program) if program is not None else None
        if program is None or changed is None:
            return None
        return self._comparer.difference(self._comparer.findings(program), changed).unexplained(name)


def complete(program: str, *, assigns: bool) -> str | None:
    """Returns a program that binds all names that it uses: those that it lacks come from another module.

    Without them it would only fail, and mean nothing that a change could keep.

    Args:
        program: the program.
        assigns: whether further names are assigned, and not imported.

    Returns:
        None if Python refuses the program.
    """
    try:
        compile(program, "program.py", "exec", dont_inherit=True)
        module = symtable(program, "program.py", "exec")
    except (SyntaxError, ValueError):
        return None
    bound = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    missing = sorted({name for name in _globals(module) if name not in bound and not hasattr(builtins, name)})
    if not missing:
        return program
    if assigns:
        return "\n".join(["import elsewhere", *(f"{name} = elsewhere.{name}" for name in missing), program])
    return f"from elsewhere import {', '.join(missing)}\n{program}"


def _globals(scope: SymbolTable) -> Iterator[str]:
    """Yields the names that a scope, and those inside of it, look up in the module."""
    for symbol in scope.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or scope.get_type() == "module"):
            yield symbol.get_name()
    for inner in scope.get_children():
        yield from _globals(inner)


def main() -> int:
    """Fuzzes, and prints each difference that nothing explains; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="minutes to run (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the mutations (default: 0)")
    options = parser.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)
    fuzzer = Fuzzer(options.seed)
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        fuzzer.step()
    lines = len(fuzzer.coverage.lines)
    print(f"{dict(fuzzer.counts)}, {lines} lines reached; differences: {dict(fuzzer.differing)}")
    return 1 if fuzzer.differing or fuzzer.counts["crashes"] else 0


if __name__ == "__main__":
    sys.exit(main())
