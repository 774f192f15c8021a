"""What an earlier check of a file asked about other files, with which its result still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.source import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.project import Query


class Answered(NamedTuple):
    """Some queries, and the answers to them.

    Attributes:
        queries: what was asked.
        digest: a digest of the answers.
    """

    queries: tuple[Query, ...]
    digest: str


class EarlierCheck(NamedTuple):
    """An earlier check of a file, whose result may still hold.

    Attributes:
        text: the digest of the content that was checked.
        answered: the queries whose answers may have changed since.
    """

    text: str
    answered: tuple[Answered, ...]


def answered(queries: Iterable[Query], digests: Mapping[Query, str]) -> Answered:
    """Returns queries with one digest of all answers.

    Args:
        queries: the queries.
        digests: a digest of the answer to each.
    """
    ordered = tuple(sorted(queries, key=repr))
    return Answered(ordered, digest("".join([digests[query] for query in ordered]).encode()))


def still_holds(earlier: EarlierCheck, ask: Callable[[Iterable[Query]], Mapping[Query, str]]) -> bool:
    """Returns whether the queries of an earlier check are answered as before.

    Args:
        earlier: the earlier check.
        ask: returns digests of the answers to queries.
    """
    queries = [query for asked in earlier.answered for query in asked.queries]
    digests = ask(queries) if queries else {}
    return all(answered(asked.queries, digests) == asked for asked in earlier.answered)
