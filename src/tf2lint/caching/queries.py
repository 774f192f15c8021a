"""What a check asked about other files, as the cache stores it: by what the answers depend on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tf2lint.caching.earlier_check import Answered, EarlierCheck, answered
from tf2lint.project import FLOW, ORIGINS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.project import Query


def grouped(digests: Mapping[Query, str]) -> list[Answered]:
    """Groups queries by the module that they are about; those about values that flow between modules are one group.

    Args:
        digests: a digest of the answer to each query.
    """
    groups: dict[str, list[Query]] = {}
    for query in digests:
        groups.setdefault(_module(query), []).append(query)
    return [answered(queries, digests) for queries in groups.values()]


def serialize(path: str, text: str, groups: Iterable[Answered], fingerprints: Fingerprints) -> str:
    """Returns the queries of a check as text.

    Args:
        path: the absolute path of the file.
        text: the digest of its content.
        groups: the queries, see `grouped`.
        fingerprints: the fingerprints of what the answers depend on.
    """
    rows = [[_fingerprint(path, group, fingerprints), group.digest, group.queries] for group in groups]
    return json.dumps([text, fingerprints.of_text(path), rows], separators=(",", ":"))


def deserialize(path: str, content: str, fingerprints: Fingerprints) -> tuple[EarlierCheck, list[Answered]] | None:
    """Returns an earlier check with the queries whose answers may have changed since, and all its queries.

    Args:
        path: the absolute path of the file.
        content: the output of `serialize`.
        fingerprints: the fingerprints of what the answers depend on now.

    Returns:
        None if the file has changed, or what it asks except about what other modules hold.
    """
    text, fingerprint, rows = json.loads(content)
    if fingerprint != fingerprints.of_text(path):
        return None
    groups = [Answered(tuple(map(tuple, queries)), digest) for _, digest, queries in rows]
    changed = [
        group for group, row in zip(groups, rows, strict=True) if row[0] != _fingerprint(path, group, fingerprints)
    ]
    return EarlierCheck(text, tuple(changed)), groups


def _fingerprint(path: str, group: Answered, fingerprints: Fingerprints) -> str:
    """Returns a fingerprint of what the answers to a group of queries of a file depend on."""
    module = _module(group.queries[0])
    return fingerprints.of_module(module) if module else fingerprints.of_flow(path)


def _module(query: Query) -> str:
    """Returns the module that a query is about; empty if it is about values that flow between modules."""
    return "" if query[0] in (FLOW, ORIGINS) else str(query[1])
