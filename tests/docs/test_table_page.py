"""The table of names, as a browser shows it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

import table_page

PAGE = Path(__file__).parents[2] / "docs" / "table.html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def test_it_is_made_from_the_current_table() -> None:
    assert table_page.is_current(), "run python tools/table_page.py"


def test_it_is_small_and_loads_nothing() -> None:
    text = PAGE.read_text("utf-8")
    assert len(text) < 2_000_000
    assert not re.search(r"<(?:link|img|iframe|script src)|@import", text)


def shown(query: str, folder: Path, *, page: Path = PAGE) -> str:
    """Returns the page as a browser has it after a query."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--dump-dom"]
    command += [f"--user-data-dir={folder}", f"{page.as_uri()}#{query}"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True).stdout


def rows(text: str) -> list[list[str]]:
    """Returns the texts of the cells of the table's rows."""
    body = re.search(r'<tbody id="rows">(.*?)</tbody>', text, re.DOTALL)
    assert body is not None
    lines = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body[1].split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in line] for line in lines]


@pytest.mark.skipif(CHROMIUM is None, reason="requires Chromium")
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
    assert rows(shown(quote(query), tmp_path))[0][0] == first


@pytest.mark.skipif(CHROMIUM is None, reason="requires Chromium")
def test_a_link_chooses_target_and_outcome(tmp_path: Path) -> None:
    newest = rows(shown("tf.keras.experimental.LinearModel", tmp_path))[0]
    older = rows(shown("tf.keras.experimental.LinearModel&target=2.3&outcome=current", tmp_path))[0]
    assert (newest[1], older[1]) == ("replaced", "current")
    moved = rows(shown("tf.argmax&target=2.21", tmp_path))[0]
    assert "argument: dimension= is now axis=" in moved[4]
