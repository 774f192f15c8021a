"""Compresses a table of similar items: each has rows only where it differs from the most similar item."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The text of a row that the similar item has but this item does not.
NO_ROW = "-"

Rows = dict[str, str]


def unlike_rows(items: Mapping[str, Rows]) -> tuple[dict[str, str], dict[str, Rows]]:
    """Returns the similar item of each item for which that saves rows, and the remaining rows of each.

    The result depends only on the arguments.

    Args:
        items: the rows of each item, a text by key.
    """
    likes: dict[str, str] = {}
    kept = {name: dict(rows) for name, rows in items.items()}
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(items, key=lambda name: (name.startswith("compat."), len(items[name]), len(name), name)):
        rows = items[name]
        shared = Counter(other for row in rows.items() for other in seen[row])
        for row in rows.items():
            seen[row].append(name)
        # Naming the similar item takes a row, too.
        costs = [(1 + len(_difference(rows, items[other])), other) for other in shared]
        if costs and min(costs)[0] < len(rows):
            likes[name] = min(costs)[1]
            kept[name] = _difference(rows, items[likes[name]])
    return likes, kept


def all_rows(likes: Mapping[str, str], kept: Mapping[str, Rows]) -> dict[str, Rows]:
    """Returns the original rows of each item: the inverse of `unlike_rows`."""
    full: dict[str, Rows] = {}
    for name in {*likes, *kept}:
        rows: Rows = {}
        for one in reversed(list(_chain(name, likes))):
            rows.update(kept.get(one, {}))
        full[name] = {key: text for key, text in rows.items() if text != NO_ROW}
    return full


def _difference(rows: Rows, other: Rows) -> Rows:
    """Returns the rows that turn `other` into `rows`."""
    changed = {key: text for key, text in rows.items() if other.get(key) != text}
    return {**changed, **{key: NO_ROW for key in other if key not in rows}}


def _chain(name: str | None, likes: Mapping[str, str]) -> Iterable[str]:
    while name is not None:
        yield name
        name = likes.get(name)
