"""One classifier in three styles: what is found are exactly the operations that fail."""

from __future__ import annotations

import importlib.util
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
#: The version that each table is linted for, and whether Keras 2 is chosen where it is run.
TABLES = {"On Keras 3": ("2.21", False), "On Keras 2": ("2.15", True)}
needs_keras = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None or importlib.util.find_spec("tf_keras") is None,
    reason="TensorFlow and tf_keras are not installed",
)


def rows(table: str) -> list[tuple[str, list[str]]]:
    """The operations of a table, each with how it ends in each style."""
    text = PAGE.partition(f"## {table}\n")[2].partition("\n## ")[0]
    return [(operation, cells.split(" | ")) for operation, cells in ROW.findall(text)]


def program(style: str, operation: str) -> tuple[str, int]:
    """An operation on the model of a style, and the number of lines before it."""
    before = style + "custom = {type(net).__name__: type(net)}\n"
    if not operation.startswith(UNBUILT):
        before += "net(images)\n"
    return before + "\n".join(operation.removeprefix(UNBUILT).split("; ")) + "\n", before.count("\n")


def test_there_are_styles_and_operations_in_both_tables() -> None:
    assert len(STYLES) == 4
    assert [operation for operation, _ in rows("On Keras 3")] == [operation for operation, _ in rows("On Keras 2")]
    assert all(len(cells) == 4 for table in TABLES for _, cells in rows(table))
    assert len(rows("On Keras 3")) > 30


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("place", range(len(STYLES)), ids=[name for name, _ in STYLES])
def test_what_is_found_is_what_fails(table: str, place: int) -> None:
    engine = Engine(Settings(target=TABLES[table][0]))
    for operation, cells in rows(table):
        text, before = program(STYLES[place][1], operation)
        lines = [one.span.line for one in engine.check(text, "/nowhere/example.py").findings]
        assert all(line > before for line in lines), operation
        assert bool(lines) == (cells[place] != "works"), operation


@needs_keras
@pytest.mark.parametrize("table", TABLES)
def test_the_tables_tell_what_happens(table: str) -> None:
    told = [(operation, name) for operation, _ in rows(table) for name, _ in STYLES]
    ends = [cell for _, cells in rows(table) for cell in cells]
    programs = [program(style, operation)[0] for operation, _ in rows(table) for _, style in STYLES]
    happened = outcomes(programs, legacy=TABLES[table][1])
    assert dict(zip(told, happened, strict=True)) == dict(zip(told, ends, strict=True))
