"""What the resolver must know from outside of a file: of the libraries, and of the project's other files."""

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
    FLAG,
    AnalysisState,
    ReuseFlags,
    StatementInterpreter,
    reuse_arguments,
    takes_flag,
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
    """What the resolver found in one file.

    Attributes:
        state: the state in which the analysis ended, with all references.
        carried: what carries a flag that a library takes.
    """

    state: AnalysisState
    carried: tuple[FlagOccurrence, ...]


class Workspace:
    """What the files of one project share: the libraries at the target, and each other.

    Args:
        table: what became of names at the target.
        find: finds the file of an imported module.

    Attributes:
        context: what the files share.
        modernise: writes what is for an older Python in such a way that it can be read; gives None if it is not.
    """

    def __init__(self, table: Table, find: ModuleFinder = find_by_path) -> None:
        self.context = ProjectContext(table, ProjectModules(self._exports, self._carriers, self._bound, find))
        self.modernise: Callable[[str], str | None] = lambda _: None

    def analyze(self, tree: ast.Module, source: str, path: str, is_quiet: IsIrrelevant | None = None) -> Analysis:
        """Looks at all of one file.

        Args:
            tree: its syntax.
            source: its text.
            path: where it is.
            is_quiet: which symbols are of no interest, see `World`.
        """
        frame, flags = self._run(tree, source, path, is_quiet)
        return Analysis(frame, tuple(flags.found()) if flags is not None else ())

    def _run(
        self, tree: ast.Module, source: str, path: str, is_quiet: IsIrrelevant | None
    ) -> tuple[AnalysisState, ReuseFlags | None]:
        frame, flags = (
            AnalysisState(FileEnvironment(self.context, path, source, is_quiet), tree, source, BUILTINS),
            None,
        )
        frame.attention.mark(self.context.questions.lines(frame.attention, source))
        with deep_recursion():
            flow = StatementInterpreter(frame)
            flow.run()
            if takes_flag(source) or any(body.calls_elsewhere() for body in frame.bodies.values()):
                flags = ReuseFlags(frame, flow.run)
                flags.follow(partial(reuse_arguments, self.context.libraries.argument, self.context.libraries.exists))
        self.context.modules.note_carriers(os.path.abspath(path), flags.exported() if flags is not None else {})
        return frame, flags

    def _exports(self, source: str, path: str) -> Bindings:
        """What the names of one module hold at its end; nothing if it doesn't parse, which is reported elsewhere."""
        parsed = parsed_as(own_code, source, self.modernise)
        if parsed is None:
            return {}
        source, tree = parsed
        frame = AnalysisState(FileEnvironment(self.context, path, source), tree, source, BUILTINS)
        with deep_recursion():
            StatementInterpreter(frame).run()
        exports = frame.exports.copy()
        frame.close()
        return exports

    def _bound(self, source: str, names: Collection[str]) -> set[str]:
        """Which of some names one module binds itself."""
        parsed = parsed_as(own_code, source, self.modernise)
        if parsed is None:
            return set()
        source, tree = parsed
        attention = MentionIndex(source)
        return {name for name in names if binding(tree, name, attention)}

    def _carriers(self, source: str, path: str) -> FlagParameters:
        """Which functions of one module take a flag of the library."""
        parsed = parsed_as(partial(code_mentioning, word=FLAG), source, self.modernise)
        if parsed is None:
            return {}
        source, tree = parsed
        frame, flags = self._run(tree, source, path, self.context.questions.is_quiet)
        carriers = flags.exported() if flags is not None else {}
        frame.close()
        return carriers
