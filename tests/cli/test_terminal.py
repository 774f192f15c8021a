"""The output on a terminal, using a pseudo-terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty")

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


def on_terminal(folder: Path, *arguments: str, stream: str, **environment: str) -> str:
    """Runs the command with one stream connected to a terminal; returns what it writes there."""
    master, slave = os.openpty()
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "CI")}
    out, err = (slave if stream == name else subprocess.DEVNULL for name in ("stdout", "stderr"))
    process = subprocess.Popen(
        [sys.executable, "-m", "tf2lint", *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        env={**variables, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
    )  # fmt: skip
    os.close(slave)
    shown = b""
    while True:
        try:
            data = os.read(master, 65_536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(master)
    process.wait(timeout=60)
    return shown.decode("utf-8", "replace")


def write_many_files(folder: Path) -> None:
    body = "".join(f"def f{number}(x):\n    return tf.log(x) + tf.layers.dense(x, {number})\n" for number in range(200))
    for number in range(50):
        (folder / f"m{number}.py").write_text(f"import tensorflow as tf\n{body}")


def test_a_long_check_shows_its_progress(tmp_path: Path) -> None:
    write_many_files(tmp_path)
    shown = on_terminal(tmp_path, "check", "--jobs", "1", stream="stderr")
    assert "checking files" in shown
    assert "%" in shown
    assert on_terminal(tmp_path, "check", "--jobs", "1", "-q", stream="stderr") == ""


def test_a_short_check_shows_no_progress(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TF1)
    assert on_terminal(tmp_path, "check", stream="stderr") == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "has_colors"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
        (["--color", "never"], {}, False),
        (["--format", "json"], {}, False),
    ],
)
def test_colors(tmp_path: Path, arguments: list[str], environment: dict[str, str], has_colors: bool) -> None:
    (tmp_path / "a.py").write_text(TF1)
    shown = on_terminal(tmp_path, "check", *arguments, stream="stdout", **environment)
    assert "TF101" in shown
    assert ("\x1b[" in shown) is has_colors


def test_explanations_are_rendered(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "explain", "TF304", stream="stdout")
    assert "\x1b[" in shown
    assert "```" not in shown
    assert "reuse-parameter" in shown
