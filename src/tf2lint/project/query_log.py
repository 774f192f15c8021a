"""Logs what the check of a file asks about other files, with the answers.

The result of a check follows from the text of the file and from these answers. So it still holds as long as they are
the same, whatever else has changed in other files: a cache asks the same again instead of checking the file.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tf2lint.project.answer_text import described
from tf2lint.source import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    _Answer = TypeVar("_Answer")

#: What is asked: its kind, and arguments that JSON can hold.
Query = tuple[str | int | bool | None, ...]


def digest_of_answer(answer: object) -> str:
    """Returns a digest of an answer.

    Raises:
        TypeError: the answer is of a type without a description.
    """
    return digest(described(answer).encode("utf-8", "surrogatepass"))


class QueryLog:
    """The queries of one file after another, with digests of the answers.

    What is asked in order to answer a query is no query of the file.
    """

    def __init__(self) -> None:
        self._digests: dict[Query, str] = {}
        self._is_paused = False

    def answered(self, query: Query, answer: Callable[[], _Answer], digests: dict[Query, str]) -> _Answer:
        """Returns the answer to a query, which is logged.

        Args:
            query: what is asked.
            answer: answers it.
            digests: digests of answers that are known already; that of a new one is added.

        Raises:
            TypeError: the answer is of a type without a description.
        """
        if self._is_paused:
            return answer()
        with self.paused():
            found = answer()
        if query not in digests:
            digests[query] = digest_of_answer(found)
        self._digests[query] = digests[query]
        return found

    def add(self, query: Query, answer: object) -> None:
        """Logs an answer.

        Raises:
            TypeError: the answer is of a type without a description.
        """
        if not self._is_paused and query not in self._digests:
            self._digests[query] = digest_of_answer(answer)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Logs nothing in a `with` block."""
        before, self._is_paused = self._is_paused, True
        try:
            yield
        finally:
            self._is_paused = before

    def take(self) -> dict[Query, str]:
        """Returns the queries since the last call, with a digest of the answer to each."""
        digests, self._digests = self._digests, {}
        return digests
