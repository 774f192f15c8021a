"""Rewrites the programs of proofs as findings say, and tells which lines of data the rewritten calls follow."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.rewriting import CallRewriter
from tf2lint.source import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.calls import Proof
    from tf2lint.model import Finding, Rewritten
    from tf2lint.resolver import Symbol
    from tf2lint.rewriting import RewrittenCall

_IMPORT = "import tensorflow as tf\n"


class Columns:
    """The columns of the nodes of a program on one line, in characters, as findings have them.

    Args:
        program: the program.
    """

    def __init__(self, program: str) -> None:
        self._lines = Lines(program)

    def of(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        """Returns the columns at which a node starts and ends."""
        span = self._lines.span(node)
        return span.column, span.end_column


class RewrittenProgram(NamedTuple):
    """A program with the calls that findings say to write.

    Attributes:
        program: the statements, on one line.
        rewritten: what the findings say about each call that was replaced.
        lines: the places of the lines of data that rewritten calls follow.
        renamed: the names of TensorFlow 1, without `tf.`, in calls that are only renamed.
    """

    program: str
    rewritten: tuple[Rewritten, ...]
    lines: frozenset[str]
    renamed: frozenset[str]


@cache
def rewritten_program(proof: Proof) -> RewrittenProgram:
    """Returns the program of a proof with the rewritten calls of its findings."""
    program = proof.program
    lines, renamed = set[str](), set[str]()
    original, constant = CallRewriter.rewritten, CallRewriter.as_value

    def recorded(self: CallRewriter, symbol: Symbol, call: ast.Call, **about: Any) -> RewrittenCall | None:
        found = original(self, symbol, call, **about)
        if found is not None and found.rewrite is not None:
            lines.add(found.rewrite.location)
        elif found is not None:
            renamed.add(symbol.name.removeprefix("tensorflow."))
        return found

    def recorded_constant(self: CallRewriter, symbol: Symbol, *, is_tf1: Callable[[], bool]) -> RewrittenCall | None:
        found = constant(self, symbol, is_tf1=is_tf1)
        if found is not None and found.rewrite is not None:
            lines.add(found.rewrite.location)
        return found

    with mock.patch.multiple(CallRewriter, rewritten=recorded, as_value=recorded_constant):
        findings = _engine(proof.target).check(_IMPORT + program + "\n", "/nowhere/program.py").findings
    calls = [node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call)]
    columns = Columns(program)
    found = {
        call: finding.rewritten
        for finding in findings
        for call in _calls_of(finding, calls, columns)
        if finding.rewritten
    }
    outer = [call for call in found if not any(_contains(other, call) for other in found if other is not call)]
    for call in sorted(outer, key=lambda call: -call.col_offset):
        start, end = columns.of(call)
        program = f"{program[: start - 1]}{found[call].code}{program[end - 1 :]}"
    return RewrittenProgram(program, tuple(map(found.__getitem__, outer)), frozenset(lines), frozenset(renamed))


@cache
def _engine(target: str) -> Engine:
    return Engine(Settings(target=target, source_version="1"))


def _calls_of(finding: Finding, calls: list[ast.Call], columns: Columns) -> Iterator[ast.Call]:
    """Yields the call that a finding is about: that of the name there, or with the argument there."""
    place = finding.span.column, finding.span.end_column
    for call in calls:
        parts: list[ast.expr | ast.keyword] = [call.func, *call.args, *call.keywords]
        if any(columns.of(part) == place for part in parts) and (
            columns.of(call.func) == place or not any(columns.of(other.func) == place for other in calls)
        ):
            yield call
            return


def _contains(outer: ast.Call, inner: ast.Call) -> bool:
    return outer.col_offset <= inner.col_offset and (inner.end_col_offset or 0) <= (outer.end_col_offset or 0)
