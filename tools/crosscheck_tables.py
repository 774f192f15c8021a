"""Reads the tables of facts for the cross-check, at one version of TensorFlow.

It has to run on the Python versions that old releases need, so it is written for 3.7 and imports nothing from the
builder.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Row(NamedTuple):
    """The row of a name at one version."""

    kind: str
    object: str
    marks: str


class MemberRow(NamedTuple):
    """The row of a class member at one version. A member without a kind is absent."""

    kind: str
    parameters: str | None


ABSENT = MemberRow("", None)
#: What the names of tf.keras start with in the tables about keras, from Keras 3 on.
TWIN = "_tf_keras.keras."


def table_lines(path: str, version: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yields the cells of each row, with the table's versions in order, up to the given one.

    Raises:
        ValueError: the table does not have the version.
    """
    order: list[str] = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("# versions: "):
                versions = line.split()[2:]
                if version not in versions:
                    raise ValueError(f"{os.path.basename(path)}: no version {version} in it")
                order = versions[: versions.index(version) + 1]
            elif not line.startswith("#"):
                yield line.rstrip("\n").split("\t"), order


def read_facts(path: str, version: str) -> dict[str, Row]:
    """Returns the table's rows at one version, by name."""
    rows = {}
    for (name, kind, where, identity, marks), order in table_lines(path, version):
        if exists(where, order):
            rows[name] = Row(*(last_value(cell.split(" "), order) or cell for cell in (kind, identity, marks)))
    return rows


def read_twins(path: str, rows: dict[str, Row]) -> dict[str, Row]:
    """Returns the rows of the names of tf.keras, given all rows of the table about keras at a version of Keras.

    A name without a row of its own is the same as in keras itself. With Keras 2 there are none.
    """
    with open(path, encoding="utf-8") as file:
        listed = {line.partition("\t")[0] for line in file if line.startswith(TWIN)}
    own = {name[len(TWIN) :]: row for name, row in rows.items() if name.startswith(TWIN)}
    if not own:
        return {}
    same = {name: row for name, row in rows.items() if not name.startswith(TWIN) and TWIN + name not in listed}
    return {**same, **own}


def read_signatures(path: str, version: str) -> dict[str, str]:
    """Returns the parameters at one version, by name, in the table's notation."""
    found = {}
    for (name, *cells), order in table_lines(path, version):
        parameters = last_value(cells, order)
        if parameters is not None and parameters != "?":
            found[name] = parameters
    return found


def exists(where: str, order: list[str]) -> bool:
    """Returns whether ranges such as `1.15-2.3,2.5` include the last of the ordered versions."""
    for part in where.split(","):
        first, _, last = part.partition("-")
        if first in order and ((last or first) not in order or (last or first) == order[-1]):
            return True
    return False


def last_value(segments: list[str], order: list[str]) -> str | None:
    """Returns the value of the last segment that starts at one of the versions; None if there are no segments."""
    value = None
    for segment in segments:
        since, colon, content = segment.partition(":")
        if colon and since in order:
            value = content
    return value


def read_members(path: str, version: str) -> tuple[dict[str, dict[str, MemberRow]], set[str]]:
    """Returns the members of each class at one version, and the classes that may have any member.

    A class that is similar to another also has the rows of that class.
    """
    likes = {}
    is_open = set()
    own: dict[str, dict[str, MemberRow | None]] = {}
    for (name, *cells), order in table_lines(path, version):
        owner, _, member = name.rpartition(".")
        if len(cells) == 2:
            own.setdefault(name, {})
            likes[name] = cells[0]
            is_open |= {name} if exists(cells[1], order) else set()
        else:
            own.setdefault(owner, {})[member] = None if cells == ["-"] else member_row(cells, order)
    return {name: dict(inherited(name, own, likes)) for name in own}, is_open


def member_row(cells: list[str], order: list[str]) -> MemberRow:
    """Returns the row of a member at the last of the ordered versions."""
    if not exists(cells[1], order):
        return ABSENT
    parameters = last_value(cells[3:], order)
    return MemberRow(last_value(cells[0].split(" "), order) or cells[0], None if parameters == "?" else parameters)


def inherited(
    name: str, own: dict[str, dict[str, MemberRow | None]], likes: dict[str, str]
) -> Iterator[tuple[str, MemberRow]]:
    """Yields each member of a class with its row, or with the row of a similar class."""
    seen = set()
    while name in own:
        for member, row in own[name].items():
            if member not in seen and row is not None:
                yield member, row
            seen.add(member)
        name = likes.get(name, "-")


def read_internals(path: str, version: str) -> tuple[dict[str, bool], set[str]]:
    """Returns whether each name in a module exists at one version, and the modules that may have any name."""
    found = {}
    is_open = set()
    for (name, where), order in table_lines(path, version):
        module, _, inside = name.rpartition(".")
        if inside != "*":
            found[name] = exists(where, order)
        elif exists(where, order):
            is_open.add(module)
    return found, is_open


def read_private_names(path: str, version: str) -> dict[str, set[str]]:
    """Returns the modules of which all names are known at one version, with those that have no row of their own."""
    found = {}
    for (module, where, names), order in table_lines(path, version):
        if exists(where, order):
            cells = (cell.partition(":") for cell in names.split(" "))
            found[module] = {name for name, _, part in cells if not part or exists(part, order)}
    return found
