"""What an earlier check of a file asked about other files, with which its result still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tf2lint.project import FLOW, ORIGINS
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


class Asked(NamedTuple):
    """What was asked about a module, or about values that flow between modules.

    Attributes:
        module: the module; empty for values that flow between modules.
        fingerprint: the fingerprint of everything on which the answers depend, see `Fingerprints`; empty if they are
            from this run.
        state: a digest of what the answers follow from, see `ModuleStates`; empty if it is not known.
        answered: the queries and their answers.
    """

    module: str
    fingerprint: str
    state: str
    answered: Answered

    def row(self) -> list[Any]:
        """Returns a row that JSON can hold."""
        return [self.fingerprint, self.state, self.answered.digest, self.answered.queries]


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


def asked_of(row: list[Any]) -> Asked:
    """Returns what was asked from its row, see `Asked.row`."""
    fingerprint, state, known, rows = row
    queries = tuple(map(tuple, rows))
    return Asked(_module(queries[0]), fingerprint, state, Answered(queries, known))


def grouped(digests: Mapping[Query, str]) -> list[Asked]:
    """Groups queries by the module that they are about; those about values that flow between modules are one group.

    Args:
        digests: a digest of the answer to each query.
    """
    groups: dict[str, list[Query]] = {}
    for query in digests:
        groups.setdefault(_module(query), []).append(query)
    return [Asked(module, "", "", answered(queries, digests)) for module, queries in groups.items()]


def _module(query: Query) -> str:
    """Returns the module that a query is about; empty if it is about values that flow between modules."""
    return "" if query[0] in (FLOW, ORIGINS) else str(query[1])


def still_holds(earlier: EarlierCheck, ask: Callable[[Iterable[Query]], Mapping[Query, str]]) -> bool:
    """Returns whether the queries of an earlier check are answered as before.

    Args:
        earlier: the earlier check.
        ask: returns digests of the answers to queries.
    """
    queries = [query for asked in earlier.answered for query in asked.queries]
    digests = ask(queries) if queries else {}
    return all(answered(asked.queries, digests) == asked for asked in earlier.answered)
