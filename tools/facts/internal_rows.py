"""Merges the names in private modules from several releases, and writes internals.tsv and private_names.tsv."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from facts.merge import version_ranges
from facts.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from facts.contents import Contents
    from facts.pins import Release
    from facts.release import ReleaseFacts
    from facts.subject import Subject

#: The contents of a module, with the versions that have it.
History: TypeAlias = "Sequence[tuple[str, Contents[bool]]]"

#: Denotes any name of a module.
ANY = "*"

_INTERNALS = """\
The names that modules which are no API define or hand on, if they came or went while the module was there.
module.name<TAB>where
{modules}
where: the versions that have the module and, defined or imported there, the name
module.* stands for any name: where is the versions in which the module's source does not tell its names.
private_names.tsv has the names without a row: the same in all versions that have the module, or never its own."""

_PRIVATE_NAMES = """\
The names in modules which are no API that have no row in internals.tsv: defined, imported, or modules inside them.
module<TAB>where<TAB>names
{modules}
where: the versions that have the module, if it is no API there and its source tells all its names
names: separated by spaces, without those that start with `_`; - if there are none.
  `name` is there in all these versions, `name:where` only in some.
No other such name is there, unless internals.tsv has it."""

#: The cell of a module without names.
NO_NAMES = "-"


def internals_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of internals.tsv."""
    versions = [release.version for release in releases]
    lines = []
    for module, history in _histories(releases):
        lines += [f"{module}.{name}\t{version_ranges(where, versions)}" for name, where in _rows(history)]
    description = _INTERNALS.format(modules=subject.header["internals.tsv"])
    return table(description, subject, pins, sorted(lines, key=lambda line: line.partition("\t")[0]))


def private_names_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of private_names.tsv."""
    versions = [release.version for release in releases]
    lines = []
    for module, history in _histories(releases):
        closed = [(version, contents) for version, contents in history if contents.is_complete]
        if closed:
            where = version_ranges([version for version, _ in closed], versions)
            lines.append(f"{module}\t{where}\t{' '.join(_cells(history, closed, versions)) or NO_NAMES}")
    description = _PRIVATE_NAMES.format(modules=subject.header["internals.tsv"])
    return table(description, subject, pins, sorted(lines, key=lambda line: line.partition("\t")[0]))


def _histories(releases: Sequence[ReleaseFacts]) -> Iterator[tuple[str, History]]:
    """Yields each private module with its contents in the versions that have it."""
    for module in sorted(set().union(*(release.internals for release in releases))):
        yield module, [(one.version, one.internals[module]) for one in releases if module in one.internals]


def _cells(history: History, closed: History, versions: Sequence[str]) -> Iterator[str]:
    """Yields the names of a module that have no row, with the versions if not all of the closed ones have the name."""
    with_rows = {name for name, _ in _rows(history)}
    names = {name for _, contents in closed for name in contents.held if not name.startswith("_")}
    for name in sorted(names - with_rows):
        where = [version for version, contents in closed if contents.has(name)]
        if where:
            yield name if len(where) == len(closed) else f"{name}:{version_ranges(where, versions)}"


def _rows(history: History) -> Iterator[tuple[str, list[str]]]:
    """Yields the names of a module that have a row, each with the versions that have the name."""
    is_open = [version for version, contents in history if contents.is_open]
    if is_open:
        yield ANY, is_open
    for name in dict.fromkeys(name for _, contents in history for name in contents.held):
        where = [version for version, contents in history if contents.has(name)]
        if len(where) < len(history) and any(contents.held.get(name) for _, contents in history):
            yield name, where
