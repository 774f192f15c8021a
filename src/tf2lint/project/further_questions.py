"""Finds the questions about values that flow between modules on which the answer to another one depends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.project.value_flow import FlowQuestion
from tf2lint.resolver import (
    ASSIGNED,
    ExternalValue,
    given_function,
    has_own_method,
    places_of,
    split_class,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tf2lint.resolver import AnalysisState, ClassInfo, GivenFunction


def further_questions(
    state: AnalysisState, path: str, question: FlowQuestion, derived: Mapping[tuple[str, str], Iterable[ClassInfo]]
) -> Iterator[FlowQuestion]:
    """Yields what else passes something to a function, or assigns an attribute, that a question is about.

    Args:
        state: the state after the analysis of a file that contributes to the answer.
        path: the file.
        question: a question about what is passed or assigned.
        derived: the classes of the file that derive from classes of other modules, see `subclasses`.
    """
    slot = question.slot
    assert slot is not None
    given = given_function(question.path, question.expression)
    if given is not None:
        yield from _where_given(state, given, slot)
        for expression in places_of(state, given):
            yield FlowQuestion(path, ExternalValue(path, expression).at_any_key().expression, slot)
        return
    yield from _where_given(state, ExternalValue(question.path, question.expression), slot)
    class_name, rest = split_class(question.expression)
    for info in derived.get((question.path, class_name), ()):
        if slot == ASSIGNED or not has_own_method(info, rest):
            yield FlowQuestion(path, f"{info.node.name}{rest}", slot)


def _where_given(
    state: AnalysisState, function: ExternalValue | GivenFunction, slot: int | str
) -> Iterator[FlowQuestion]:
    """Yields what is passed to a function by other modules' functions that this file gives it to."""
    for argument, bound in state.given_to.get(function, {}).items():
        of_call = slot - bound if isinstance(slot, int) else slot
        if of_call not in range(-bound, 0):  # otherwise it is bound before the call
            yield FlowQuestion(argument.path, argument.asked_about.expression, of_call, by_module=True)
