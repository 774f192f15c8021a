"""The places that show the values that flow between modules, by the questions about these values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.project.further_questions import further_questions
from tf2lint.resolver import ASSIGNED, ExternalValue, Origins, Symbol, split_class, subclasses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.project.value_flow import FlowQuestion
    from tf2lint.resolver import AnalysisState, Holder, Origin, Value, Values


class FlowOrigins:
    """The places in the files that contribute to an answer: for each value the first, by path and line."""

    def __init__(self) -> None:
        self._known: dict[FlowQuestion, dict[Value, Origin]] = {}
        self._further: dict[FlowQuestion, set[FlowQuestion]] = {}

    def of(self, question: FlowQuestion) -> Mapping[Value, Origin]:
        """Returns the place that shows each value in the answer to a question, where it is known."""
        if question not in self._further:
            return self._known.get(question, {})
        found: dict[Value, Origin] = {}
        seen, pending = {question}, [question]
        while pending:
            current = pending.pop()
            for value, origin in self._known.get(current, {}).items():
                found[value] = min(origin, found.get(value, origin))
            new = self._further.get(current, set()) - seen
            seen |= new
            pending += new
        return found

    def add(self, state: AnalysisState, path: str, answers: Mapping[FlowQuestion, Values]) -> None:
        """Adds the places in one file.

        Args:
            state: the state after the analysis of the whole file.
            path: the file.
            answers: the answers that the file contributes to.
        """
        derived = subclasses(state)
        for question, values in answers.items():
            if question.slot is None:  # only this file answers it, and knows the most in its last analysis
                self._known[question] = {
                    value: _in(path, origin) for value, origin in _evaluated(state, question, values)
                }
            else:
                self._add_places(
                    state, path, question, (ExternalValue(question.path, question.expression), question.slot)
                )
                if question.slot == ASSIGNED:
                    class_name, rest = split_class(question.expression)
                    for info in derived.get((question.path, class_name), ()):
                        self._add_places(state, path, question, (info, rest.rpartition(".")[2]))
                for further in further_questions(state, path, question, derived):
                    self._further.setdefault(question, set()).add(further)

    def _add_places(self, state: AnalysisState, path: str, question: FlowQuestion, holder: Holder) -> None:
        known = self._known.setdefault(question, {})
        for value, place in state.places.of(holder).items():
            origin = _in(path, place.origin("it is called"))
            known[value] = min(origin, known.get(value, origin))


def _in(path: str, origin: Origin) -> Origin:
    """Returns an origin in a file as other files see it."""
    return origin._replace(path=origin.path or path, in_message=True)


def _evaluated(state: AnalysisState, question: FlowQuestion, values: Values) -> Iterable[tuple[Value, Origin]]:
    """Yields the objects that an expression over the names of a file evaluates to, with the place that shows each."""
    origins = Origins(state)
    for value in values or ():
        origin = origins.of_expression(question.expression, frozenset((value,))) if isinstance(value, Symbol) else None
        if origin is not None:
            yield value, origin
