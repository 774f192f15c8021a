"""Strategies for programs made of bindings, scopes, branches and loops over a handful of names.

There are few names, so that they shadow each other all the time. Each `probe(number, expression)` in a program
queries the value of the expression, and each `coin()` is a condition that may be true or false.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = ("tf", "a", "b", "f", "walrus")
MEMBERS = ("a", "b")

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
    "[PROBE_INNER for {0} in (other(),) for {1} in ([{e}] if coin() else {0}.b)]",
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
        # The resolver assumes that any statement may raise, so there is no exact answer after a try.
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
        # Otherwise, most programs would end early at an unbound name.
        lines += [f"{name} = {draw(st.sampled_from(('tensorflow.a', 'other()')))}" for name in NAMES]
        lines.insert(0, "import tensorflow")
    lines += program.block(0, loop=False, function=False)
    return "\n".join([*lines, program.probe(), ""])


# --- running them ----------------------------------------------------------------
