"""Records what checks depend on outside their own files: other modules, import targets, facts of the program.

A cache must know when a result is stale. So each answer from outside a file is recorded with the module that asked. The
dependencies of a check are the questions of its file and, transitively, those of the modules that the answers refer to:
an analysis reaches other modules only through such answers. If a module has changed, it decides what exactly was asked
about it: what the checked file asks is logged with digests of what it was told (`query_log`), and so is what modules
ask each other in order to answer (`take_queries`).
"""

from __future__ import annotations

import os
from copy import copy
from typing import TYPE_CHECKING

from tf2lint.project.query_log import QueryLog
from tf2lint.project.questions import FLOW, TEXT, USE, WHOLE, Answer, Answers, Question, joined, merge_answers
from tf2lint.source import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.query_log import Query
    from tf2lint.project.value_flow import FlowQuestion


class DependencyRecorder:
    """Records the questions that checks ask about other files, and the answers.

    Attributes:
        log: what the checked file itself asks.
    """

    def __init__(self) -> None:
        self.log = QueryLog()
        self._recorded: dict[str, Answers] = {}
        self._queries: dict[str, set[Query]] = {}
        self._is_exact = True

    def for_other_table(self) -> DependencyRecorder:
        """Returns a recorder to the same place for answers that depend on another table: nobody will compare them."""
        other = copy(self)
        other._is_exact = False
        return other

    def record_query(self, path: str, query: Query) -> None:
        """Records what a module asks about another one, whose path comes second in the query."""
        module = str(query[1])
        self.record_answer(path, (USE, module), module)
        self._queries.setdefault(path, set()).add(query if self._is_exact else (WHOLE, module))

    def record_contributors(self, path: str, question: FlowQuestion, files: Iterable[str]) -> None:
        """Records the files that contribute to the answer of a question that the analysis of a file asked."""
        self.record_answer(path, (FLOW, *question), joined(files))

    def record_answer(self, path: str, question: Question, answer: Answer) -> None:
        """Records an answer.

        Args:
            path: the module that asked.
            question: the question.
            answer: the answer.
        """
        merge_answers(self._recorded.setdefault(path, {}), {question: answer})

    def record_text(self, path: str, data: bytes | None) -> None:
        """Records the content of a module; None if it can't be read."""
        self.record_answer(path, (TEXT,), digest(data))

    def take(self) -> dict[str, Answers]:
        """Returns what was recorded since the last call, by the absolute paths of the modules that asked."""
        taken: dict[str, Answers] = {}
        for path, answers in self._recorded.items():
            merge_answers(taken.setdefault(os.path.abspath(path), {}), answers)
        self._recorded.clear()
        return taken

    def take_queries(self) -> dict[str, set[Query]]:
        """Returns what modules asked about each other since the last call, by the absolute path of who asked."""
        taken: dict[str, set[Query]] = {}
        for path, queries in self._queries.items():
            taken.setdefault(os.path.abspath(path), set()).update(queries)
        self._queries.clear()
        return taken
