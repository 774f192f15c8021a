"""Analyzes one file to answer questions about values that flow between modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.project.file_environment import FileEnvironment
from tf2lint.project.further_questions import further_questions
from tf2lint.resolver import (
    ABSENT,
    ASSIGNED,
    BUILTINS,
    AnalysisState,
    ExternalValue,
    StatementInterpreter,
    ask_indirect_callers,
    attributes_in,
    evaluate_expression,
    evaluate_here,
    follow_calls,
    follow_words,
    given_function,
    join_all,
    names_in,
    portable_argument,
    receive,
    resume,
    split_class,
    subclasses,
    value_of_attribute,
)
from tf2lint.source import deep_recursion

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Mapping

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.value_flow import FlowQuestion, Inquiry
    from tf2lint.resolver import ClassInfo, Values


class FlowAnalysis:
    """The analysis of one file for questions about it. It goes on when more is asked, or when more is known.

    Args:
        context: what all files of the project share.
        inquiry: what is asked, which may become more.
        source: the text of the file.
        tree: its syntax.

    Attributes:
        inquiry: what is asked.
        state: the state of the analysis.
    """

    def __init__(self, context: ProjectContext, inquiry: Inquiry, source: str, tree: ast.Module) -> None:
        self.inquiry = inquiry
        self._tree = tree
        relevance = context.relevance.is_irrelevant
        self._environment = FileEnvironment(context, inquiry.path, source, relevance, inquiry, is_for_others=True)
        self.state = AnalysisState(self._environment, tree, source, BUILTINS)
        self._interpreter = StatementInterpreter(self.state)
        self._words: set[str] = set()
        self._answered = 0

    def start(self) -> dict[FlowQuestion, Values]:
        """Analyzes the file; returns the answers."""
        self._follow()
        return self._run()

    def can_go_on(self) -> bool:
        """Returns whether what is asked now only adds to the analysis.

        As long as no member of objects is followed, the analysis leaves out what might hold one.
        """
        return bool(self._environment.followed_members)

    def go_on(self, *, is_more_known: bool) -> dict[FlowQuestion, Values]:
        """Analyzes what new questions, and new answers of other files, make relevant; returns the answers.

        Args:
            is_more_known: whether an answer that the file was given has grown.
        """
        self._environment.update_followed_members()
        asked = list(self.inquiry.asked)[self._answered :]
        called = {names_in(question.expression)[-1] for question in asked if question.slot is not None}
        follow_calls(self.state, sorted(called))
        self._follow()
        if is_more_known:
            resume(self.state)
        self._interpreter.start_over()
        return self._run()

    def close(self) -> None:
        """Frees the memory of the analysis."""
        self.state.close()

    def _follow(self) -> None:
        """Follows the names in what is asked."""
        words = {word for expression in self.inquiry.expressions for word in names_in(expression)}
        read = {word for expression in self.inquiry.expressions for word in attributes_in(expression)}
        for path, expression in self.inquiry.functions:
            names = names_in(expression)
            self.state.functions_asked_about.add(ExternalValue(path, expression))
            # The name of a class matters where others derive from it.
            words |= {names[0], names[-1]}
            if ASSIGNED in self.inquiry.slots(path, expression):
                read.add(names[-1])  # classes here that derive may leave it to others that derive from them
        new = words - self._words
        self._words |= new
        follow_words(self.state, sorted(new), read)

    def _run(self) -> dict[FlowQuestion, Values]:
        state = self.state
        with deep_recursion():
            self._interpreter.run()
            while True:
                ask_indirect_callers(state)
                state.enter_finished(state.bodies[self._tree], state.exports)
                derived = subclasses(state)
                answers = {question: self._answer(question, derived) for question in list(self.inquiry.asked)}
                if not state.pending:
                    self._answered = len(answers)
                    return answers
                self._interpreter.run()  # what is asked for depends on a parameter, whose callers are known now

    def _answer(self, question: FlowQuestion, derived: Mapping[tuple[str, str], Iterable[ClassInfo]]) -> Values:
        """Answers one question at the end of the analysis.

        Args:
            question: the question.
            derived: the classes of the file that derive from classes of other modules, see `subclasses`.
        """
        state, path = self.state, self.inquiry.path
        if question.slot is None:
            return evaluate_expression(state, question.expression, path)
        given = given_function(question.path, question.expression)
        if given is not None:
            receive(state, given, evaluate_here(state, given.function) or ())
        asked_about = ExternalValue(question.path, question.expression)
        found = [portable_argument(state, state.external_arguments.get((asked_about, question.slot), ABSENT), path)]
        if question.slot == ASSIGNED:
            class_name, rest = split_class(question.expression)
            classes = derived.get((question.path, class_name), ())
            found += [value_of_attribute(state, info, rest.rpartition(".")[2], path) for info in classes]
        else:
            found += map(self.inquiry.answer, further_questions(state, path, question, derived))
        return join_all(values for values in found if values is not ABSENT)
