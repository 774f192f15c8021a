"""What to write instead of names that are not called: data/names.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table import CALL, DataError, load_name_rewrites, table_for
from tf2lint.table.name_rewrites import read_name_rewrites

if TYPE_CHECKING:
    from pathlib import Path


def test_each_name_is_of_a_class_that_the_target_lacks() -> None:
    table = table_for(None)
    for name in load_name_rewrites():
        found = table.lookup(name)
        assert not found.missing, name
        if CALL not in name:
            assert (found.entry.kind, found.entry.exists) == ("c", False), name


@pytest.mark.parametrize(
    "line",
    ["tf.A.B | x", "A.B | x | safe", "tf.A.B | x | unsafe", "tf.A.B | x | safe: why", "tf.A.B | x | none: why"],
)
def test_malformed_lines(tmp_path: Path, line: str) -> None:
    file = tmp_path / "names.txt"
    file.write_text(f"{line}\n")
    with pytest.raises(DataError, match=r"names.txt:1"):
        read_name_rewrites(file)


def test_a_name_has_one_line(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text('tf.A.B | "x" | safe\ntf.A.B | "y" | safe\n')
    with pytest.raises(DataError):
        read_name_rewrites(file)
