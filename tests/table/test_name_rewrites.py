"""What to write instead of attributes of objects: data/names.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table import CALL, DataError, load_name_rewrites, table_for
from tf2lint.table.name_rewrites import read_name_rewrites

if TYPE_CHECKING:
    from pathlib import Path


def test_each_name_is_that_of_an_attribute_of_an_object() -> None:
    table = table_for(None)
    for name in load_name_rewrites():
        assert CALL in name
        assert not table.lookup(name).missing, name


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
