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
from tf2lint.source import nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.linting.coverage import Coverage
    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.linting.rule import Rule
    from tf2lint.resolver import Reference

#: The most serious first.
_SEVERITIES: Final = tuple(Severity)


def uncovered(diagnostics: Iterable[Diagnostic], reported: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Returns the diagnostics that no reported one covers, each with those that it covers, directly or not.

    Args:
        diagnostics: the diagnostics of a file.
        reported: those that are reported.
    """
    diagnostics = list(diagnostics)
    coverings = _Coverings(reported)
    groups = _Groups()
    for diagnostic in diagnostics:
        covering = coverings.of(diagnostic)
        if covering is not None:
            groups.add(covering, diagnostic)
    return groups.outermost(diagnostics)


def without_repeated_calls(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Returns the diagnostics without those about arguments of a call that another one rewrites in the same way.

    The rewritten call has the changes of all arguments, so one diagnostic tells all: the first of the most serious.

    Args:
        diagnostics: the reported diagnostics of a file, with the rewritten calls.
    """
    diagnostics = list(diagnostics)
    first: dict[tuple[ast.AST | None, str], Diagnostic] = {}
    groups = _Groups()
    for diagnostic in sorted(filter(_rewrites_arguments, diagnostics), key=_order):
        covering = first.setdefault(_rewrite_of(diagnostic), diagnostic)
        if covering is not diagnostic:
            groups.add(covering, diagnostic)
    return groups.outermost(diagnostics)


class _Coverings:
    """What the reported diagnostics of a file cover.

    Args:
        reported: the reported diagnostics.
    """

    def __init__(self, reported: Iterable[Diagnostic]) -> None:
        self._by_name: dict[ast.AST, Diagnostic] = {}
        self._by_code: dict[tuple[ast.AST, str], Diagnostic] = {}
        self._runs: dict[tuple[ast.AST, str], Diagnostic] = {}
        for diagnostic in reported:
            for name in diagnostic.problem.covers:
                self._by_name.setdefault(name, diagnostic)
            for coverage in _rule_of(diagnostic).covers:
                self._add(diagnostic, coverage)

    def _add(self, diagnostic: Diagnostic, coverage: Coverage) -> None:
        nodes: Iterable[ast.AST] = ()
        if coverage.relation is Relation.RUN:
            found, nodes = self._runs, (diagnostic.node,)
        elif diagnostic.reference is not None and diagnostic.reference.node is diagnostic.node:
            found, nodes = self._by_code, _related(diagnostic.reference, coverage.relation)
        for node in nodes:
            for code in coverage.codes:
                found.setdefault((node, code), diagnostic)

    def of(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Returns a diagnostic that covers another one; None if there is none."""
        node = diagnostic.node
        by_name = self._by_name if diagnostic.is_about_name else {}
        found = by_name.get(node) or by_name.get(_name_of(diagnostic) or node)
        return found or self._by_code.get((node, _rule_of(diagnostic).code)) or self._runner_of(diagnostic)

    def _runner_of(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Returns a diagnostic that covers the one about a call, which runs nothing but what such ones are about."""
        call = diagnostic.reference.call if diagnostic.reference is not None else None
        if not self._runs or call is None or call.keywords:
            return None
        code = _rule_of(diagnostic).code
        if not call.args and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            return self._runs.get((call.func.value.func, code))
        if len(call.args) != 1:
            return None
        fetches = call.args[0].elts if isinstance(call.args[0], ast.List | ast.Tuple) else call.args
        names = [fetch.func if isinstance(fetch, ast.Call) else fetch for fetch in fetches]
        runners = [self._runs.get((name, code)) for name in names]
        return runners[0] if runners and all(runners) else None


class _Groups:
    """Diagnostics, each with those that it covers. They are told apart by identity: none is compared with another."""

    def __init__(self) -> None:
        self._covered: dict[int, list[Diagnostic]] = {}
        self._is_covered: set[int] = set()

    def add(self, covering: Diagnostic, covered: Diagnostic) -> None:
        """Puts a diagnostic into the group of one that covers it."""
        self._covered.setdefault(id(covering), []).append(covered)
        self._is_covered.add(id(covered))

    def outermost(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Returns the diagnostics that no other one covers, each with all that it covers, directly or not."""
        return [
            diagnostic._replace(covered=(*diagnostic.covered, *self._below(diagnostic)))
            if id(diagnostic) in self._covered
            else diagnostic
            for diagnostic in diagnostics
            if id(diagnostic) not in self._is_covered
        ]

    def _below(self, diagnostic: Diagnostic) -> Iterator[Diagnostic]:
        for covered in self._covered.get(id(diagnostic), ()):
            yield covered._replace(covered=())
            yield from covered.covered
            yield from self._below(covered)


def _rewrites_arguments(diagnostic: Diagnostic) -> bool:
    is_about_arguments = diagnostic.rule.changed is not None or diagnostic.problem.is_about_arguments
    return is_about_arguments and diagnostic.rewritten is not None


def _rewrite_of(diagnostic: Diagnostic) -> tuple[ast.AST | None, str]:
    """Returns the called name and the code to write instead of the call."""
    return _name_of(diagnostic), diagnostic.rewritten.code if diagnostic.rewritten is not None else ""


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str]:
    rank = _SEVERITIES.index(diagnostic.severity)
    return rank, diagnostic.node.lineno, diagnostic.node.col_offset, diagnostic.rule.code


def _rule_of(diagnostic: Diagnostic) -> Rule:
    return diagnostic.as_rule or diagnostic.rule


def _name_of(diagnostic: Diagnostic) -> ast.AST | None:
    return diagnostic.reference.node if diagnostic.reference is not None else None


def _related(reference: Reference, relation: Relation) -> Iterator[ast.AST]:
    """Yields the nodes that stand in a relation to a reference."""
    call = reference.call if reference.call is not None and reference.call.func is reference.node else None
    if relation is Relation.RECEIVER and isinstance(reference.node, ast.Attribute):
        yield from nodes_in(reference.node.value)
    elif relation is Relation.ARGUMENTS and call is not None:
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield from nodes_in(argument)
    elif relation is Relation.LISTED and call is not None and call.args:
        yield from call.args[0].elts if isinstance(call.args[0], ast.List | ast.Tuple) else ()
