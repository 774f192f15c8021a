"""One classifier in several styles: the findings are exactly the operations that fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.keras_runs import outcomes
from tf2lint.engine import Engine
from tf2lint.model import Settings

PAGE = (Path(__file__).parent / "keras_styles.md").read_text("utf-8")
STYLE = re.compile(r"^## ([^\n]*)\n\n```python\n(.*?)```", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(.+)` \| (.+) \|$", re.MULTILINE)
UNBUILT = "unbuilt "
STYLES = STYLE.findall(PAGE)
#: For each table the target version, and whether its operations run on `tf_keras` (Keras 2).
TABLES = {"On Keras 3": ("2.21", False), "On Keras 2": ("2.15", True)}


def rows(table: str) -> list[tuple[str, list[str]]]:
    """Returns the operations of a table, each with its results for all styles."""
    text = PAGE.partition(f"## {table}\n")[2].partition("\n## ")[0]
    return [(operation, cells.split(" | ")) for operation, cells in ROW.findall(text)]


def program(style: str, operation: str) -> tuple[str, int]:
    """Returns a program with an operation on the model of a style, and the number of lines before the operation."""
    before = style + "custom = {type(net).__name__: type(net)}\n"
    if not operation.startswith(UNBUILT):
        before += "net(images)\n"
    return before + "\n".join(operation.removeprefix(UNBUILT).split("; ")) + "\n", before.count("\n")


def test_both_tables_have_the_same_styles_and_operations() -> None:
    assert len(STYLES) == 4
    assert [operation for operation, _ in rows("On Keras 3")] == [operation for operation, _ in rows("On Keras 2")]
    assert all(len(cells) == 4 for table in TABLES for _, cells in rows(table))
    assert len(rows("On Keras 3")) > 30


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("place", range(len(STYLES)), ids=[name for name, _ in STYLES])
def test_findings_are_the_operations_that_fail(table: str, place: int) -> None:
    engine = Engine(Settings(target=TABLES[table][0]))
    for operation, cells in rows(table):
        text, before = program(STYLES[place][1], operation)
        lines = [finding.span.line for finding in engine.check(text, "/nowhere/example.py").findings]
        assert all(line > before for line in lines), operation
        assert bool(lines) == (cells[place] != "works"), operation


@pytest.mark.tensorflow
@pytest.mark.parametrize("table", TABLES)
def test_operations_end_as_documented_on_keras(table: str) -> None:
    keys = [(operation, name) for operation, _ in rows(table) for name, _ in STYLES]
    expected = [cell for _, cells in rows(table) for cell in cells]
    programs = [program(style, operation)[0] for operation, _ in rows(table) for _, style in STYLES]
    actual = outcomes(programs, legacy=TABLES[table][1])
    assert dict(zip(keys, actual, strict=True)) == dict(zip(keys, expected, strict=True))
