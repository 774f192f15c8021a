"""The generated tables as the linter reads them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA, load_data, table_for
from tf2lint.table.tsv_rows import TsvRows

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "# what it is\n# versions: 1.15 2.0 2.1\na\tone\na.b\ttwo\na.b.c\tthree\na_b\tfour\nab\tfive\n"


@pytest.fixture
def rows(tmp_path: Path) -> TsvRows:
    (tmp_path / "rows.tsv").write_text(ROWS, encoding="utf-8")
    return TsvRows(tmp_path / "rows.tsv")


def test_rows(rows: TsvRows) -> None:
    assert rows.versions == ("1.15", "2.0", "2.1")
    assert list(rows) == ["a", "a.b", "a.b.c", "a_b", "ab"]
    assert [rows.get(name) for name in rows] == ["one", "two", "three", "four", "five"]
    assert [name for name in ("", "A", "a.", "a.b.", "aa", "b", "a\tone") if name in rows] == []
    assert (list(rows.below("")), list(rows.below("a.")), list(rows.below("a.b.")), list(rows.below("b."))) == (
        ["a", "a_b", "ab"],
        ["b"],
        ["c"],
        [],
    )


def test_ranges_and_values(rows: TsvRows) -> None:
    assert [rows.has("1.15,2.1", version) for version in rows.versions] == [True, False, True]
    assert [rows.has("2.0-2.1", version) for version in rows.versions] == [False, True, True]
    assert [rows.value_at("2.0:x 2.1:y", version) for version in rows.versions] == ["", "x", "y"]
    assert rows.value_at("x", "2.0") == "x"


def test_a_file_without_versions(tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text("a\tone\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"rows\.tsv: its header has no line of versions"):
        TsvRows(tmp_path / "rows.tsv")


def test_a_row_without_columns(tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text("# versions: 1.15\nlog\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"rows\.tsv: the row 'log' has no columns"):
        TsvRows(tmp_path / "rows.tsv")


@pytest.mark.parametrize("name", ["facts.tsv", "modules.tsv", "objects.tsv"])
def test_every_committed_row_is_found(name: str) -> None:
    rows = TsvRows(DATA / name)
    assert all(rows.get(one) for one in rows)


@pytest.mark.parametrize("module", ["raw_ops", "compat.v1", "nn", "no_module"])
def test_all_names_below_a_module_are_found(module: str) -> None:
    rows, prefix = TsvRows(DATA / "facts.tsv"), f"{module}."
    below = [name.removeprefix(prefix) for name in rows if name.startswith(prefix)]
    assert list(rows.below(prefix)) == [name for name in below if "." not in name]
    assert not any(f"{prefix}{name}~" in rows for name in below)


def test_every_object_leads_back_to_its_names() -> None:
    facts, _ = load_data()
    for name in facts:
        fact = facts.fact(name)
        assert fact is not None
        if not name.startswith(("compat.", "raw_ops.")):
            for version in facts.versions:
                assert not fact.exists(version) or name in facts.names_of(fact.object(version), version)


def test_compat_v2_is_tf2_itself() -> None:
    table = table_for("2.21")
    assert table.lookup("compat.v2.math.log").entry.name == "math.log"
    assert table.lookup("compat.v2.enable_v2_behavior").entry.exists
    assert table.is_module("compat.v2.math")


def test_loading_is_cheap() -> None:
    program = (
        "import time, tracemalloc; import tf2lint.table.mapping_table as s; tracemalloc.start();"
        "s.load_data(); print(tracemalloc.get_traced_memory()[1])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 15_000_000
