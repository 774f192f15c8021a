"""Runs the resolver on the files of a project."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.project.context import ProjectContext
from tf2lint.project.file_environment import FileEnvironment
from tf2lint.project.module_finder import find_by_path
from tf2lint.project.modules import ProjectModules
from tf2lint.resolver import (
    BUILTINS,
    REUSE_FLAG,
    AnalysisState,
    ReuseFlags,
    StatementInterpreter,
    find_reuse_arguments,
    may_take_reuse_flag,
)
from tf2lint.source import MentionIndex, binding, code_mentioning, deep_recursion, own_code, parsed_as

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Collection

    from tf2lint.project.module_finder import ModuleFinder
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.resolver import Bindings, FlagOccurrence, FlagParameters
    from tf2lint.table import Table


class Analysis(NamedTuple):
    """The result of analyzing one file.

    Attributes:
        state: the final state of the analysis, with all references.
        flag_occurrences: the parameters and arguments that carry a flag of a library.
    """

    state: AnalysisState
    flag_occurrences: tuple[FlagOccurrence, ...]


class Workspace:
    """Analyzes the files of one project.

    Args:
        table: the mapping table at the target version.
        find: finds the file of an imported module.

    Attributes:
        context: what all files of the project share.
        modernize: rewrites code for an older Python so that it parses; returns None if the text is not such code.
    """

    def __init__(self, table: Table, find: ModuleFinder = find_by_path) -> None:
        self.context = ProjectContext(table, ProjectModules(self._exports, self._flag_parameters, self._bound, find))
        self.modernize: Callable[[str], str | None] = lambda _: None

    def analyze(self, tree: ast.Module, source: str, path: str, is_irrelevant: IsIrrelevant | None = None) -> Analysis:
        """Analyzes a file.

        Args:
            tree: the syntax of the file.
            source: its text.
            path: its path.
            is_irrelevant: which uses of symbols are irrelevant; None if none is.
        """
        state, flags = self._run(tree, source, path, is_irrelevant)
        return Analysis(state, tuple(flags.occurrences()) if flags is not None else ())

    def _run(
        self, tree: ast.Module, source: str, path: str, is_irrelevant: IsIrrelevant | None
    ) -> tuple[AnalysisState, ReuseFlags | None]:
        environment = FileEnvironment(self.context, path, source, is_irrelevant)
        state = AnalysisState(environment, tree, source, BUILTINS)
        flags = None
        state.mention_index.mark(self.context.relevance.lines(state.mention_index, source))
        if is_irrelevant is not None and environment.tensor_lines is not None:
            state.mention_index.mark(state.mention_index.lines_with(environment.tensor_lines))
        with deep_recursion():
            interpreter = StatementInterpreter(state)
            interpreter.run()
            if may_take_reuse_flag(source) or any(body.calls_external_callables() for body in state.bodies.values()):
                flags = ReuseFlags(state, interpreter.run)
                flags.trace(
                    partial(find_reuse_arguments, self.context.libraries.argument, self.context.libraries.exists)
                )
        self.context.modules.record_flag_parameters(
            os.path.abspath(path), flags.exported() if flags is not None else {}
        )
        return state, flags

    def _exports(self, source: str, path: str) -> Bindings:
        """Returns what a module's names hold at its end; nothing if it doesn't parse, which is reported elsewhere."""
        parsed = parsed_as(own_code, source, self.modernize)
        if parsed is None:
            return {}
        source, tree = parsed
        state = AnalysisState(FileEnvironment(self.context, path, source), tree, source, BUILTINS)
        with deep_recursion():
            StatementInterpreter(state).run()
        exports = state.exports.copy()
        state.close()
        return exports

    def _bound(self, source: str, names: Collection[str]) -> set[str]:
        """Returns which of the given names a module itself binds."""
        parsed = parsed_as(own_code, source, self.modernize)
        if parsed is None:
            return set()
        source, tree = parsed
        mention_index = MentionIndex(source)
        return {name for name in names if binding(tree, name, mention_index)}

    def _flag_parameters(self, source: str, path: str) -> FlagParameters:
        """Returns the parameters that carry a flag of the library, by the functions of a module."""
        parsed = parsed_as(partial(code_mentioning, word=REUSE_FLAG), source, self.modernize)
        if parsed is None:
            return {}
        source, tree = parsed
        state, flags = self._run(tree, source, path, self.context.relevance.is_irrelevant)
        flag_parameters = flags.exported() if flags is not None else {}
        state.close()
        return flag_parameters
