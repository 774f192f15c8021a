"""The table of names, as a browser shows it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "table.html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def test_it_is_small_and_loads_nothing() -> None:
    text = PAGE.read_text("utf-8")
    assert len(text) < 2_000_000
    assert not re.search(r"<(?:link|img|iframe|script src)|@import", text)


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
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--dump-dom"]
    command += [f"--user-data-dir={tmp_path}", f"{PAGE.as_uri()}#{quote(query)}"]
    shown = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True).stdout
    rows = re.search(r'<tbody id="rows">(.*?)</tbody>', shown, re.DOTALL)
    assert rows is not None
    assert re.findall(r"<tr><td><code>(.*?)</code>", rows[1])[0] == first
