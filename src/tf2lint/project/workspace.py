"""Runs the resolver on the files of a project."""

from __future__ import annotations

import ast
import os
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.context import ProjectContext
from tf2lint.project.file_environment import FileEnvironment
from tf2lint.project.flow_analysis import FlowAnalysis
from tf2lint.project.flow_origins import FlowOrigins
from tf2lint.project.modules import ProjectModules
from tf2lint.project.program import Programs
from tf2lint.project.projects import Projects
from tf2lint.project.query_log import digest_of_answer
from tf2lint.project.questions import FLOW, ORIGINS, WHOLE
from tf2lint.project.text_index import TextIndex
from tf2lint.project.value_flow import FlowQuestion, Inquiry, ValueFlow
from tf2lint.resolver import (
    BUILTINS,
    REUSE_FLAG,
    AnalysisState,
    Origins,
    ReuseFlags,
    StatementInterpreter,
    ask_about_receivers,
    ask_indirect_callers,
    conclude_from_use,
    find_reuse_arguments,
    may_take_reuse_flag,
    resume,
)
from tf2lint.source import (
    ModuleNames,
    code_for,
    code_mentioning,
    deep_recursion,
    find_by_path,
    module_names,
    own_code,
    parse,
    parsed_as,
    read_bytes,
)
from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.query_log import Query
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.resolver import Bindings, FlagOccurrence, FlagParameters, Origin, Value, Values
    from tf2lint.source import ModuleFinder
    from tf2lint.table import TensorFlowTable


#: How many analyses that answer questions are kept, to go on when more is asked.
_MAX_FLOW_ANALYSES: Final = 64


class Analysis(NamedTuple):
    """The result of analyzing one file.

    Attributes:
        state: the final state of the analysis, with all references.
        flag_occurrences: the parameters and arguments that carry a flag of a library.
        origins: finds the places that show what references refer to.
    """

    state: AnalysisState
    flag_occurrences: tuple[FlagOccurrence, ...]
    origins: Origins


class Workspace:
    """Analyzes the files of one project.

    Args:
        table: the mapping table at the target version.
        find: finds the file of an imported module.
        programs: the programs that the files belong to; None to determine them.
        read: reads a file of the project; returns None for one that can't be read.

    Attributes:
        context: what all files of the project share.
        modernize: rewrites code for an older Python so that it parses; returns None if the text is not such code.
    """

    def __init__(
        self,
        table: TensorFlowTable,
        find: ModuleFinder = find_by_path,
        programs: Programs | None = None,
        read: Callable[[str], bytes | None] = read_bytes,
    ) -> None:
        self._find = find
        self._read = read
        modules = ProjectModules(
            self._exports,
            self._flag_parameters,
            self._names,
            lambda *module: self.context.library_names(*module),
            find,
            read,
        )
        self.context = ProjectContext(table, modules, programs or Programs(Projects(TextIndex(read))))
        self.flow = ValueFlow(self._answers, self.context.programs.contributors, self._record_question)
        self._flow_origins = FlowOrigins()
        self._flow_analyses: dict[str, FlowAnalysis] = {}
        self._dependencies: DependencyRecorder | None = None
        self.modernize: Callable[[str], str | None] = lambda _: None

    def with_table(self, table: TensorFlowTable) -> Workspace:
        """Returns a workspace of the same files with another table; it records dependencies to the same place."""
        other = Workspace(table, self._find, self.context.programs, self._read)
        other.modernize = self.modernize
        other.record_dependencies(None if self._dependencies is None else self._dependencies.for_other_table())
        return other

    def record_dependencies(self, dependencies: DependencyRecorder | None) -> None:
        """Sets the recorder of what analyses depend on outside their own files; None to record nothing."""
        context = self.context
        context.modules.dependencies = context.programs.dependencies = context.answers.dependencies = dependencies
        self._dependencies = dependencies

    def analyze(
        self,
        tree: ast.Module,
        source: str,
        path: str,
        is_irrelevant: IsIrrelevant | None = None,
        is_tf1: Callable[[AnalysisState], bool] = lambda _: False,
    ) -> Analysis:
        """Analyzes a file.

        Args:
            tree: the syntax of the file.
            source: its text.
            path: its path.
            is_irrelevant: which uses of symbols are irrelevant; None if none is.
            is_tf1: returns whether the file is written for TensorFlow 1, given what is known about it so far.
        """
        state, flags = self._run(tree, source, path, is_irrelevant, is_tf1)
        return Analysis(state, tuple(flags.occurrences()) if flags is not None else (), Origins(state))

    def _run(
        self,
        tree: ast.Module,
        source: str,
        path: str,
        is_irrelevant: IsIrrelevant | None,
        is_tf1: Callable[[AnalysisState], bool] = lambda _: False,
        *,
        follows_flow: bool = True,
    ) -> tuple[AnalysisState, ReuseFlags | None]:
        asked: dict[FlowQuestion, None] = {}

        def answer(question: FlowQuestion) -> Values:
            asked[question] = None
            return self.flow.known(question)

        inquiry = Inquiry(os.path.abspath(path), answer) if follows_flow else None
        if inquiry is not None:
            inquiry.origins = partial(self._origins, os.path.abspath(path))
        environment = FileEnvironment(self.context, path, source, is_irrelevant, inquiry)
        state = AnalysisState(environment, tree, source, BUILTINS)
        flags = None
        state.mention_index.mark(self.context.relevance.lines(state.mention_index, source))
        if is_irrelevant is not None:
            state.mention_index.mark(environment.tensor_lines)
        with deep_recursion():
            interpreter = StatementInterpreter(state)
            self._run_to_fixpoint(interpreter, asked, is_tf1)
            if self._dependencies is not None:
                for question in asked:
                    self._record_question(os.path.abspath(path), question)
                    self._dependencies.log.add((FLOW, *question), self.flow.known(question))
            if may_take_reuse_flag(source) or any(body.calls_external_callables() for body in state.bodies.values()):
                flags = ReuseFlags(state, interpreter.run)
                flags.trace(
                    partial(find_reuse_arguments, self.context.libraries.argument, self.context.libraries.exists)
                )
        self.context.modules.record_flag_parameters(
            os.path.abspath(path), flags.exported() if flags is not None else {}
        )
        return state, flags

    def _run_to_fixpoint(
        self,
        interpreter: StatementInterpreter,
        asked: Mapping[FlowQuestion, None],
        is_tf1: Callable[[AnalysisState], bool],
    ) -> None:
        """Analyzes a file with what other modules and the use of objects tell, until nothing changes.

        Args:
            interpreter: analyzes the file.
            asked: the questions about other modules that the analysis has asked so far.
            is_tf1: returns whether the file is written for TensorFlow 1. Otherwise its use of objects tells nothing.
        """
        state = interpreter.state
        while True:
            interpreter.run()
            ask_indirect_callers(state)
            if state.pending:
                continue
            if self._ask(asked):
                resume(state)
            elif not (state.unknown_calls and is_tf1(state) and self._conclude_from_use(state, asked)):
                break

    def _conclude_from_use(self, state: AnalysisState, asked: Mapping[FlowQuestion, None]) -> bool:
        """Concludes what objects are from their use, if no other module tells; returns whether that is anything new."""
        known = -1
        while known < len(asked):  # an answer may lead to another module
            known = len(asked)
            ask_about_receivers(state)
            self._ask(asked)
        return conclude_from_use(state)

    def _ask(self, questions: Iterable[FlowQuestion]) -> bool:
        """Answers questions about values that flow between modules; what other files ask for that is not logged."""
        with nullcontext() if self._dependencies is None else self._dependencies.log.paused():
            return self.flow.ask(questions)

    def _origins(self, path: str, question: FlowQuestion) -> Mapping[Value, Origin]:
        """Returns the place that shows each value in the answer to a question of a file, where it is known."""
        found = self._flow_origins.of(question)
        if self._dependencies is not None:
            self._record_question(path, question)
            self._dependencies.log.add((ORIGINS, *question), found)
        return found

    def _record_question(self, path: str, question: FlowQuestion) -> None:
        """Records that the analysis of a file asked a question, with the files that contribute to the answer."""
        if self._dependencies is not None:
            self._dependencies.record_contributors(path, question, self.context.programs.contributors(question))

    def answers_now(self, queries: Iterable[Query]) -> Mapping[Query, str]:
        """Asks what files and modules have asked; returns digests of the answers, see `QueryLog`."""
        with nullcontext() if self._dependencies is None else self._dependencies.log.paused():
            queries = list(queries)
            self.flow.ask([FlowQuestion(*query[1:]) for query in queries if query[0] == FLOW])  # type: ignore[arg-type]
            return {query: self._answer_now(query) for query in queries}

    def _answer_now(self, query: Query) -> str:
        """Returns a digest of the answer to a query, with flow known; empty for all that a module holds."""
        kind, *arguments = query
        if kind == FLOW:
            return digest_of_answer(self.flow.known(FlowQuestion(*arguments)))  # type: ignore[arg-type]
        if kind == ORIGINS:
            return digest_of_answer(self._flow_origins.of(FlowQuestion(*arguments)))  # type: ignore[arg-type]
        return "" if kind == WHOLE else self.context.answers.digest(query)

    def _exports(self, source: str, path: str, functions: Collection[str]) -> Bindings:
        """Returns what a module's names hold at its end; nothing if it doesn't parse, which is reported elsewhere.

        Args:
            source: the module's text.
            path: its file.
            functions: the top-level functions whose results are added, under their names with `()`.
        """
        parsed = parsed_as(partial(code_for, names=functions), source, self.modernize)
        if parsed is None:
            return {}
        source, tree = parsed
        environment = FileEnvironment(self.context, path, source, is_for_others=True)
        state = AnalysisState(environment, tree, source, BUILTINS)
        with deep_recursion():
            StatementInterpreter(state).run()
        exports = state.exports.copy()
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in functions and node in state.bodies:
                exports[f"{node.name}{CALL}"] = state.bodies[node].returns.values
        state.close()
        return exports

    def _answers(self, path: str, inquiry: Inquiry, *, is_more_known: bool) -> dict[FlowQuestion, Values]:
        """Answers questions about values that flow between modules, by analyzing one file."""
        analysis = self._flow_analyses.pop(path, None)
        if analysis is not None and analysis.inquiry is inquiry and analysis.can_go_on():
            answers = analysis.go_on(is_more_known=is_more_known)
        else:
            if analysis is not None:
                analysis.close()
            parsed = parsed_as(_whole, self.context.modules.text(path), self.modernize)
            if parsed is None:
                return {}
            analysis = FlowAnalysis(self.context, inquiry, *parsed)
            answers = analysis.start()
        with deep_recursion():
            self._flow_origins.add(analysis.state, path, answers)
        self._flow_analyses[path] = analysis
        if len(self._flow_analyses) > _MAX_FLOW_ANALYSES:
            self._flow_analyses.pop(next(iter(self._flow_analyses))).close()
        return answers

    def _names(self, source: str) -> ModuleNames:
        """Returns what the top-level code of a module binds; nothing if it doesn't parse."""
        parsed = parsed_as(own_code, source, self.modernize)
        return ModuleNames() if parsed is None else module_names(parsed[1])

    def _flag_parameters(self, source: str, path: str) -> FlagParameters:
        """Returns the parameters that carry a flag of the library, by the functions of a module."""
        parsed = parsed_as(partial(code_mentioning, word=REUSE_FLAG), source, self.modernize)
        if parsed is None:
            return {}
        source, tree = parsed
        # What flows in from other modules is no flag.
        state, flags = self._run(tree, source, path, self.context.relevance.is_irrelevant, follows_flow=False)
        flag_parameters = flags.exported() if flags is not None else {}
        state.close()
        return flag_parameters


def _whole(text: str) -> tuple[str, ast.Module]:
    return text, parse(text)
