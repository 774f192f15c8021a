"""Reads what is in a release's classes and modules back from the tables, in place of its wheels."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from facts.committed_cells import is_in, last
from facts.contents import POSSIBLE, UNKNOWN_SIGNATURE, Contents, Member
from facts.internal_rows import ANY
from facts.internals import is_internal
from facts.likeness import Rows, all_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Held = TypeVar("Held")

_NO_ROWS: Rows = {}


class CommittedContents:
    """The rows of members.tsv and internals.tsv, split into cells.

    What has no row is the same in all versions: it is taken from a release that was read. Releases are told
    by the order of versions and the place of the one asked for.
    """

    def __init__(self, member_rows: Iterable[list[str]], internal_rows: Iterable[list[str]]) -> None:
        self._open: dict[str, str] = {}
        likes: dict[str, str] = {}
        left: dict[str, Rows] = defaultdict(dict)
        for name, *cells in member_rows:
            if len(cells) == 2:
                self._open[name] = cells[1]
                likes.update({name: cells[0]} if cells[0] != "-" else {})
            else:
                owner, _, member = name.rpartition(".")
                left[owner][member] = "\t".join(cells)
        self._members = all_rows(likes, left)
        self._internals: dict[str, dict[str, str]] = defaultdict(dict)
        for name, where in internal_rows:
            module, _, inside = name.rpartition(".")
            self._internals[module][inside] = where

    def classes(
        self, names: Iterable[str], version: str, order: Sequence[str], read: Sequence[Mapping[str, Contents[Member]]]
    ) -> dict[str, Contents[Member]]:
        """Return what is in the classes of these names, given the same of the releases that were read."""
        found = {}
        for name in names:
            held = _taken(name, read)
            for member, text in self._members.get(name, _NO_ROWS).items():
                held[member] = _member(text.split("\t"), version, order, held.get(member))
            found[name] = Contents(is_in(self._open.get(name, "-"), version, order), held)
        return found

    def internals(
        self, modules: Iterable[str], version: str, order: Sequence[str], read: Sequence[Mapping[str, Contents[bool]]]
    ) -> dict[str, Contents[bool]]:
        """Return what is in those of these modules that have rows, given the same of the releases that were read."""
        found = {}
        for module in filter(is_internal, modules):
            held = _taken(module, read)
            rows = dict(self._internals.get(module, _NO_ROWS))
            is_open = is_in(rows.pop(ANY, "-"), version, order)
            held.update({name: is_in(where, version, order) or None for name, where in rows.items()})
            found[module] = Contents(is_open, held)
        return found


def _taken(name: str, read: Sequence[Mapping[str, Contents[Held]]]) -> dict[str, Held | None]:
    """Return what the releases that were read know of the names in a class or module."""
    held: dict[str, Held | None] = {}
    for contents in read:
        if name in contents:
            held = {**contents[name].held, **held}
    return held


def _member(cells: list[str], version: str, order: Sequence[str], elsewhere: Member | None) -> Member | None:
    """Return what a row says of a version, given what is known of the member elsewhere."""
    kind, where, marks, *signatures = cells
    if not is_in(where, version, order):
        return None
    so_far = order[: order.index(version) + 1]
    kind, marks = (last(cell.split(" "), so_far) for cell in (kind, marks))
    if UNKNOWN_SIGNATURE in (kind, marks):
        return POSSIBLE
    constant = elsewhere.signature if elsewhere else None
    signature = last(signatures, so_far) if signatures else constant
    return Member(kind, () if marks == "-" else tuple(marks.split(",")), signature)
