"""The resolver against Python itself: generated programs are run with a fake tensorflow that tells what was reached.

A program is made of bindings, scopes, branches and loops over a handful of
names, so that they shadow each other all the time. Each `probe(number, expression)`
in it says at run time what the expression is; conditions are coins, and a
program is run with many sequences of throws.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings, strategies as st

from support.environment import FakeEnvironment, references
from tf2lint.resolver.values import MOST_ALTERNATIVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.resolver.values import Symbol

NAMES = ("tf", "a", "b", "f", "walrus")
MEMBERS = ("a", "b")
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


# --- programs --------------------------------------------------------------------

names = st.sampled_from(NAMES)
members = st.sampled_from(MEMBERS)


@st.composite
def dotted_names(draw: st.DrawFn) -> str:
    return ".".join([draw(names), *draw(st.lists(members, max_size=1))])


@st.composite
def expressions(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(("reference", "reference", "reference", "other", "conditional", "walrus", "lambda")))
    if kind == "other":
        return "other()"
    if kind == "conditional":
        return f"({draw(dotted_names())} if coin() else {draw(dotted_names())})"
    if kind == "walrus":
        return f"({draw(names)} := {draw(dotted_names())})"
    if kind == "lambda":
        return f"(lambda: {draw(dotted_names())})()"
    return draw(dotted_names())


IMPORTS = (
    "import tensorflow",
    "import tensorflow as {0}",
    "import tensorflow.a",
    "import tensorflow.a.b as {0}",
    "from tensorflow import a",
    "from tensorflow import a as {0}, b as {1}",
    "from tensorflow.a import b as {0}",
)
SIMPLE = (
    "{0} = {e}",
    "{0} = {1} = {e}",
    "{0}, {1} = {e}, {d}",
    "({0}, *{1}) = {e}, other(), other()",
    "{0}: other = {e}",
    "del {0}",
    "tensorflow = {e}",
    "PROBE",
    "PROBE",
    "PROBE",
    "[PROBE_INNER for {0} in (other(),)]",
    "[PROBE_INNER for {0} in (other(),) for {1} in {0}.b or [{e}]]",
    "[PROBE_INNER for {0} in (other(),) if (walrus := {e}) or True]",
    "{0} = (lambda {1}={e}: PROBE_INNER)",
    "call({0})",
)


class Programs:
    """Draws the text of a program, numbering its probes."""

    def __init__(self, draw: st.DrawFn, *, functions: bool, loops: bool) -> None:
        self.draw = draw
        self.probes = itertools.count()
        self.blocks = ["if", "with", "class", "match"]
        # Any statement may raise as far as the resolver knows: no exact answer after a try.
        self.blocks += ["def", "def", "def", "try"] if functions else []
        self.blocks += ["for", "while"] if loops else []
        self.functions = functions

    def probe(self) -> str:
        return f"probe({next(self.probes)}, {self.draw(dotted_names())})"

    def block(self, depth: int, *, loop: bool, function: bool) -> Iterator[str]:
        for _ in range(self.draw(st.integers(1, 5 if depth == 0 else 3))):
            if depth < 3 and self.draw(st.integers(0, 2)) == 0:
                yield from self.compound(depth, loop=loop, function=function)
            else:
                yield from self.simple(loop=loop, function=function)

    def simple(self, *, loop: bool, function: bool) -> Iterator[str]:
        draw = self.draw
        if draw(st.integers(0, 3)) == 0:
            yield draw(st.sampled_from(IMPORTS)).format(draw(names), draw(names))
            return
        if function and draw(st.integers(0, 9)) == 0:
            yield f"if coin(): return {draw(dotted_names())}"
            return
        if loop and draw(st.integers(0, 5)) == 0:
            yield f"if coin(): {draw(st.sampled_from(('break', 'continue')))}"
            return
        allowed = SIMPLE if self.functions else [line for line in SIMPLE if "lambda" not in line and "call" not in line]
        line = draw(st.sampled_from(allowed))
        line = line.replace("PROBE_INNER", "@").replace("PROBE", "@").replace("@", self.probe())
        expression, other = draw(expressions()), draw(expressions())
        if not self.functions:
            expression, other = (text if "lambda" not in text else "other()" for text in (expression, other))
        if "for" in line and ":=" in expression:
            expression = draw(dotted_names())
        line = line.format(draw(names), draw(names), draw(names), e=expression, d=other)
        yield from ("try:", f"    {line}", "except NameError: pass") if self.functions else (line,)

    def inner(self, depth: int, *, loop: bool, function: bool) -> Iterator[str]:
        for line in self.block(depth + 1, loop=loop, function=function):
            yield "    " + line

    def compound(self, depth: int, *, loop: bool, function: bool) -> Iterator[str]:
        draw, kind = self.draw, self.draw(st.sampled_from(self.blocks))
        inner: Callable[[], Iterator[str]] = lambda: self.inner(depth, loop=loop, function=function)  # noqa: E731
        if kind == "if":
            yield "if coin():"
            yield from inner()
            if draw(st.booleans()):
                yield "else:"
                yield from inner()
        elif kind == "try":
            yield "try:"
            yield from inner()
            yield "    maybe_raise()"
            yield f"except OopsError as {draw(names)}:" if draw(st.booleans()) else "except OopsError:"
            yield from inner()
            if draw(st.booleans()):
                yield "else:"
                yield from inner()
            if draw(st.booleans()):
                yield "finally:"
                yield from self.inner(depth, loop=False, function=False)
        elif kind == "with":
            yield f"with manager() as {draw(names)}:"
            yield from inner()
        elif kind == "match":
            yield "match coin():"
            yield f"    case True as {draw(names)}:"
            yield from ("    " + line for line in inner())
        elif kind == "class":
            yield f"class {draw(names)}:"
            yield from self.inner(depth, loop=False, function=False)
        elif kind == "def":
            yield from self.function(depth)
        else:
            yield f"for {draw(names)} in (other(), other()):" if kind == "for" else "while coin():"
            yield from self.inner(depth, loop=True, function=function)

    def function(self, depth: int) -> Iterator[str]:
        draw, name = self.draw, self.draw(names)
        parameters = draw(st.lists(names, max_size=2, unique=True))
        yield f"def {name}({', '.join(f'{p}=other()' for p in parameters)}):"
        declared = draw(st.lists(names, max_size=1))
        if declared and declared[0] not in parameters:
            yield f"    global {declared[0]}"
        yield from self.inner(depth, loop=False, function=True)
        if draw(st.booleans()):
            yield f"call({name})"


@st.composite
def programs(draw: st.DrawFn, *, functions: bool, loops: bool) -> str:
    program = Programs(draw, functions=functions, loops=loops)
    lines = [draw(st.sampled_from(IMPORTS)).format(*NAMES)]
    if draw(st.integers(0, 4)) == 0:
        lines.append("from tensorflow import *")
    if not functions:
        # Without this most programs would end early, at a name that isn't bound.
        lines += [f"{name} = {draw(st.sampled_from(('tensorflow.a', 'other()')))}" for name in NAMES]
        lines.insert(0, "import tensorflow")
    lines += program.block(0, loop=False, function=False)
    return "\n".join([*lines, program.probe(), ""])


# --- running them ----------------------------------------------------------------


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
