"""Reads the contents of a release's classes and modules from the committed tables instead of its wheels."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from facts.committed_cells import is_in, last
from facts.contents import POSSIBLE, UNKNOWN_SIGNATURE, Contents, Member
from facts.internal_rows import ANY, NO_NAMES
from facts.row_compression import Rows, all_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from facts.subject import Subject

Held = TypeVar("Held")

_NO_ROWS: Rows = {}
_NOWHERE = "-"


class CommittedContents:
    """The contents of classes and modules in members.tsv, internals.tsv, and private_names.tsv.

    Members without a row are the same in all versions, so they are taken from a release that was read from wheels.

    Args:
        member_rows: the rows of members.tsv, split into cells.
        internal_rows: the rows of internals.tsv, split into cells.
        name_rows: the rows of private_names.tsv, split into cells.
        subject: what the tables are about.
    """

    def __init__(
        self,
        member_rows: Iterable[list[str]],
        internal_rows: Iterable[list[str]],
        name_rows: Iterable[list[str]],
        subject: Subject,
    ) -> None:
        self._subject = subject
        self._open: dict[str, str] = {}
        likes: dict[str, str] = {}
        rows_by_class: dict[str, Rows] = defaultdict(dict)
        for name, *cells in member_rows:
            if len(cells) == 2:
                self._open[name] = cells[1]
                likes.update({name: cells[0]} if cells[0] != "-" else {})
            else:
                owner, _, member = name.rpartition(".")
                rows_by_class[owner][member] = "\t".join(cells)
        self._members = all_rows(likes, rows_by_class)
        self._internals: dict[str, dict[str, str]] = defaultdict(dict)
        for name, where in internal_rows:
            module, _, inside = name.rpartition(".")
            self._internals[module][inside] = where
        self._names = {module: (where, names) for module, where, names in name_rows}

    def classes(
        self, names: Iterable[str], version: str, order: Sequence[str], read: Sequence[Mapping[str, Contents[Member]]]
    ) -> dict[str, Contents[Member]]:
        """Returns the contents of classes at a version.

        Args:
            names: the names of the classes.
            version: the version.
            order: all versions in ascending order.
            read: the contents of classes in the releases that were read from wheels.
        """
        found = {}
        for name in names:
            held = _merged(name, read)
            for member, text in self._members.get(name, _NO_ROWS).items():
                held[member] = _member(text.split("\t"), version, order, held.get(member))
            found[name] = Contents(is_in(self._open.get(name, "-"), version, order), held)
        return found

    def internals(
        self, modules: Iterable[str], version: str, order: Sequence[str], read: Sequence[Mapping[str, Contents[bool]]]
    ) -> dict[str, Contents[bool]]:
        """Returns the contents of the private modules among the given ones at a version.

        Args:
            modules: the names of the modules.
            version: the version.
            order: all versions in ascending order.
            read: the contents of modules in the releases that were read from wheels.
        """
        found = {}
        for module in modules:
            rows = dict(self._internals.get(module, _NO_ROWS))
            is_open = is_in(rows.pop(ANY, "-"), version, order)
            if not is_open and not self._subject.is_private(module, version):
                continue
            is_complete = is_in(self._names.get(module, (_NOWHERE, ""))[0], version, order)
            held = _merged(module, read)
            if is_complete:  # whether a name is the module's own is only known of the releases that were read
                names = [*self._private_names(module, version, order), *filter(_is_never_listed, held)]
                held = {name: held.get(name) or False for name in names}
            present = {name: is_in(where, version, order) or None for name, where in rows.items()}
            found[module] = Contents(is_open, {**held, **present}, is_complete)
        return found

    def _private_names(self, module: str, version: str, order: Sequence[str]) -> Iterator[str]:
        """Yields the names of a module at a version that have no row."""
        _, names = self._names.get(module, (_NOWHERE, NO_NAMES))
        for cell in names.split(" ") if names != NO_NAMES else ():
            name, _, part = cell.partition(":")
            if not part or is_in(part, version, order):
                yield name


def _is_never_listed(name: str) -> bool:
    """Returns whether private_names.tsv leaves a name out in all modules."""
    return name.startswith("_")


def _merged(name: str, read: Sequence[Mapping[str, Contents[Held]]]) -> dict[str, Held | None]:
    """Returns the names in a class or module, merged from the releases that were read from wheels."""
    held: dict[str, Held | None] = {}
    for contents in read:
        if name in contents:
            held = {**contents[name].held, **held}
    return held


def _member(cells: list[str], version: str, order: Sequence[str], elsewhere: Member | None) -> Member | None:
    """Returns the member that a row describes at a version, or None; `elsewhere` is the member in another release."""
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
