"""What calls of the library give, as far as something may be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA, load_data, table_for
from tf2lint.table.return_types import ReturnTypes

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = table_for(None).results


@pytest.mark.parametrize(
    ("expression", "given"),
    [
        ("Session()", "Session"),
        ("InteractiveSession()", "Session"),
        ("compat.v1.InteractiveSession()", "compat.v1.Session"),
        ("data.Dataset().map()", "data.Dataset"),
        ("Session().graph", "get_default_graph"),
        ("trainable_variables()", "trainable_variables"),
        ("nn.relu()", "Tensor"),
        ("Session().run", ""),
        ("no_such_name()", ""),
    ],
)
def test_what_an_expression_gives(expression: str, given: str) -> None:
    assert RESULTS.of(expression) == given


def test_an_object_leads_to_what_its_members_give() -> None:
    assert RESULTS.led_to("data.Dataset") == {"data.Dataset", "data.Iterator"}


def test_every_class_in_the_file_is_a_name_of_tensorflow() -> None:
    facts, _ = load_data()
    lines = [line for line in (DATA / "results.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        expression, given = line.split(" | ")
        start = expression.partition("(")[0].removeprefix("tf.")
        known = table_for(None).lookup(start)
        assert facts.fact(given.removeprefix("tf.")) is not None, line
        assert known.entry.name, line
        assert not known.missing, line


@pytest.mark.parametrize("line", ["tf.Session()", "tf.Session() | tf.Session\ntf.Session() | tf.Graph"])
def test_a_wrong_line_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "results.txt"
    file.write_text(f"# head\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"results\.txt:[23]: expected"):
        ReturnTypes(file, *load_data())
