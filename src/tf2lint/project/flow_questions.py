"""The questions of one file about values that flow between modules, and what it is asked about them."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.value_flow import FlowQuestion
from tf2lint.resolver import ABSENT, ExternalValue, join_all, without_unbound
from tf2lint.table import load_use_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.project.file_text import FileText
    from tf2lint.project.project_answers import FileQuestions
    from tf2lint.project.value_flow import Inquiry
    from tf2lint.resolver import Origin, Value, Values
    from tf2lint.table import TensorFlowTable, UseSign

#: A function, a class, or an object of a class. An attribute of which two modules ask each other evaluates to its own
#: expression, too.
_DEFINED: Final = re.compile(r"\w+(?:\(\))?")


class FlowQuestions:
    """What one file asks about values that flow between modules, and is asked.

    Args:
        path: the file.
        text: its text.
        table: the mapping table at the target version.
        asked: what the file asks about other modules.
        inquiry: what the analysis is asked and may ask; None to follow no values.
        is_for_others: whether the analysis finds out what the file's names hold for other files.
    """

    def __init__(
        self,
        path: str,
        text: FileText,
        table: TensorFlowTable,
        asked: FileQuestions,
        inquiry: Inquiry | None,
        *,
        is_for_others: bool,
    ) -> None:
        self._path = path
        self._text = text
        self._table = table
        self._asked = asked
        self._inquiry = inquiry
        self._is_for_others = is_for_others

    @cached_property
    def object_members(self) -> frozenset[str]:
        """The methods of library objects that the file calls on anything."""
        if self._inquiry is None:
            return frozenset()
        return frozenset(filter(self._text.calls, self._table.object_members & self._text.attributes))

    def followed_members(self) -> frozenset[str]:
        """Returns these members, and the methods of which it is asked now what the file passes to them."""
        functions = self._inquiry.functions if self._inquiry is not None else frozenset()
        return self.object_members.union(expression.rpartition(".")[2] for _, expression in functions)

    @cached_property
    def use_signs(self) -> dict[str, list[UseSign]]:
        """What calls show about objects, by the methods that the file calls; nothing when answering other files."""
        if self._inquiry is None or self._is_for_others:
            return {}
        signs = load_use_signs()
        return {method: signs[method] for method in filter(self._text.calls, signs.keys() & self._text.attributes)}

    def is_asked_about(self, function: ExternalValue) -> bool:
        """Returns whether it matters what this file passes to a function of another module."""
        if self._inquiry is None or not self._inquiry.functions:
            return False
        function = function.at_any_key()
        return (function.path, function.expression) in self._inquiry.functions

    def asked_slots(self, function: ExternalValue) -> frozenset[int | str]:
        """Returns the positions and names of arguments of a function of another module that matter."""
        return frozenset(self._inquiry.slots(function.path, function.expression) if self._inquiry is not None else ())

    def is_asked_for(self, function: str) -> bool:
        """Returns whether it matters what calls of a function of this file return."""
        return self._inquiry is not None and any(function in asked for asked in self._inquiry.expressions)

    def asked_of_file(self, method: str) -> ExternalValue | None:
        """Returns a method of this file, if it matters to another module what is passed to it; otherwise None."""
        found = self._inquiry is not None and (self._inquiry.path, method) in self._inquiry.functions
        return ExternalValue(self._inquiry.path, method) if self._inquiry is not None and found else None

    def external(self, value: ExternalValue) -> Values:
        """Returns what an expression evaluates to in another module; None if that is unknown."""
        if self._inquiry is None:
            return None
        answers = (answer for _, answer in _answers(value, self._inquiry.answer))
        found = join_all((answer,) for answer in answers if not isinstance(answer, ExternalValue))
        return None if found == ABSENT else found

    def external_objects(self, value: ExternalValue) -> list[ExternalValue]:
        """Returns the objects and definitions of the project that an expression evaluates to in another module."""
        if self._inquiry is None:
            return []
        answers = (answer for _, answer in _answers(value, self._inquiry.answer))
        return [answer for answer in answers if isinstance(answer, ExternalValue)]

    def is_of_project(self, value: ExternalValue, attribute: str) -> bool:
        """Returns whether another module defines what an attribute of a value is, or that there is none.

        Args:
            value: a value of another module, of which it asks what it evaluates to.
            attribute: the attribute. It may be the library's if the value is a class that derives from one of it.
        """
        if self._inquiry is None:
            return False
        answers = (answer for _, answer in _answers(value, self._inquiry.answer) if isinstance(answer, ExternalValue))
        return any(_DEFINED.fullmatch(one.expression) and self._is_own(one, attribute) for one in answers)

    def _is_own(self, value: ExternalValue, attribute: str) -> bool:
        path, name = value.path, value.expression.removesuffix("()")
        return not self._asked.library_bases(path, name) or self._asked.defines(path, name, attribute)

    def external_origins(self, value: ExternalValue) -> Iterator[tuple[Value, Origin]]:
        """Yields what an expression evaluates to in another module, with the place that shows it, if that is known."""
        inquiry = self._inquiry
        for question, answer in _answers(value, inquiry.answer) if inquiry is not None else ():
            origin = inquiry.origins(question).get(answer) if inquiry is not None else None
            if origin is not None:
                yield answer, origin

    def passed(self, arguments: Iterable[tuple[str, int | str]], path: str = "") -> Values:
        """Returns what the callers in other modules pass to a parameter of this file; `ABSENT` if that is unknown.

        Args:
            arguments: the expressions that they call, with the position or name of the argument.
            path: for a method that overrides one of another module, that module, whose own calls count as well.
        """
        if self._inquiry is None:
            return ABSENT
        answers = [self._inquiry.answer(question) for question in self._questions(arguments, path)]
        return join_all(values for values in answers if values is not ABSENT)

    def passed_origins(
        self, arguments: Iterable[tuple[str, int | str]], path: str = ""
    ) -> Iterator[tuple[Value, Origin]]:
        """Returns what the callers in other modules pass, see `passed`, with the first call that passes it."""
        questions, inquiry = self._questions(arguments, path), self._inquiry
        return (found for question in questions if inquiry is not None for found in inquiry.origins(question).items())

    def _questions(self, arguments: Iterable[tuple[str, int | str]], path: str) -> list[FlowQuestion]:
        own = path or os.path.abspath(self._path)
        return [FlowQuestion(own, called, slot, bool(path)) for called, slot in arguments]


def _answers(value: ExternalValue, answer: Callable[[FlowQuestion], Values]) -> Iterator[tuple[FlowQuestion, Value]]:
    """Yields what a value of another module evaluates to, with the question; values of further modules are followed.

    A name that a module does not have adds nothing: there may be one in another module to which the value leads, too.
    What a module itself defines evaluates to its own expression.
    """
    seen, pending = {value}, [value]
    while pending:
        question = FlowQuestion(pending[-1].path, pending.pop().expression)
        for found in without_unbound(answer(question)) or ():
            if not isinstance(found, ExternalValue) or (found.path, found.expression) == question[:2]:
                yield question, found
            elif found not in seen:
                seen.add(found)
                pending.append(found)
