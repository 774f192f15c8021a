"""The resolver against Python itself: generated programs are run with a fake tensorflow that tells what was reached.

A program is made of bindings, scopes, branches and loops over a handful of
names, so that they shadow each other all the time. Each `probe(number, expression)`
in it says at run time what the expression is; conditions are coins, and a
program is run with many sequences of throws.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings

from support.environment import FakeEnvironment, references
from support.generated_programs import MEMBERS, programs
from tf2lint.resolver.values import MOST_ALTERNATIVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.values import Symbol

MOST_THROWS = 7
MOST_CALLS = 60


class Library:
    """An object of the fake library: any attribute of it is one, too."""

    __all__ = MEMBERS

    def __init__(self, name: str) -> None:
        self.dotted = name

    def __getattr__(self, name: str) -> Library:
        if name.startswith("__"):
            raise AttributeError(name)
        return Library(f"{self.dotted}.{name}")


class Other:
    """Anything that is not of the library; takes part in everything that the programs do."""

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
    """One run of a program with a sequence of throws."""

    def __init__(self, throws: tuple[bool, ...]) -> None:
        self.throws = list(throws)
        self.used = 0
        self.calls = 0
        self.depth = 0
        self.broke = False
        self.reached: list[tuple[int, str | None]] = []

    def coin(self) -> bool:
        self.used += 1
        return self.throws.pop(0) if self.throws else False

    def probe(self, number: int, value: object) -> Other:
        self.reached.append((number, value.dotted if isinstance(value, Library) else None))
        return Other()

    def call(self, function: Any) -> None:
        self.calls += 1
        if self.calls > MOST_CALLS or self.depth > 3:
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
            self.broke = True  # where the resolver cannot know it, it goes on
        return self.reached


def reached_by(source: str) -> tuple[dict[int, set[str | None]], bool]:
    """What each probe reached in all runs, and whether these took every way there is."""
    try:
        code = compile(source, "<generated>", "exec")
    except SyntaxError:  # a name that is both a parameter and global, for one
        return {}, False
    found: dict[int, set[str | None]] = {}
    exhausted = True
    pending: list[tuple[bool, ...]] = [()]
    for _ in range(2**MOST_THROWS):
        if not pending:
            break
        throws = pending.pop()
        run = Run(throws)
        for number, name in run(code):
            found.setdefault(number, set()).add(name)
        if run.used > MOST_THROWS or run.broke:
            exhausted = False
        pending.extend(
            (*throws, *(False,) * (used - len(throws)), True) for used in range(len(throws), min(run.used, MOST_THROWS))
        )
    return found, exhausted and not pending


def answers(source: str) -> dict[int, tuple[set[str], bool]]:
    """What the resolver says of each probe: the names that it may be, and whether it is always one of them."""
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
    found, reached = answers(source), reached_by(source)[0]
    for number, names_reached in reached.items():
        symbols, certain = found[number]
        if len(symbols) >= MOST_ALTERNATIVES // 2:
            continue  # a name that may be too many things is let go of
        if None in names_reached:
            assert not certain, (number, names_reached, symbols)
        else:
            assert names_reached <= symbols, (number, names_reached, symbols)


@GENERATED
@given(programs(functions=False, loops=False))
def test_without_functions_and_loops_the_answer_is_exact(source: str) -> None:
    reached, exhausted = reached_by(source)
    if not exhausted:
        return
    found = answers(source)
    for number, names_reached in reached.items():
        symbols, certain = found[number]
        if None in names_reached:
            assert not certain, (number, names_reached, symbols)
            assert symbols <= names_reached, (number, names_reached, symbols)
        else:
            assert (symbols, certain) == (names_reached, True), (number, names_reached, symbols)


def is_irrelevant(symbol: Symbol, attributes: str, _is_called: bool = False) -> bool:
    """As if nothing were to be said of any `b`, and of what is below it."""
    return "b" in f"{symbol.name}{attributes}".split(".")


def loud(source: str, environment: FakeEnvironment) -> set[tuple[int, int, frozenset[str]]]:
    """The uses that a finding would come of: none of the symbols that they may be is quiet."""
    return {
        (reference.node.lineno, reference.node.col_offset, frozenset(symbol.name for symbol in reference.symbols))
        for reference in references(source, environment)
        if reference.certain and not any(is_irrelevant(symbol, "") for symbol in reference.symbols)
    }


@GENERATED
@given(programs(functions=True, loops=True))
def test_looking_only_at_what_is_of_interest_finds_the_same(source: str) -> None:
    stars = list(MEMBERS)
    assert loud(source, FakeEnvironment(star_names=stars)) == loud(
        source, FakeEnvironment(star_names=stars, is_irrelevant=is_irrelevant)
    )
