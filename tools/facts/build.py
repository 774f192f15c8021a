"""Puts the tables together, and writes or compares them."""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from facts.committed import Committed, read_table
from facts.errors import FactsError
from facts.internal_rows import internals_table
from facts.member_rows import members_table
from facts.release import ReleaseFacts, read_release
from facts.tables import facts_table, modules_table, objects_table, signatures_table
from facts.wheels import wheel_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from facts.pins import Release

#: Enough of a difference to see what it is about.
_DIFF_LINES = 20


def build_tables(pins: Sequence[Release], wheels: Path, committed: Path, only: Collection[str] = ()) -> dict[str, str]:
    """Return the text of each table by its file name.

    Given the releases, the directory of their wheels and that of the committed tables, and the versions of which the
    wheels are to be read; of the other releases the committed tables are believed. Without versions, all are read.

    Raises:
        FactsError: a wheel or a committed table cannot be read, or there is no such version.
    """
    order = [release.version for release in pins]
    if unknown := set(only).difference(order):
        raise FactsError(f"no release {', '.join(sorted(unknown))} in the pins")
    chosen = [
        release for release in pins if not only or release.version in {*only, *_before_new(only, order, committed)}
    ]
    with ProcessPoolExecutor() as pool:
        read = {facts.version: facts for facts in pool.map(partial(_read, wheels), chosen)}
    kept = Committed(committed, list(read.values()))
    facts = [read[version] if version in read else kept.release(version, order) for version in order]
    return {
        "facts.tsv": facts_table(pins, facts),
        "internals.tsv": internals_table(pins, facts),
        "members.tsv": members_table(pins, facts),
        "modules.tsv": modules_table(pins, facts),
        "objects.tsv": objects_table(pins, facts),
        "signatures.tsv": signatures_table(pins, facts),
    }


def _before_new(only: Collection[str], order: Sequence[str], committed: Path) -> set[str]:
    """Return the releases before those that the tables do not have yet.

    What is the same in all releases has no row. What that is only wheels tell: those of the last release before.
    """
    tables = Committed(committed)
    new = [order.index(version) for version in only if not tables.knows(version)]
    return {order[place - 1] for place in new if place}


def write_tables(tables: Mapping[str, str], directory: Path) -> None:
    """Write the tables into a directory.

    Raises:
        FactsError: a file cannot be written.
    """
    for name, text in tables.items():
        try:
            (directory / name).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise FactsError(f"{name}: cannot be written ({error.strerror})") from error


def check_tables(tables: Mapping[str, str], directory: Path) -> int:
    """Compare the tables with a directory's; print what differs and return 1, or return 0.

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
    only_there = [f"-{line}" for line in committed.splitlines() if line not in new]
    only_here = [f"+{line}" for line in built.splitlines() if line not in old]
    for line in [*only_there[: _DIFF_LINES // 2], *only_here[: _DIFF_LINES // 2]]:
        print(line)


def _read(wheels: Path, release: Release) -> ReleaseFacts:
    # Syntax trees hold no cycles; without its collector, Python reads them several times faster.
    gc.disable()
    return read_release(release, wheel_paths(release, wheels))
