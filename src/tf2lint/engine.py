"""Checks one source: parses it, analyzes it once, and runs the rules on the result."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting import EventRunner, HiddenFindings, RuleIndex, RuleRelevance, RuleRunner
from tf2lint.model import CoveredFinding, Finding, RelatedLocation, Result, Settings
from tf2lint.project import Program, Relevance, Workspace, WrittenFor
from tf2lint.resolver import ReferenceKind
from tf2lint.rules import rules
from tf2lint.source import WALRUS, Lines, deep_recursion, may_use_tensorflow, normalized, parse, path_like
from tf2lint.table import LEGACY_KERAS, table_for

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tf2lint.linting import Diagnostic, Rule
    from tf2lint.project import DependencyRecorder, Query
    from tf2lint.resolver import AnalysisState, Origin, Reference
    from tf2lint.table import TensorFlowTable


#: In the names that TensorFlow 2 keeps for TensorFlow 1, whose objects still work.
_COMPAT: Final = ".compat.v1"


class Engine:
    """Checks files one after another with the same settings.

    Args:
        settings: what to report, and for which target version.
        workspace: the workspace of the files' project; None for one that finds
            imported files by their path.
        with_fixes: whether findings have fixes, which take time.

    Raises:
        UnknownVersionError: the table does not cover the target version, or the version of Keras.
    """

    def __init__(
        self, settings: Settings | None = None, workspace: Workspace | None = None, *, with_fixes: bool = True
    ) -> None:
        self.settings = settings or Settings()
        self._with_fixes = with_fixes
        self.table: TensorFlowTable = table_for(self.settings.target, self.settings.keras_version)
        self.workspace = workspace or Workspace(self.table)
        context = self.workspace.context
        index = RuleIndex(context.libraries, rules(), self._is_on)
        events = EventRunner(filter(self._is_on, index.rules), index.name_below_tf, context)
        self.runner = RuleRunner(context, index, events, with_fixes=with_fixes)
        rule_relevance = RuleRelevance(index, events, context.libraries)
        context.relevance = Relevance(
            is_irrelevant=rule_relevance.is_irrelevant,
            is_call=rule_relevance.is_relevant_call,
            keys=rule_relevance.keys,
            class_patterns=rule_relevance.class_patterns,
            call_rules_for=rule_relevance.call_rules_for,
            is_method=rule_relevance.is_relevant_method,
            slots=rule_relevance.relevant_slots,
            members=rule_relevance.members_in,
            lines=events.relevant_lines,
            words=events.words,
        )

    def record_dependencies(self, dependencies: DependencyRecorder | None) -> None:
        """Sets the recorder of what checks depend on outside their own files; None to record nothing."""
        self.workspace.record_dependencies(dependencies)

    def _is_on(self, rule: Rule) -> bool:
        selected = rule.code.startswith(self.settings.select) if self.settings.select else rule.default
        return selected and not (self.settings.ignore and rule.code.startswith(self.settings.ignore))

    def check(
        self,
        source: str,
        path: str,
        tree: ast.Module | None = None,
        *,
        everything: bool = False,
        hidden: HiddenFindings | None = None,
    ) -> Result:
        """Checks one file.

        Args:
            source: the text of the file.
            path: its path, for messages and to find the modules that it imports.
            tree: its syntax, if it is already parsed; that of a text with assignment expressions is parsed again.
            everything: whether to analyze irrelevant names, too. The findings are the same, but it takes longer.
            hidden: the findings in this file that the caller does not show; None if it shows all. They cover nothing.

        Raises:
            SyntaxError: Python's parser rejects the source.
        """
        if not may_use_tensorflow(source, path):
            return Result()
        with no_garbage_collection(), deep_recursion():
            # All objects of the check must be freed before the garbage collector is enabled, or it would traverse them.
            engine = self._for(normalized(source), path)
            if tree is None or WALRUS in source:
                tree = parse(source, path)
            return engine._check(source, path, tree, everything=everything, hidden=hidden or HiddenFindings())

    def answers_now(self, queries: Iterable[Query], source: str, path: str) -> Mapping[Query, str]:
        """Asks what an earlier check of a file has asked about other files; returns digests of the answers.

        Args:
            queries: what the check asked.
            source: the text of the file, which has not changed since.
            path: the path of the file.
        """
        with no_garbage_collection(), deep_recursion():
            return self._for(normalized(source), path).workspace.answers_now(queries)

    def answers_about_modules(self, queries: Iterable[Query]) -> Mapping[Query, str]:
        """Asks what modules have asked about each other; returns digests of the answers.

        Args:
            queries: what they asked, see `DependencyRecorder`.
        """
        with no_garbage_collection(), deep_recursion():
            return self.workspace.answers_now(queries)

    def take_asked(self, recorder: DependencyRecorder) -> dict[str, dict[Query, str]]:
        """Returns what modules asked about each other since the last call, with digests of the answers, by module.

        Args:
            recorder: has recorded it.
        """
        asked: dict[str, dict[Query, str]] = {}
        while taken := recorder.take_queries():  # a digest may need more
            for path, queries in taken.items():
                asked.setdefault(path, {}).update(self.answers_about_modules(queries))
        return asked

    def _for(self, source: str, path: str) -> Engine:
        """Returns the engine with the Keras that a file uses."""
        if not self.table.keras.is_keras_3:
            return self
        program = Program(path, source, self.workspace.context.programs)
        return self._with_legacy_keras if program.uses_legacy_keras else self

    @cached_property
    def _with_legacy_keras(self) -> Engine:
        """The engine for files that use Keras 2."""
        settings = replace(self.settings, keras_version=LEGACY_KERAS)
        workspace = self.workspace.with_table(table_for(settings.target, LEGACY_KERAS))
        return Engine(settings, workspace, with_fixes=self._with_fixes)

    def _check(self, source: str, path: str, tree: ast.Module, *, everything: bool, hidden: HiddenFindings) -> Result:
        def is_tf1(state: AnalysisState) -> bool:
            references = state.references()
            symbols = (symbol for reference in references for symbol in reference.symbols)
            if any(_COMPAT in symbol.name and not symbol.is_object for symbol in symbols):
                return False
            program = self._program(path, text, references)  # it knows the lines that are skipped, too
            return not program.uses_compat_v1 and program.written_for is WrittenFor.TF1

        text = normalized(source)  # what is searched in it, such as lines; what is written keeps its line ends
        analysis = self.workspace.analyze(
            tree, text, path, None if everything else self.workspace.context.relevance.is_irrelevant, is_tf1
        )
        state = analysis.state
        references, lines = state.references(), Lines(source)
        program = self._program(path, text, references)
        diagnostics = self.runner.diagnostics(analysis, program, source, hidden)
        findings = sorted(
            (self._finding(diagnostic, path, lines) for diagnostic in diagnostics),
            key=lambda finding: (finding.span.line, finding.span.column, finding.code),
        )
        resolved = sum(_is_of_library(reference) for reference in references) + state.mention_index.skipped_references()
        result = Result(tuple(findings), bool(state.imported or resolved), resolved, len(state.unresolved))
        state.close()
        return result

    def _finding(self, diagnostic: Diagnostic, path: str, lines: Lines) -> Finding:
        rule, problem = diagnostic.rule, diagnostic.problem
        related = tuple([self._related(origin, path, lines) for origin in problem.related]) if problem.related else ()
        covered = tuple([_covered(other) for other in diagnostic.covered]) if diagnostic.covered else ()
        return Finding(
            rule.code, rule.name, diagnostic.severity, problem.message, path, lines.span(diagnostic.node),
            diagnostic.symbol, problem.replacements, related, diagnostic.rewritten, covered, diagnostic.fix,
            diagnostic.unfixed,
        )  # fmt: skip

    def _related(self, origin: Origin, path: str, lines: Lines) -> RelatedLocation:
        """Returns a related location in the checked file, whose path is given, or in another one."""
        if origin.path and os.path.abspath(origin.path) != os.path.abspath(path):
            column = self.workspace.context.answers.column(origin.path, origin.line, origin.offset)
            path = path_like(path, origin.path)
        else:
            column = lines.column(origin.line, origin.offset)
        return RelatedLocation(path, origin.line, column, origin.clause, in_message=origin.in_message)

    def _program(self, path: str, source: str, references: Sequence[Reference]) -> Program:
        """Returns the program of a file; what it is written for is decided from the names that the file refers to."""
        lookup = self.workspace.context.libraries.lookup

        def names() -> Iterator[str]:
            for symbol in {symbol for reference in references for symbol in reference.symbols}:
                # What an object may be, such as an item of a shape, is inferred and no name that the file uses.
                found = lookup(symbol) if symbol.watched and not symbol.is_object else None
                if found is not None:
                    yield ".".join((found.entry.name, *found.rest[: found.missing]))

        context = self.workspace.context
        keras = self.table.keras.tf_keras.version
        return Program(path, source, context.programs, self.settings.source_version, names, keras)


def _covered(diagnostic: Diagnostic) -> CoveredFinding:
    rule = diagnostic.rule
    return CoveredFinding(rule.code, rule.name, diagnostic.symbol, diagnostic.node.lineno)


def _is_of_library(reference: Reference) -> bool:
    return reference.kind is not ReferenceKind.IMPURE and not reference.symbols[0].is_object


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Disables the garbage collector, because a check leaves no reference cycles: see `AnalysisState.close`.

    Searching the syntax trees for cycles, those of the check or of a host, would only take time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
