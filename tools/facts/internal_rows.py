"""Merges the names in private modules from several releases, and writes internals.tsv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.merge import version_ranges
from facts.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from facts.contents import Contents
    from facts.pins import Release
    from facts.release import ReleaseFacts
    from facts.subject import Subject

#: Denotes any name of a module.
ANY = "*"

_INTERNALS = """\
The names that modules which are no API define or hand on, if they came or went while the module was there.
module.name<TAB>where
{modules}
where: the versions that have the module and, defined or imported there, the name
module.* stands for any name: where is the versions in which the module's source does not tell its names.
A name without a row is the same in all versions that have the module, or never one of the module's own."""


def internals_table(subject: Subject, pins: Sequence[Release], releases: Sequence[ReleaseFacts]) -> str:
    """Returns the text of internals.tsv."""
    versions = [release.version for release in releases]
    lines = []
    for module in sorted(set().union(*(release.internals for release in releases))):
        history = [(one.version, one.internals[module]) for one in releases if module in one.internals]
        lines += [f"{module}.{name}\t{version_ranges(where, versions)}" for name, where in _rows(history)]
    description = _INTERNALS.format(modules=subject.header["internals.tsv"])
    return table(description, subject, pins, sorted(lines, key=lambda line: line.partition("\t")[0]))


def _rows(history: Sequence[tuple[str, Contents[bool]]]) -> Iterator[tuple[str, list[str]]]:
    """Yields the names of a module that have a row, each with the versions that have the name."""
    is_open = [version for version, contents in history if contents.is_open]
    if is_open:
        yield ANY, is_open
    for name in dict.fromkeys(name for _, contents in history for name in contents.held):
        where = [version for version, contents in history if contents.has(name)]
        if len(where) < len(history) and any(contents.held.get(name) for _, contents in history):
            yield name, where
