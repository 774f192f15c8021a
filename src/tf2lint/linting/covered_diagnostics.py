"""Decides which findings are left out because another one tells the same fact, and more of it.

A problem names the nodes that it includes (`Problem.covers`). A rule that only sees a name says instead how the names
that it includes lie around it (`Coverage`). Findings about arguments of one call that show the same call to write are
one. A finding covers others only if it is reported: where a rule is off, what its findings would cover is reported.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.coverage import Relation
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.resolver import Reference

#: The most serious first.
_SEVERITIES: Final = tuple(Severity)


def uncovered(diagnostics: Iterable[Diagnostic], reported: Collection[Diagnostic]) -> list[Diagnostic]:
    """Returns the diagnostics that no reported one covers.

    Args:
        diagnostics: the diagnostics of a file.
        reported: those that are reported.
    """
    codes_at: dict[ast.AST, set[str]] = {}
    all_names = {node for diagnostic in reported for node in diagnostic.problem.covers}
    run: dict[ast.AST, set[str]] = {}
    for diagnostic in reported:
        for coverage in diagnostic.rule.covers:
            if coverage.relation is Relation.RUN:
                run.setdefault(diagnostic.node, set()).update(coverage.codes)
            elif diagnostic.reference is not None and diagnostic.reference.node is diagnostic.node:
                for node in _related(diagnostic.reference, coverage.relation):
                    codes_at.setdefault(node, set()).update(coverage.codes)

    def is_covered(diagnostic: Diagnostic) -> bool:
        code, node = diagnostic.rule.code, diagnostic.node
        if diagnostic.is_about_name and (node in all_names or _name_of(diagnostic) in all_names):
            return True
        return code in codes_at.get(node, ()) or _runs_only(diagnostic, run)

    return [diagnostic for diagnostic in diagnostics if not is_covered(diagnostic)]


def without_repeated_calls(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Returns the diagnostics without those about arguments of a call that another one rewrites in the same way.

    The rewritten call has the changes of all arguments, so one diagnostic tells all: the first of the most serious.

    Args:
        diagnostics: the reported diagnostics of a file, with the rewritten calls.
    """
    diagnostics = list(diagnostics)
    first: dict[tuple[ast.AST | None, str], Diagnostic] = {}
    for diagnostic in sorted(filter(_rewrites_arguments, diagnostics), key=_order):
        first.setdefault(_rewrite_of(diagnostic), diagnostic)
    return [
        diagnostic
        for diagnostic in diagnostics
        if not _rewrites_arguments(diagnostic) or first[_rewrite_of(diagnostic)] is diagnostic
    ]


def _rewrites_arguments(diagnostic: Diagnostic) -> bool:
    return diagnostic.rule.changed is not None and diagnostic.rewritten is not None


def _rewrite_of(diagnostic: Diagnostic) -> tuple[ast.AST | None, str]:
    """Returns the called name and the code to write instead of the call."""
    return _name_of(diagnostic), diagnostic.rewritten.code if diagnostic.rewritten is not None else ""


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str]:
    rank = _SEVERITIES.index(diagnostic.rule.severity)
    return rank, diagnostic.node.lineno, diagnostic.node.col_offset, diagnostic.rule.code


def _name_of(diagnostic: Diagnostic) -> ast.AST | None:
    return diagnostic.reference.node if diagnostic.reference is not None else None


def _related(reference: Reference, relation: Relation) -> Iterator[ast.AST]:
    """Yields the nodes that stand in a relation to a reference."""
    call = reference.call if reference.call is not None and reference.call.func is reference.node else None
    if relation is Relation.RECEIVER and isinstance(reference.node, ast.Attribute):
        yield from ast.walk(reference.node.value)
    elif relation is Relation.ARGUMENTS and call is not None:
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield from ast.walk(argument)
    elif relation is Relation.LISTED and call is not None and call.args:
        yield from call.args[0].elts if isinstance(call.args[0], ast.List | ast.Tuple) else ()


def _runs_only(diagnostic: Diagnostic, run: dict[ast.AST, set[str]]) -> bool:
    """Returns whether a diagnostic is about a call that runs nothing but what others that cover it are about."""
    call = diagnostic.reference.call if diagnostic.reference is not None else None
    if not run or call is None or call.keywords:
        return False
    if not call.args and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        return diagnostic.rule.code in run.get(call.func.value.func, ())
    if len(call.args) != 1:
        return False
    fetches = call.args[0].elts if isinstance(call.args[0], ast.List | ast.Tuple) else call.args
    names = [fetch.func if isinstance(fetch, ast.Call) else fetch for fetch in fetches]
    return bool(names) and all(diagnostic.rule.code in run.get(name, ()) for name in names)
