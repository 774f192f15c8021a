"""The table of names, as a browser shows it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

import table_page
from support.browser import NEEDS_AXE, NEEDS_BROWSER, dom, violations

PAGE = Path(__file__).parents[2] / "docs" / "table.html"


def test_it_is_made_from_the_current_table() -> None:
    assert table_page.is_current(), "run python tools/table_page.py"


def test_it_is_small_and_loads_nothing() -> None:
    text = PAGE.read_text("utf-8")
    assert len(text) < 2_000_000
    assert not re.search(r"<(?:link|img|iframe|script src)|@import", text)


def rows(text: str) -> list[list[str]]:
    """Returns the texts of the cells of the table's rows."""
    body = re.search(r'<tbody id="rows">(.*?)</tbody>', text, re.DOTALL)
    assert body is not None
    lines = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body[1].split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in line] for line in lines]


@NEEDS_BROWSER
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("layers.dense", "tf.layers.dense"),
        ("dense", "tf.layers.dense"),
        ("loss = tf.train.AdamOptimizer(0.1)", "tf.train.AdamOptimizer"),
        ("tensorflow.contrib.slim.conv2d", "tf.contrib.slim.conv2d"),
    ],
)
def test_the_name_that_was_meant_comes_first(query: str, first: str, tmp_path: Path) -> None:
    assert rows(dom(PAGE, tmp_path, quote(query)))[0][0] == first


@NEEDS_BROWSER
def test_a_link_chooses_target_and_outcome(tmp_path: Path) -> None:
    newest = rows(dom(PAGE, tmp_path, "tf.keras.experimental.LinearModel"))[0]
    older = rows(dom(PAGE, tmp_path, "tf.keras.experimental.LinearModel&target=2.3&outcome=current"))[0]
    assert (newest[1], older[1]) == ("replaced", "current")
    moved = rows(dom(PAGE, tmp_path, "tf.argmax&target=2.21"))[0]
    assert "argument: dimension= is now axis=" in moved[4]


@NEEDS_AXE
@pytest.mark.parametrize("dark", [False, True])
def test_everyone_can_read_it(dark: bool, tmp_path: Path) -> None:
    assert violations(PAGE, tmp_path, "dense", dark=dark) == []
