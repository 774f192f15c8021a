"""Internal errors: reported with a traceback and the file that was checked; other files are still checked."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tf2lint.cli.commands import main
from tf2lint.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Returns a function that runs the command; checking a text with the word `broken` raises."""
    original = Engine.check

    def check(self: Engine, source: str, *arguments: Any, **options: Any) -> Any:
        if "broken" in source:
            raise AssertionError("this can't be")
        return original(self, source, *arguments, **options)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", "-q", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    monkeypatch.setattr(Engine, "check", check)
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(TF1)
    Path("b.py").write_text(TF1 + "broken = 1\n")
    Path("c.py").write_text(TF1)
    return command


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_other_files_are_checked(run: Callable[..., Any], jobs: str) -> None:
    for number in range(70):  # enough for two processes
        Path(f"d{number}.py").write_text("")
    for _ in range(2):  # an internal error is not cached
        code, out, err = run("--jobs", jobs)
        assert code == 2
        assert [line.partition(" ")[0] for line in out.splitlines()] == ["a.py:2:1:", "c.py:2:1:"]
        assert err.startswith(
            "tf2lint: error: b.py: internal error in tf2lint, please report it\nTraceback (most recent call last):\n"
        )
        assert err.endswith("AssertionError: this can't be\n")


def test_standard_input(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"import tensorflow\nbroken = 1\n")))
    code, out, err = run("-")
    assert (code, out) == (2, "")
    assert err.startswith("tf2lint: error: <stdin>: internal error in tf2lint")


def test_a_long_traceback_is_cut(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_arguments: Any, **_options: Any) -> Any:
        def recurse(depth: int) -> Any:
            return recurse(depth - 1) if depth else 1 / 0

        return recurse(100)

    monkeypatch.setattr(Engine, "check", check)
    code, out, err = run("a.py")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) < 40
    assert err.endswith("ZeroDivisionError: division by zero\n")
