"""Checks one source: parses it, looks at it once, and asks the rules about what was found."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.linting import RuleRelevance, RuleRunner
from tf2lint.model import Finding, Settings
from tf2lint.project import Program, Relevance, Workspace
from tf2lint.resolver import ReferenceKind
from tf2lint.rules import rules
from tf2lint.source import Lines, deep_recursion, mentions_tensorflow, parse
from tf2lint.table import table_for

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from tf2lint.linting import Diagnostic, Rule
    from tf2lint.project import DependencyRecorder
    from tf2lint.resolver import Reference
    from tf2lint.table import Table


class Result(NamedTuple):
    """What a check of one file gives.

    Attributes:
        findings: in the order of the text.
        uses_tensorflow: whether the file has anything to do with TensorFlow.
        names_resolved: how many places name something of the library.
        names_unresolved: how many expressions choose a library's name at run time, so that it is not known.
    """

    findings: tuple[Finding, ...] = ()
    uses_tensorflow: bool = False
    names_resolved: int = 0
    names_unresolved: int = 0


class Engine:
    """Checks files, one after another, with the same settings.

    Args:
        settings: what to report, and for which target version.
        workspace: the project that the files belong to; None for one that finds
            imported files by their path.

    Raises:
        UnknownVersionError: the table knows nothing of the target version.
    """

    def __init__(self, settings: Settings | None = None, workspace: Workspace | None = None) -> None:
        self.settings = settings or Settings()
        self.table: Table = table_for(self.settings.target)
        self.workspace = workspace or Workspace(self.table)
        context = self.workspace.context
        self.runner = RuleRunner(context, rules(), self._is_on)
        interest = RuleRelevance(self.runner, context.libraries)
        events = self.runner.events
        context.relevance = Relevance(
            is_irrelevant=interest.is_irrelevant,
            is_call=interest.is_call_of_interest,
            rules_of_calls=interest.rules_of_calls,
            is_method=interest.is_method_of_interest,
            slots=interest.slots_of_interest,
            members=events.members,
            lines=events.lines_to_look_at,
            words=events.words,
        )

    def record_dependencies(self, dependencies: DependencyRecorder | None) -> None:
        """Has noted from now on what checks go by outside of their own files; None if nobody keeps that."""
        context = self.workspace.context
        context.modules.dependencies = context.programs.dependencies = dependencies

    def _is_on(self, rule: Rule) -> bool:
        selected = rule.code.startswith(self.settings.select) if self.settings.select else rule.default
        return selected and not (self.settings.ignore and rule.code.startswith(self.settings.ignore))

    def check(self, source: str, path: str, tree: ast.Module | None = None, *, everything: bool = False) -> Result:
        """Checks one file.

        Args:
            source: its text.
            path: where it is, for messages and to find what it imports.
            tree: its syntax, if it has been parsed already.
            everything: whether to look at names that are in order, too, of which nothing comes but lost time.

        Raises:
            SyntaxError: Python's parser refuses the source.
        """
        if not mentions_tensorflow(source):
            return Result()
        with no_garbage_collection(), deep_recursion():
            # What the check makes has to be gone before the collector is back, which else looks through all of it.
            return self._check(source, path, tree or parse(source, path), everything=everything)

    def _check(self, source: str, path: str, tree: ast.Module, *, everything: bool) -> Result:
        analysis = self.workspace.analyze(
            tree, source, path, None if everything else self.workspace.context.relevance.is_irrelevant
        )
        state = analysis.state
        references, lines = state.references(), Lines(source)
        program = Program(path, source, self.workspace.context.programs)
        findings = sorted(
            (_finding(diagnostic, path, lines) for diagnostic in self.runner.diagnostics(analysis, program)),
            key=lambda finding: (finding.span.line, finding.span.column, finding.code),
        )
        resolved = sum(_is_of_library(reference) for reference in references) + state.mention_index.passed_over()
        result = Result(tuple(findings), bool(state.imported or resolved), resolved, len(state.unresolved))
        state.close()
        return result


def _is_of_library(reference: Reference) -> bool:
    return reference.kind is not ReferenceKind.IMPURE and not reference.symbols[0].is_object


def _finding(diagnostic: Diagnostic, path: str, lines: Lines) -> Finding:
    rule, problem = diagnostic.rule, diagnostic.problem
    return Finding(
        rule.code, rule.name, rule.severity, problem.message, path, lines.span(diagnostic.node), diagnostic.symbol,
        problem.replacements,
    )  # fmt: skip


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Switches the garbage collector off: a check leaves nothing behind for it, see `Frame.close`.

    To look for some among the trees, a host's or our own, only takes time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
