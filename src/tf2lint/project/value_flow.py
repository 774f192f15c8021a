"""What flows between the modules of a project: arguments that other modules pass, and values that they hold or return.

A file asks questions: what is passed to a parameter of its function, or what does an expression evaluate to in another
module? A question is answered by analyzing the files that may contribute to it, which may ask further questions. The
answers only grow, and a file is analyzed again when an answer that it was given has grown, until nothing changes: the
result is the least fixpoint, which no order of files can change. Only files that are asked something are analyzed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from tf2lint.resolver import ABSENT, MAX_ALTERNATIVES, UNKNOWN, Const, Symbol, merge_alternatives, without_unbound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.resolver import Origin, Value, Values

#: How often files are analyzed for the questions of one file, at most. Only a contrived project gets there.
_MAX_ROUNDS: Final = 16


class FlowQuestion(NamedTuple):
    """A question about values that flow between modules.

    Attributes:
        path: the module's file.
        expression: an expression over the module's names.
        slot: None to ask what the expression evaluates to. Otherwise it is something that can be called, and the
            question is what other modules pass in this position (from 0), or by this name.
        by_module: whether what the module itself passes counts as well.
    """

    path: str
    expression: str
    slot: int | str | None = None
    by_module: bool = False


class Inquiry:
    """What the analysis of a file is asked, and what it may ask.

    Args:
        path: the file.
        answer: answers a question of the file.

    Attributes:
        path: the file.
        answer: answers a question of the file.
        asked: the questions that the analysis answers; none when the file itself is checked.
        expressions: the expressions of the file that are asked for.
        functions: what the file may call that the answers depend on: a module's file, and an expression there.
        origins: returns the place that shows each value in the answer to a question, where it is known.
    """

    def __init__(self, path: str, answer: Callable[[FlowQuestion], Values]) -> None:
        self.path = path
        self.answer = answer
        self.origins: Callable[[FlowQuestion], Mapping[Value, Origin]] = lambda _: {}
        self.asked: dict[FlowQuestion, None] = {}
        self.expressions: dict[str, None] = {}
        self._slots: dict[tuple[str, str], set[int | str]] = {}
        self.functions = self._slots.keys()

    def ask(self, question: FlowQuestion) -> None:
        """Adds a question that the analysis answers."""
        self.asked[question] = None
        if question.slot is not None:
            self._slots.setdefault((question.path, question.expression), set()).add(question.slot)
        elif question.path == self.path:
            self.expressions[question.expression] = None

    def slots(self, path: str, expression: str) -> set[int | str]:
        """Returns the positions and names of arguments of a function that the answers depend on."""
        return self._slots.get((path, expression), set())


class Analyze(Protocol):
    """A function that answers the questions that a file contributes to."""

    def __call__(self, path: str, inquiry: Inquiry, *, is_more_known: bool) -> Mapping[FlowQuestion, Values]:
        """Analyzes a file, or goes on with its analysis.

        Args:
            path: the file.
            inquiry: what it is asked, which is more each time.
            is_more_known: whether an answer that it was given has grown since the last time.
        """


class ValueFlow:
    """Answers the questions about values that flow between modules.

    Args:
        analyze: answers the questions that a file contributes to.
        contributors: returns the files that may contribute to the answer of a question.
        asked: called with each file that is analyzed for others, and a question that it asks.
    """

    def __init__(
        self,
        analyze: Analyze,
        contributors: Callable[[FlowQuestion], list[str]],
        asked: Callable[[str, FlowQuestion], None] = lambda _path, _question: None,
    ) -> None:
        self._analyze = analyze
        self._contributors = contributors
        self._asked = asked
        self._answers: dict[FlowQuestion, Values] = {}
        self._inquiries: dict[str, Inquiry] = {}
        self._readers: dict[FlowQuestion, set[str]] = {}
        self._pending: dict[str, bool] = {}

    def known(self, question: FlowQuestion) -> Values:
        """Returns the answer to a question; `ABSENT` if nothing is known, or it was not asked yet."""
        return self._answers.get(question, ABSENT)

    def ask(self, questions: Iterable[FlowQuestion]) -> bool:
        """Answers questions; returns whether anything is known about one that was not asked before."""
        new = [question for question in questions if question not in self._answers]
        if not new:
            return False
        for question in new:
            self._ask(question)
        for _ in range(_MAX_ROUNDS):
            # What becomes pending meanwhile waits for the next round, so that a file gets many questions at once.
            for path in sorted(self._pending):
                self._answer_from(path, is_more_known=self._pending.pop(path))
            if not self._pending:
                break
        return any(self._answers[question] is not ABSENT for question in new)

    def _ask(self, question: FlowQuestion) -> None:
        if question not in self._answers:
            self._answers[question] = ABSENT
            for path in self._contributors(question):
                if path not in self._inquiries:
                    self._inquiries[path] = Inquiry(path, partial(self._answer_for, path))
                self._inquiries[path].ask(question)
                self._pending.setdefault(path, False)

    def _answer_for(self, path: str, question: FlowQuestion) -> Values:
        """Answers a question of a file that is analyzed for others."""
        self._ask(question)
        self._asked(path, question)
        self._readers.setdefault(question, set()).add(path)
        return self._answers[question]

    def _answer_from(self, path: str, *, is_more_known: bool) -> None:
        """Analyzes a file for all that it is asked; schedules the files whose answers have grown."""
        for question, values in self._analyze(path, self._inquiries[path], is_more_known=is_more_known).items():
            grown = _joined(self._answers[question], values)
            if grown != self._answers[question]:
                self._answers[question] = grown
                self._pending.update(dict.fromkeys(self._readers.get(question, ()), True))


def _joined(left: Values, right: Values) -> Values:
    """Joins the contributions of several files in an order of their own, so that the order of files doesn't matter.

    Of too many, the first in that order are kept: joined again, they change nothing, so that the answers get final.
    """
    merged = merge_alternatives(without_unbound(left) or (), without_unbound(right) or ())
    known = [value for value in merged if value is not UNKNOWN and not isinstance(value, Const)]
    return tuple(sorted(known, key=_key)[:MAX_ALTERNATIVES]) or ABSENT


def _key(value: Value) -> tuple[bool, str, str]:
    """Returns the sort key by which too many values are left out: objects of the library are the last to go."""
    is_symbol = isinstance(value, Symbol)
    return not is_symbol, type(value).__name__, value.name if isinstance(value, Symbol) else repr(value)
