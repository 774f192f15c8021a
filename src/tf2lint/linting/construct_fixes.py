"""Gives the diagnostics of one file the fixes of whole constructs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs import Construct, LibraryNames, OtherFiles
from tf2lint.model import UNSAFE, Fix

if TYPE_CHECKING:
    from tf2lint.linting.call_advice import CallAdvice
    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.linting.file_syntax import FileSyntax
    from tf2lint.linting.rule_index import RuleIndex
    from tf2lint.project import Program
    from tf2lint.resolver import AnalysisState

#: The rules about sessions, runs, placeholders, options of sessions, methods of optimizers, and dictionaries of
#: tensors: without them, there is nothing to convert.
_RULES: Final = ("TF501", "TF502", "TF503", "TF504", "TF510", "TF517", "TF518", "TF805")


class ConstructFixes:
    """Finds the constructs of one file.

    Args:
        state: the final state of the file's analysis.
        source: its text.
        syntax: its syntax.
        index: the names of what the file refers to.
        advice: what to write instead of calls.
        program: the program of the file.
    """

    def __init__(
        self,
        state: AnalysisState,
        source: str,
        syntax: FileSyntax,
        index: RuleIndex,
        advice: CallAdvice,
        program: Program,
    ) -> None:
        self._state = state
        self._source = source
        self._syntax = syntax
        self._index = index
        self._advice = advice
        self._program = program

    def applied(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """Returns diagnostics with the fixes of the constructs that they are about."""
        if not any(diagnostic.rule.code in _RULES for diagnostic in diagnostics):
            return diagnostics
        fixes = self._fixes(diagnostics)
        return [self._with_fix(diagnostic, fixes) for diagnostic in diagnostics]

    def _with_fix(self, diagnostic: Diagnostic, fixes: dict[ast.AST | None, Fix | str]) -> Diagnostic:
        reference = diagnostic.reference
        node = None if reference is None else reference.call or reference.node
        found = fixes.get(node)
        if isinstance(found, str):
            return diagnostic._replace(fix=None, unfixed=found)
        return diagnostic._replace(fix=found) if found is not None else diagnostic

    def _fixes(self, diagnostics: list[Diagnostic]) -> dict[ast.AST | None, Fix | str]:
        """Returns the fixes by the calls and names that they settle; for what must not be changed alone, why."""
        from tf2lint.constructs import constructs  # slow to import, and many files have none

        names = LibraryNames(
            self._names(), self._syntax.index, self._advice.names_of_tensorflow, self._index.result_kind
        )
        found: dict[ast.AST | None, Fix | str] = {}
        reported = {one.reference.call: one.rewritten for one in diagnostics if one.reference is not None}

        def noted(call: ast.expr) -> tuple[str, str]:
            rewritten = reported.get(call) if isinstance(call, ast.Call) else None
            return (rewritten.code, rewritten.note) if rewritten is not None else ("", "")

        fixes = {one.reference.call: one.fix for one in diagnostics if one.reference is not None}

        def fixed(call: ast.Call) -> Construct | None:
            fix = fixes.get(call)
            return Construct(frozenset([call]), fix.edits, fix.note) if fix is not None else None

        others = OtherFiles(lambda name, is_member: self._program.user_of(name, is_member=is_member))
        scopes, written = self._syntax.scopes, self._advice.written
        for each in constructs(scopes, self._source, names, written, noted, fixed, others):
            fix = Fix(each.edits, UNSAFE, each.note) if isinstance(each, Construct) else each.reason
            found.update(dict.fromkeys(each.nodes, fix))
        return found

    def _names(self) -> dict[ast.AST, str]:
        """Returns the names, below `tf`, of what expressions refer to."""
        return {
            reference.node: self._index.member_name(reference.symbols[0])
            for reference in self._state.references()
            if reference.certain and len(reference.symbols) == 1
        }
