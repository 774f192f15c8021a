"""The resolver against Python itself: generated programs run with a fake tensorflow that records what is reached.

A program consists of bindings, scopes, branches and loops over a handful of names, so that they shadow each other all
the time. In it, each `probe(number, expression)` records at run time what the expression is. Conditions are coin flips,
and a program runs with many sequences of flips.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings

from support.environment import FakeEnvironment, references
from support.generated_programs import MEMBERS, programs
from tf2lint.resolver.values import MAX_ALTERNATIVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.values import Symbol

MAX_FLIPS = 7
MAX_CALLS = 60


class Library:
    """An object of the fake library: each of its attributes is one, too."""

    __all__ = MEMBERS

    def __init__(self, name: str) -> None:
        self.dotted = name

    def __getattr__(self, name: str) -> Library:
        if name.startswith("__"):
            raise AttributeError(name)
        return Library(f"{self.dotted}.{name}")


class Other:
    """Anything that is not of the library; supports all operations that the programs use."""

    def __getattr__(self, name: str) -> Other:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **kwargs: object) -> Other:
        return self

    def __iter__(self) -> Iterator[Other]:
        return iter((self,))


class Manager:
    def __enter__(self) -> Other:
        return Other()

    def __exit__(self, *args: object) -> None:
        pass


class OopsError(Exception):
    pass


class TooLong(BaseException):
    pass


def fake_import(name: str, _globals: object, _locals: object, fromlist: tuple[str, ...] | None, _level: int) -> Library:
    return Library(name) if fromlist else Library("tensorflow")


class Run:
    """One run of a program with a sequence of flips."""

    def __init__(self, flips: tuple[bool, ...]) -> None:
        self.flips = list(flips)
        self.used = 0
        self.calls = 0
        self.depth = 0
        self.raised = False
        self.reached: list[tuple[int, str | None]] = []

    def coin(self) -> bool:
        self.used += 1
        return self.flips.pop(0) if self.flips else False

    def probe(self, number: int, value: object) -> Other:
        self.reached.append((number, value.dotted if isinstance(value, Library) else None))
        return Other()

    def call(self, function: Any) -> None:
        self.calls += 1
        if self.calls > MAX_CALLS or self.depth > 3:
            return
        self.depth += 1
        if callable(function):
            function()
        self.depth -= 1

    def maybe_raise(self) -> None:
        if self.coin():
            raise OopsError

    def __call__(self, code: Any) -> list[tuple[int, str | None]]:
        namespace: dict[str, Any] = {
            "__builtins__": {**vars(builtins), "__import__": fake_import},
            "OopsError": OopsError,
            "call": self.call,
            "coin": self.coin,
            "manager": Manager,
            "maybe_raise": self.maybe_raise,
            "other": Other,
            "probe": self.probe,
        }
        try:
            exec(code, namespace)
        except (AttributeError, NameError, OopsError, TypeError, ValueError):
            self.raised = True  # the resolver can't know that this raises, and continues
        return self.reached


def run_with_all_flips(source: str) -> tuple[dict[int, set[str | None]], bool]:
    """Returns what each probe reached in all runs, and whether these took every possible path."""
    try:
        code = compile(source, "<generated>", "exec")
    except SyntaxError:  # such as a name that is both a parameter and global
        return {}, False
    found: dict[int, set[str | None]] = {}
    exhausted = True
    pending: list[tuple[bool, ...]] = [()]
    for _ in range(2**MAX_FLIPS):
        if not pending:
            break
        flips = pending.pop()
        run = Run(flips)
        for number, name in run(code):
            found.setdefault(number, set()).add(name)
        if run.used > MAX_FLIPS or run.raised:
            exhausted = False
        pending.extend(
            (*flips, *(False,) * (used - len(flips)), True) for used in range(len(flips), min(run.used, MAX_FLIPS))
        )
    return found, exhausted and not pending


def resolved(source: str) -> dict[int, tuple[set[str], bool]]:
    """Returns what the resolver finds for each probe: the names it may be, and whether it is always one of them."""
    by_place = {
        (reference.node.lineno, reference.node.col_offset): (
            {symbol.name for symbol in reference.symbols},
            reference.certain,
        )
        for reference in references(source, FakeEnvironment(star_names=list(MEMBERS)))
        if isinstance(reference.node, ast.Name | ast.Attribute)
    }
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "probe":
            number, argument = node.args
            assert isinstance(number, ast.Constant)
            assert isinstance(number.value, int)
            found[number.value] = by_place.get((argument.lineno, argument.col_offset), (set(), False))
    return found


GENERATED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


#: In a class, a name that may not have been bound is looked up outside.
MAYBE_BOUND_IN_A_CLASS = """\
from tensorflow import *
class tf:
    try:
        a = tf
    except NameError: pass
    with manager() as tf:
        probe(1, a)
"""


@GENERATED
@given(programs(functions=True, loops=True))
@example(MAYBE_BOUND_IN_A_CLASS)
def test_nothing_reached_is_missed_and_nothing_certain_is_wrong(source: str) -> None:
    found, reached = resolved(source), run_with_all_flips(source)[0]
    for number, names_reached in reached.items():
        symbols, certain = found[number]
        if len(symbols) >= MAX_ALTERNATIVES // 2:
            continue  # a name with too many alternatives is no longer followed
        if None in names_reached:
            assert not certain, (number, names_reached, symbols)
        else:
            assert names_reached <= symbols, (number, names_reached, symbols)


@GENERATED
@given(programs(functions=False, loops=False))
def test_without_functions_and_loops_the_answer_is_exact(source: str) -> None:
    reached, exhausted = run_with_all_flips(source)
    if not exhausted:
        return
    found = resolved(source)
    for number, names_reached in reached.items():
        symbols, certain = found[number]
        if None in names_reached:
            assert not certain, (number, names_reached, symbols)
            assert symbols <= names_reached, (number, names_reached, symbols)
        else:
            assert (symbols, certain) == (names_reached, True), (number, names_reached, symbols)


def is_irrelevant(symbol: Symbol, attributes: str, _is_called: bool = False) -> bool:
    """Pretends that no rule can report any `b` or its members."""
    return "b" in f"{symbol.name}{attributes}".split(".")


def reportable(source: str, environment: FakeEnvironment) -> set[tuple[int, int, frozenset[str]]]:
    """Returns the references that would be reported: all their symbols are relevant."""
    return {
        (reference.node.lineno, reference.node.col_offset, frozenset(symbol.name for symbol in reference.symbols))
        for reference in references(source, environment)
        if reference.certain and not any(is_irrelevant(symbol, "") for symbol in reference.symbols)
    }


@GENERATED
@given(programs(functions=True, loops=True))
def test_skipping_irrelevant_code_finds_the_same(source: str) -> None:
    stars = list(MEMBERS)
    assert reportable(source, FakeEnvironment(star_names=stars)) == reportable(
        source, FakeEnvironment(star_names=stars, is_irrelevant=is_irrelevant)
    )
