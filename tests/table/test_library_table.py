"""The names of libraries beside TensorFlow: the committed guidance against the committed facts, and lookups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tf2lint.source.prefilter import mentions_tensorflow
from tf2lint.table import (
    DATA,
    DataError,
    LibraryTable,
    Outcome,
    TableExport,
    known_versions,
    read_packages,
    table_for,
)
from tf2lint.table.documented_changes import DocumentedChanges
from tf2lint.table.entries import NO_REPLACEMENT
from tf2lint.table.guidance import Guidance
from tf2lint.table.library_table import read_libraries
from tf2lint.table.tsv_rows import TsvRows

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = DATA / "libraries"
TARGET = known_versions()[-1]
LIBRARIES = read_libraries(DATA / "libraries.txt")
EACH_LIBRARY = pytest.mark.parametrize("library", [LibraryTable(library, FOLDER, TARGET) for library in LIBRARIES])
_NAME = re.compile(r"(?<![\w.])(?:tf|snt|hub)(?:\.\w+)+")


def rows_of(library: LibraryTable) -> TsvRows:
    return TsvRows(FOLDER / f"{library.library.root}.tsv")


def guidance_of(library: LibraryTable) -> Guidance:
    root = library.library.root
    return Guidance([FOLDER / f"{root}.txt"], root)


def exists(library: LibraryTable, name: str) -> bool:
    """Returns whether the newest release of the library has a name, or TensorFlow at the target."""
    root, _, rest = name.partition(".")
    if root in (library.library.abbreviation, library.library.root):
        found = library.lookup(rest)
        return found.entry.exists and not found.rest
    found = table_for(TARGET).lookup(rest)
    return found.entry.exists and not found.rest


@EACH_LIBRARY
def test_every_suggested_name_exists(library: LibraryTable) -> None:
    guides = [guide for name in guidance_of(library) for guide in guidance_of(library).of(name)]
    assert guides
    suggested = {(guide.name, name) for guide in guides for name in (*_NAME.findall(guide.advice), *guide.replacements)}
    assert [(name, other) for name, other in sorted(suggested) if not exists(library, other)] == []


@EACH_LIBRARY
def test_guidance_is_for_names_that_are_gone(library: LibraryTable) -> None:
    names = [name.removesuffix(".*") for name in guidance_of(library)]
    assert [name for name in names if name not in rows_of(library) or library.lookup(name).entry.exists] == []


@EACH_LIBRARY
def test_every_public_name_that_is_gone_has_advice(library: LibraryTable) -> None:
    entries = [library.lookup(name).entry for name in rows_of(library) if "." not in name]
    gone = [entry for entry in entries if not entry.exists and entry.kind != "m"]
    assert gone
    assert [entry.name for entry in gone if entry.advice == NO_REPLACEMENT] == []


@EACH_LIBRARY
def test_documented_arguments_were_taken_and_are_not_anymore(library: LibraryTable) -> None:
    root, rows = library.library.root, rows_of(library)
    for function, argument in DocumentedChanges(FOLDER / f"{root}_arguments.txt", lambda _: TARGET):
        if function == "*" or argument == "*":
            continue
        old, new = rows.get(function.removeprefix(f"{root}.")).split("\t")[3:]  # type: ignore[union-attr]
        assert "**" in old or re.search(rf"\b{argument}\b", old), (function, argument)
        assert not re.search(rf"\b{argument}\b", new), (function, argument)


def test_a_private_path_leads_to_the_public_name() -> None:
    sonnet = next(LibraryTable(library, FOLDER, TARGET) for library in LIBRARIES if library.root == "sonnet")
    entry = sonnet.lookup("python.modules.nets.mlp.MLP").entry
    assert (entry.exists, entry.outcome, entry.replacements) == (False, Outcome.RENAMED, ("sonnet.nets.MLP",))
    assert sonnet.lookup("python.modules.base.AbstractModule").entry.replacements == ("sonnet.Module",)


def test_unknown_names_are_not_gone() -> None:
    sonnet = next(LibraryTable(library, FOLDER, TARGET) for library in LIBRARIES if library.root == "sonnet")
    found = sonnet.lookup("of_a_later_release.Linear")
    assert (found.entry.name, found.entry.exists, found.rest) == ("sonnet", True, ("of_a_later_release", "Linear"))


def test_names_of_libraries_can_be_looked_up() -> None:
    export = TableExport(table_for(TARGET))
    row = export.answer("snt.AbstractModule").row
    assert row is not None
    assert row == export.answer("sonnet.AbstractModule").row
    assert (row.name, row.exists, row.replacements, row.package) == (
        "snt.AbstractModule", False, ("sonnet.Module",), "dm-sonnet",
    )  # fmt: skip
    assert export.answer("snt.of_a_later_release").row is None
    assert TableExport(table_for("2.4")).answer("hub.Module").row is None  # 2.4 works with an older release


def test_the_quick_text_search_knows_all_libraries() -> None:
    roots = [library.root for library in LIBRARIES] + list(read_packages(DATA / "dead_packages.txt"))
    assert [root for root in roots if not mentions_tensorflow(f"import {root}\n")] == []


@pytest.mark.parametrize("line", ["sonnet | dm-sonnet | snt", "sonnet | dm-sonnet | snt | two"])
def test_a_malformed_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "libraries.txt"
    file.write_text(f"# a comment\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"libraries\.txt:2"):
        read_libraries(file)
