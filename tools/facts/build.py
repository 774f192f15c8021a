"""Builds all tables, and writes them or compares them with the committed ones."""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from facts.committed import Committed, read_table
from facts.errors import FactsError
from facts.internal_rows import internals_table, private_names_table
from facts.member_rows import members_table
from facts.release import ReleaseFacts, read_release
from facts.tables import facts_table, modules_table, objects_table, releases_table, signatures_table
from facts.wheels import wheel_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from facts.pins import Release
    from facts.subject import Subject

#: The maximum number of lines shown for a table that differs.
_MAX_DIFF_LINES = 20


def build_tables(
    subject: Subject, pins: Sequence[Release], wheels: Path, committed: Path, only: Collection[str] = ()
) -> dict[str, str]:
    """Returns the text of each table, by file name.

    Args:
        subject: what the tables are about.
        pins: the releases.
        wheels: the directory with their wheels.
        committed: the directory with the committed tables.
        only: the versions whose wheels are read; the others are taken from the committed tables. If empty, the wheels
            of all releases are read.

    Raises:
        FactsError: a wheel or a committed table cannot be read, or `only` has an unknown version.
    """
    order = [release.version for release in pins]
    if unknown := set(only).difference(order):
        raise FactsError(f"no release {', '.join(sorted(unknown))} in the pins")
    tables = Committed(committed, subject)
    selected = [
        release for release in pins if not only or release.version in {*only, *_before_new(only, order, tables)}
    ]
    with ProcessPoolExecutor() as pool:
        read = {facts.version: facts for facts in pool.map(partial(_read, subject, wheels), selected)}
    kept = Committed(committed, subject, list(read.values()))
    facts = [read[version] if version in read else kept.release(version, order) for version in order]
    objects = {"objects.tsv": objects_table(subject, pins, facts)} if subject.has_objects else {}
    return {
        **objects,
        "facts.tsv": facts_table(subject, pins, facts),
        "internals.tsv": internals_table(subject, pins, facts),
        "members.tsv": members_table(subject, pins, facts),
        "private_names.tsv": private_names_table(subject, pins, facts),
        "modules.tsv": modules_table(subject, pins, facts),
        "releases.tsv": releases_table(subject, pins, facts),
        "signatures.tsv": signatures_table(subject, pins, facts),
    }


def _before_new(only: Collection[str], order: Sequence[str], tables: Committed) -> set[str]:
    """Returns the releases directly before those that the tables do not have yet.

    What is the same in all releases has no row, so it is read from the wheels of the previous release.
    """
    new = [order.index(version) for version in only if not tables.knows(version)]
    return {order[index - 1] for index in new if index}


def write_tables(tables: Mapping[str, str], directory: Path) -> None:
    """Writes the tables into a directory.

    Raises:
        FactsError: a file cannot be written.
    """
    for name, text in tables.items():
        try:
            (directory / name).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise FactsError(f"{name}: cannot be written ({error.strerror})") from error


def check_tables(tables: Mapping[str, str], directory: Path) -> int:
    """Compares the tables with those in a directory; prints the differences and returns 1, or returns 0.

    Raises:
        FactsError: a file cannot be read.
    """
    status = 0
    for name, text in tables.items():
        committed = read_table(directory, name)
        if committed != text:
            status = 1
            _print_difference(name, committed, text)
    return status


def _print_difference(name: str, committed: str, built: str) -> None:
    print(f"{name}: differs from what tools/build_facts.py builds; run it and commit the result")
    old, new = set(committed.splitlines()), set(built.splitlines())
    removed = [f"-{line}" for line in committed.splitlines() if line not in new]
    added = [f"+{line}" for line in built.splitlines() if line not in old]
    for line in [*removed[: _MAX_DIFF_LINES // 2], *added[: _MAX_DIFF_LINES // 2]]:
        print(line)


def _read(subject: Subject, wheels: Path, release: Release) -> ReleaseFacts:
    # Syntax trees have no reference cycles; without the garbage collector, Python parses several times faster.
    gc.disable()
    return read_release(release, wheel_paths(release, wheels), subject)
