"""What must hold of every program that is fixed, whatever its fixes are."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from support.formatted_programs import is_valid
from support.symbolic_library import changed_functions, run
from tf2lint.fixes import FixPolicy, FixSelection
from tf2lint.model import SAFE
from tf2lint.rules import rules
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.fixer import Fixer
from tf2lint.runner.jobs import Job
from tf2lint.source import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.formatted_programs import Program
    from tf2lint.model import Located
    from tf2lint.runner.fixer import FixedFile
    from tf2lint.runner.jobs import FileResult

_TARGET: Final = "2.21"
_CODES: Final = tuple(rule.code for rule in rules())
_JOB: Final = Job("program.py", _TARGET, _CODES, source_version="1")
_DELETED: Final = "enable_eager_execution"
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")


@cache
def _checker() -> FileChecker:
    return FileChecker()


def problems(program: Program) -> Iterator[str]:
    """Yields what is wrong with the fixes of a program, safe ones and then also unsafe ones.

    Args:
        program: the program.
    """
    before = _checked(program.data)
    for selection in (FixSelection(), FixSelection(unsafe=True)):
        found = _fixed(program.data, before, selection)
        yield from (f"refused: {one.finding.symbol}: {why}" for one, why in found.refused)
        yield from _problems(program, before, found, selection)


def _checked(data: bytes) -> FileResult:
    return _checker().check(_JOB, data)


def _fixed(data: bytes, result: FileResult, selection: FixSelection) -> FixedFile:
    return Fixer(_checker(), FixPolicy(frozenset(_CODES))).fix(_JOB, data, result, result.findings, selection)


def _problems(program: Program, before: FileResult, found: FixedFile, selection: FixSelection) -> Iterator[str]:
    data = found.new.data
    if not is_valid(data):
        yield "it does not parse"
        return
    if _comments(data) != _comments(program.data):
        yield "comments differ"
    yield from _changes_of_bytes(program, data)
    if not _is_same_outside(program.data, data, before.findings):
        yield "the syntax differs outside of what is fixed"
    after = _checked(data)
    if _fixed(data, after, selection).new.data != data:
        yield "a second run changes it"
    new = Counter(map(_fact, after.findings)) - Counter(map(_fact, before.findings))
    yield from (f"new: {fact}" for fact in new)
    yield from (f"{one.finding.symbol}: no note" for one, _ in found.fixed if _lacks_note(one))
    is_uncertain = any("unpacked" in one.finding.fix.note for one, _ in found.fixed if one.finding.fix is not None)
    if not is_uncertain and not any(one.finding.symbol in changed_functions() for one in after.findings):
        yield from _changes_of_run(program.data, data, selection)


def _fact(located: Located) -> tuple[str, str]:
    return located.finding.code, located.finding.symbol or ""


def _lacks_note(located: Located) -> bool:
    fix = located.finding.fix
    return fix is not None and fix.safety != SAFE and not fix.note


def _changes_of_run(old: bytes, new: bytes, selection: FixSelection) -> Iterator[str]:
    """Yields what a program does in another way."""
    before, after = run(old, is_old=True), run(new, is_old=False)
    if selection.unsafe:  # what is assigned in an argument that is left out is gone
        before, after = (one._replace(results=_without_walrus(one.results)) for one in (before, after))
    is_same_error = before.error == after.error or selection.unsafe
    if before.results != after.results and not (before.error and selection.unsafe):
        pairs = [pair for pair in zip(before.results, after.results, strict=False) if pair[0] != pair[1]]
        yield f"it computes something else: {pairs}"
    if not is_same_error or (after.error and not before.error):
        yield f"it raises {after.error or 'nothing'} instead of {before.error or 'nothing'}"
    elif not selection.unsafe and not before.error and before.probes != after.probes:
        yield f"arguments are evaluated in another order: {before.probes} {after.probes}"
    elif any(count > max(1, before.probes.count(probe)) for probe, count in Counter(after.probes).items()):
        yield f"arguments are evaluated twice: {before.probes} {after.probes}"


def _without_walrus(results: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in results if not one.startswith("n = "))


def _comments(data: bytes) -> list[str]:
    text = decode(data)
    lines = io.StringIO(_with_line_feeds(text))
    return [one.string for one in tokenize.generate_tokens(lines.readline) if one.type == tokenize.COMMENT]


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _changes_of_bytes(program: Program, data: bytes) -> Iterator[str]:
    """Yields what differs in how a file stores its text."""
    if program.data.startswith(b"\xef\xbb\xbf") != data.startswith(b"\xef\xbb\xbf"):
        yield "the byte order mark differs"
    if set(_LINE_END.findall(data)) - set(_LINE_END.findall(program.data)):
        yield "there are other line ends"
    if program.data.endswith((b"\n", b"\r")) != data.endswith((b"\n", b"\r")):
        yield "the end of the last line differs"
    pages = [sum(line.startswith(b"\f") for line in _LINE_END.split(one)) for one in (program.data, data)]
    if pages[0] != pages[1]:
        yield "pages differ"


# --- the syntax outside of what is fixed ---------------------------------------------------


def _is_same_outside(old: bytes, new: bytes, findings: tuple[Located, ...]) -> bool:
    """Returns whether the syntax of two programs is the same but for expressions that are reported, and imports."""
    source = decode(old)
    tree, after = ast.parse(source), ast.parse(decode(new))
    changed = set(_changed(tree, Lines(source), findings))
    pending: list[tuple[object, object]] = [(tree, after)]
    while pending:
        left, right = pending.pop()
        is_changed = isinstance(left, ast.AST) and left in changed
        if is_changed or (isinstance(left, ast.JoinedStr) and isinstance(right, ast.JoinedStr)):
            continue  # before Python 3.12, what is in an f-string has no positions
        if left.__class__ is not right.__class__:
            return False
        if isinstance(left, ast.AST):
            pending += [(getattr(left, name, None), getattr(right, name, None)) for name in left._fields]
        elif isinstance(left, list) and isinstance(right, list):
            if left and isinstance(left[0], ast.stmt):
                left = [one for one in left if not _may_change(one)]
                right = [one for one in right if not _may_change(one)]
            if len(left) != len(right):
                return False
            pending += zip(left, right, strict=True)
        elif left != right:
            return False
    return True


def _may_change(statement: ast.stmt) -> bool:
    """Returns whether a statement may be added or deleted: an import, or a call that is deleted."""
    if isinstance(statement, ast.Expr):
        return _DELETED in ast.unparse(statement)
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)


def _changed(tree: ast.Module, lines: Lines, findings: tuple[Located, ...]) -> Iterator[ast.expr]:
    """Yields the expressions that are reported, which later passes may fix: calls, and names that are not called."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    places = {one.finding.span[:2]: one.finding.code for one in findings}
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr | ast.keyword) or lines.span(node)[:2] not in places:
            continue
        outer: ast.AST = node
        while isinstance(parents[outer], ast.Attribute) or getattr(parents[outer], "func", 0) is outer:
            outer = parents[outer]
        if places[lines.span(node)[:2]].startswith("TF6"):
            outer = next((one for one in _around(outer, parents) if isinstance(one, ast.Call)), outer)
        if isinstance(outer, ast.expr):
            yield outer


def _around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node
