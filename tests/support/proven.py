"""Rewrites the programs of proofs as findings say, and tells which lines of data the rewritten calls follow."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.rewriting import CallRewriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.calls import Proof
    from tf2lint.model import Finding, Rewritten, Span
    from tf2lint.resolver import Symbol
    from tf2lint.rewriting import RewrittenCall

_IMPORT = "import tensorflow as tf\n"


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
    found = {call: finding.rewritten for finding in findings for call in _calls_of(finding, calls) if finding.rewritten}
    outer = [call for call in found if not any(_contains(other, call) for other in found if other is not call)]
    for call in sorted(outer, key=lambda call: -call.col_offset):
        program = f"{program[: call.col_offset]}{found[call].code}{program[call.end_col_offset :]}"
    return RewrittenProgram(program, tuple(map(found.__getitem__, outer)), frozenset(lines), frozenset(renamed))


@cache
def _engine(target: str) -> Engine:
    return Engine(Settings(target=target, source_version="1"))


def _calls_of(finding: Finding, calls: list[ast.Call]) -> Iterator[ast.Call]:
    """Yields the call that a finding is about: that of the name there, or with the argument there."""
    for call in calls:
        parts: list[ast.expr | ast.keyword] = [call.func, *call.args, *call.keywords]
        if any(_is_at(part, finding.span) for part in parts) and (
            _is_at(call.func, finding.span) or not any(_is_at(other.func, finding.span) for other in calls)
        ):
            yield call
            return


def _is_at(node: ast.expr | ast.keyword, span: Span) -> bool:
    return (node.col_offset + 1, (node.end_col_offset or 0) + 1) == (span.column, span.end_column)


def _contains(outer: ast.Call, inner: ast.Call) -> bool:
    return outer.col_offset <= inner.col_offset and (inner.end_col_offset or 0) <= (outer.end_col_offset or 0)
