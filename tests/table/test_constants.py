"""Names for which a value can be written: data/constants.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table import CALL, DataError, load_constants, table_for
from tf2lint.table.constants import read_constants

if TYPE_CHECKING:
    from pathlib import Path


def test_each_name_is_of_a_class_that_the_target_lacks() -> None:
    table = table_for(None)
    for name in load_constants():
        found = table.lookup(name)
        assert not found.missing, name
        if CALL not in name:
            assert (found.entry.kind, found.entry.exists) == ("c", False), name


@pytest.mark.parametrize(
    "line",
    ["tf.A.B | x", "A.B | x | safe", "tf.A.B | x | unsafe", "tf.A.B | x | safe: why", "tf.A.B | x | none: why"],
)
def test_malformed_lines(tmp_path: Path, line: str) -> None:
    file = tmp_path / "constants.txt"
    file.write_text(f"{line}\n")
    with pytest.raises(DataError, match=r"constants.txt:1"):
        read_constants(file)


def test_a_name_has_one_line(tmp_path: Path) -> None:
    file = tmp_path / "constants.txt"
    file.write_text('tf.A.B | "x" | safe\ntf.A.B | "y" | safe\n')
    with pytest.raises(DataError):
        read_constants(file)
