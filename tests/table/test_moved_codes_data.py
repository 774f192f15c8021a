"""Findings that have another code now: the parser, and the lines of data/moved_codes.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

import tf2lint
from tf2lint.rules import rules
from tf2lint.table import codes_after, moves, moves_to, read_moves
from tf2lint.table.guidance import DataError
from tf2lint.table.moved_codes import Move

PAGE = Path(tf2lint.__file__).parents[2] / "docs" / "stability.md"


def test_the_codes_are_those_of_rules() -> None:
    """A rule stays when all its findings have moved: settings name it, and pylint knows its message."""
    codes = {rule.code for rule in rules()}
    for move in moves():
        assert {move.old, move.new} <= codes
        assert move.old != move.new


def test_the_page_lists_all() -> None:
    page = PAGE.read_text("utf-8")
    for move in moves():
        assert f"| {move.old} | {move.new} | {', '.join(f'`{name}`' for name in move.names)} |" in page


def test_which_findings_moved() -> None:
    assert [move.old for move in moves_to("TF507", "tf.FIFOQueue")] == ["TF101"]
    assert [move.old for move in moves_to("TF716", "tf.keras.layers.Dense().apply")] == ["TF111"]
    assert moves_to("TF716", "tf.keras") == moves_to("TF716", "tf.kerasx.y") == moves_to("TF716", None) == ()
    assert codes_after("TF101", "tf.FIFOQueue") == {"TF101", "TF507"}
    assert codes_after("TF101", "tf.log") == {"TF101"}


def test_findings_can_move_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Move("TF101", "TF102", ("tf.a", "tf.b")), Move("TF102", "TF103", ("tf.a",))
    monkeypatch.setattr("tf2lint.table.moved_codes.moves", lambda: (first, second))
    assert moves_to("TF103", "tf.a") == (second, first)
    assert moves_to("TF103", "tf.b") == ()
    assert codes_after("TF101", "tf.a") == {"TF101", "TF102", "TF103"}


@pytest.mark.parametrize("line", ["TF101 | TF102", "TF1 | TF102 | tf.a", "TF101 | TF102 | ", "TF101 | TF102 | tf.a,"])
def test_invalid_lines(line: str, tmp_path: Path) -> None:
    file = tmp_path / "moved.txt"
    file.write_text(f"# head\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"moved\.txt:2: expected"):
        read_moves(file)
