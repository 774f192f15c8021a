"""Files that change while the command is at work: nothing raises, and what could not be read is named."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tf2lint.cli.commands import main
from tf2lint.project.module_finder import _folder
from tf2lint.runner import cache, check, discovery, file_checker, git_changes, workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


class Command:
    """Runs the command, and does something to the files each time before a function of it is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def before(self, owner: ModuleType | type, function: str, change: Callable[[], object]) -> None:
        original = getattr(owner, function)

        def replacement(*arguments: Any, **options: Any) -> Any:
            change()
            return original(*arguments, **options)

        self._monkeypatch.setattr(owner, function, replacement)

    def when_found(self, change: Callable[[], object]) -> None:
        """Between the search for files and the check."""
        self.before(check, "check_all", change)

    def __call__(self, *arguments: str) -> tuple[int, str, list[str]]:
        """The exit code, what was told of errors, and the findings."""
        code = main(["check", "-q", *arguments])
        out, err = self._capfd.readouterr()
        return code, err, [line.partition(" tf.")[0].partition(" the ")[0] for line in out.splitlines()]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    _folder.cache_clear()  # no command ever changes to another one
    for name in ("a.py", "b.py", "c.py"):
        Path(name).write_text(TF1)
    return Command(monkeypatch, capfd)


def folder_for(path: str) -> None:
    os.unlink(path)
    os.mkdir(path)


def link_for(path: str, to: str) -> None:
    os.unlink(path)
    os.symlink(to, path)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda: os.unlink("b.py"), "No such file or directory"),
        (lambda: folder_for("b.py"), "Is a directory"),
        (lambda: link_for("b.py", "b.py"), "Too many levels of symbolic links"),
        (lambda: link_for("b.py", "a.py/b.py"), "Not a directory"),
        pytest.param(
            lambda: os.chmod("b.py", 0), "Permission denied",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything"),
        ),
    ],
    ids=["deleted", "a folder", "a circle", "below a file", "unreadable"],
)  # fmt: skip
def test_a_file_that_can_no_longer_be_read(command: Command, change: Callable[[], None], error: str) -> None:
    command.when_found(change)
    code, told, found = command()
    assert (code, told) == (2, f"tf2lint: error: b.py: {error}\n")
    assert found == ["a.py:2:1: TF101", "c.py:2:1: TF101"]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "b.py"), OSError(5, "Input/output error")])
@pytest.mark.parametrize("opens", [True, False])
def test_a_file_that_fails(command: Command, monkeypatch: pytest.MonkeyPatch, error: OSError, opens: bool) -> None:
    """Also a disk that fails while it is read: the error does not know the file's name then."""

    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise error

    def opened(path: str, how: str) -> Any:
        if path != "b.py":
            return open(path, how)
        if opens:
            return Broken()
        raise error

    monkeypatch.setattr(workers, "open", opened, raising=False)
    code, told, found = command()
    assert (code, told) == (2, f"tf2lint: error: b.py: {error.strerror}\n")
    assert found == ["a.py:2:1: TF101", "c.py:2:1: TF101"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"import tensorf", []),
        (b"import tensorflow as tf\ntf.lo", ["b.py:2:1: TF107"]),
        (b"import tensorflow as tf\ntf.log(1.", ["b.py:2:7: TF001"]),
        (b"import tensorflow as tf\n\ntf.log(2.0)", ["b.py:3:1: TF101"]),
        (b"import tensorflow as tf\n\xff", ["b.py:2:1: TF001"]),
        (b"\0" * 5_000, []),
        (b"import tensorflow as tf\n" + b"\0" * 5_000, ["b.py:1:1: TF001"]),
    ],
    ids=[
        "nothing",
        "no word",
        "a part of a name",
        "open brackets",
        "another program",
        "no text",
        "nulls",
        "tf and nulls",
    ],
)
def test_a_file_that_holds_something_else(command: Command, data: bytes, found: list[str]) -> None:
    command.when_found(lambda: Path("b.py").write_bytes(data))
    assert command("b.py") == (1 if found else 0, "", found)


@pytest.mark.parametrize(
    "change", [lambda: os.unlink("b.py"), lambda: folder_for("b.py"), lambda: Path("b.py").write_text("tf = (")]
)
def test_a_module_that_is_imported(command: Command, change: Callable[[], None]) -> None:
    """What can't be read any more is not known, as if it had never been there."""
    Path("a.py").write_text("from b import tf\ntf.log(1.0)\n")
    assert command("a.py", "--no-cache") == (1, "", ["a.py:2:1: TF101"])
    command.when_found(change)
    assert command("a.py", "--no-cache") == (0, "", [])


@pytest.mark.parametrize(
    ("owner", "function", "found"),
    [
        (file_checker.FileChecker, "check", ["c.py:3:1: TF101"]),
        (cache.Cache, "add", ["a.py:2:1: TF101", "c.py:3:1: TF101"]),
        (cache.Cache, "write", ["a.py:2:1: TF101", "c.py:2:1: TF101"]),
    ],
    ids=["before the first check", "after it", "at the end"],
)
def test_what_is_kept_is_of_what_was_checked(command: Command, owner: type, function: str, found: list[str]) -> None:
    """And not of what stands there by now: neither in the file itself, nor in what it imports."""
    Path("a.py").write_text("from b import tf\ntf.log(1.0)\n")
    Path("b.py").write_text("import tensorflow as tf\n")

    def change() -> None:
        Path("b.py").write_text("import math as tf\n")
        Path("c.py").write_text(f"\n{TF1}")

    command.before(owner, function, change)
    assert command("a.py", "c.py") == (1, "", found)
    for _ in range(2):
        assert command("a.py", "c.py") == (1, "", ["c.py:3:1: TF101"])


def test_a_folder_that_goes_while_it_is_searched(command: Command) -> None:
    os.mkdir("sub")
    Path("sub", "d.py").write_text(TF1)
    command.before(discovery, "_is_left_out", lambda: shutil.rmtree("sub", ignore_errors=True))
    code, told, found = command()
    assert (code, told) == (2, "tf2lint: error: sub: No such file or directory\n")
    assert found == ["a.py:2:1: TF101", "b.py:2:1: TF101", "c.py:2:1: TF101"]


@pytest.mark.parametrize(
    "change", [lambda: Path("n.ipynb").unlink(missing_ok=True), lambda: Path("n.ipynb").write_text("{")]
)
def test_a_notebook_that_goes_before_it_is_compared(command: Command, change: Callable[[], None]) -> None:
    """What is no longer there can't be compared with what it was: all of it counts."""

    def write(*cells: str) -> None:
        coded = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
        Path("n.ipynb").write_text(json.dumps({"cells": coded, "metadata": {}, "nbformat": 4}))

    write(TF1)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "n.ipynb"], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    write(TF1, "tf.log(2.0)")
    assert command("n.ipynb", "--diff-base", "HEAD") == (1, "", ["n.ipynb:cell 2:1:1: TF101"])
    command.before(git_changes.Changes, "cover", change)
    both = ["n.ipynb:cell 1:2:1: TF101", "n.ipynb:cell 2:1:1: TF101"]
    assert command("n.ipynb", "--diff-base", "HEAD") == (1, "", both)
