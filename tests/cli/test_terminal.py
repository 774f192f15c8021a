"""What people see on a terminal, which here is one that a test reads."""

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
    """What comes out of the command where one of its streams is a terminal."""
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
        except OSError:  # the other side is closed
            break
        if not data:
            break
        shown += data
    os.close(master)
    process.wait(timeout=60)
    return shown.decode("utf-8", "replace")


def many(folder: Path) -> None:
    body = "".join(f"def f{number}(x):\n    return tf.log(x) + tf.layers.dense(x, {number})\n" for number in range(200))
    for number in range(300):
        (folder / f"m{number}.py").write_text(f"import tensorflow as tf\n{body}")


def test_those_who_wait_see_how_far_it_has_come(tmp_path: Path) -> None:
    many(tmp_path)
    shown = on_terminal(tmp_path, "check", "--jobs", "1", stream="stderr")
    assert "checking files" in shown
    assert "%" in shown
    assert on_terminal(tmp_path, "check", "--jobs", "1", "-q", stream="stderr") == ""


def test_those_who_do_not_wait_see_nothing_of_that(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TF1)
    assert on_terminal(tmp_path, "check", stream="stderr") == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
        (["--color", "never"], {}, False),
        (["--format", "json"], {}, False),
    ],
)
def test_colours(tmp_path: Path, arguments: list[str], environment: dict[str, str], coloured: bool) -> None:
    (tmp_path / "a.py").write_text(TF1)
    shown = on_terminal(tmp_path, "check", *arguments, stream="stdout", **environment)
    assert "TF101" in shown
    assert ("\x1b[" in shown) is coloured


def test_explanations_are_laid_out(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "explain", "TF304", stream="stdout")
    assert "\x1b[" in shown
    assert "```" not in shown
    assert "reuse-parameter" in shown
