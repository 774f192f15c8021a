"""Makes a table of many alike things short: each has rows only where it differs from the one it is most like."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The text of a row that says: none here, whatever the thing that this one is like has.
NO_ROW = "-"

Rows = dict[str, str]


def unlike_rows(things: Mapping[str, Rows]) -> tuple[dict[str, str], dict[str, Rows]]:
    """Return which thing each is like, for those where that saves rows, and the rows that are left of each.

    Given the rows of each thing: a text by key. The result depends on nothing but these.
    """
    likes: dict[str, str] = {}
    left = {name: dict(rows) for name, rows in things.items()}
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(things, key=lambda name: (name.startswith("compat."), len(things[name]), len(name), name)):
        rows = things[name]
        shared = Counter(other for row in rows.items() for other in seen[row])
        for row in rows.items():
            seen[row].append(name)
        # The row that says what a thing is like costs one, too.
        costs = [(1 + len(_difference(rows, things[other])), other) for other in shared]
        if costs and min(costs)[0] < len(rows):
            likes[name] = min(costs)[1]
            left[name] = _difference(rows, things[likes[name]])
    return likes, left


def all_rows(likes: Mapping[str, str], left: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the rows of each thing as they were: the reverse of the above."""
    full: dict[str, Rows] = {}
    for name in {*likes, *left}:
        rows: Rows = {}
        for one in reversed(list(_chain(name, likes))):
            rows.update(left.get(one, {}))
        full[name] = {key: text for key, text in rows.items() if text != NO_ROW}
    return full


def _difference(rows: Rows, other: Rows) -> Rows:
    """Return the rows that make one thing's rows out of another's."""
    own = {key: text for key, text in rows.items() if other.get(key) != text}
    return {**own, **{key: NO_ROW for key in other if key not in rows}}


def _chain(name: str | None, likes: Mapping[str, str]) -> Iterable[str]:
    while name is not None:
        yield name
        name = likes.get(name)
