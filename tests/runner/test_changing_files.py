"""Files that change while the command runs: nothing raises, and unreadable files are reported."""

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
from tf2lint.runner import cache, discovery, file_checker, git_changes, processes
from tf2lint.source import files
from tf2lint.source.module_finder import _folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


class Command:
    """Runs the command, and changes files each time before a certain function of it is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def before(self, owner: ModuleType | type, function: str, change: Callable[[], object]) -> None:
        original = getattr(owner, function)

        def replacement(*arguments: Any, **options: Any) -> Any:
            change()
            return original(*arguments, **options)

        self._monkeypatch.setattr(owner, function, replacement)

    def after_discovery(self, change: Callable[[], object]) -> None:
        """Runs a function between the discovery of files and their check."""
        self.before(processes, "check_all", change)

    def __call__(self, *arguments: str) -> tuple[int, str, list[str]]:
        """Returns the exit code, standard error, and the positions and codes of the findings."""
        code = main(["check", "-q", *arguments])
        out, err = self._capfd.readouterr()
        return code, err, [_place(line) for line in out.splitlines()]


def _place(line: str) -> str:
    """Returns the position and the code in the line of a finding."""
    return line.partition(" [*]")[0].partition(" tf.")[0].partition(" the ")[0]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    _folder.cache_clear()  # the command itself never changes its current folder
    for name in ("a.py", "b.py", "c.py"):
        Path(name).write_text(TF1)
    return Command(monkeypatch, capfd)


def replace_by_folder(path: str) -> None:
    os.unlink(path)
    os.mkdir(path)


def replace_by_link(path: str, to: str) -> None:
    os.unlink(path)
    os.symlink(to, path)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda: os.unlink("b.py"), "No such file or directory"),
        (lambda: replace_by_folder("b.py"), "Is a directory"),
        (lambda: replace_by_link("b.py", "b.py"), "Too many levels of symbolic links"),
        (lambda: replace_by_link("b.py", "a.py/b.py"), "Not a directory"),
        pytest.param(
            lambda: os.chmod("b.py", 0), "Permission denied",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything"),
        ),
    ],
    ids=["deleted", "a folder", "a loop", "below a file", "unreadable"],
)  # fmt: skip
def test_a_file_that_can_no_longer_be_read(command: Command, change: Callable[[], None], error: str) -> None:
    command.after_discovery(change)
    code, errors, found = command()
    assert (code, errors) == (2, f"tf2lint: error: b.py: {error}\n")
    assert found == ["a.py:2:1: TF101", "c.py:2:1: TF101"]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "b.py"), OSError(5, "Input/output error")])
@pytest.mark.parametrize("opens", [True, False])
def test_a_read_error(command: Command, monkeypatch: pytest.MonkeyPatch, error: OSError, opens: bool) -> None:
    """An error while reading an open file has no file name."""

    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise error

    def replacement(path: str, mode: str, **options: Any) -> Any:
        if path != "b.py":
            return open(path, mode, **options)
        if opens:
            return Broken()
        raise error

    monkeypatch.setattr(files, "open", replacement, raising=False)
    code, errors, found = command()
    assert (code, errors) == (2, f"tf2lint: error: b.py: {error.strerror}\n")
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
        "empty",
        "an incomplete import",
        "an incomplete name",
        "an open bracket",
        "another program",
        "not UTF-8",
        "nulls",
        "tf and nulls",
    ],
)
def test_a_file_with_new_content(command: Command, data: bytes, found: list[str]) -> None:
    command.after_discovery(lambda: Path("b.py").write_bytes(data))
    assert command("b.py") == (1 if found else 0, "", found)


@pytest.mark.parametrize(
    "change", [lambda: os.unlink("b.py"), lambda: replace_by_folder("b.py"), lambda: Path("b.py").write_text("tf = (")]
)
def test_an_imported_module_that_can_no_longer_be_read(command: Command, change: Callable[[], None]) -> None:
    """The result is the same as if the module had never existed."""
    Path("a.py").write_text("from b import tf\ntf.log(1.0)\n")
    assert command("a.py", "--no-cache") == (1, "", ["a.py:2:1: TF101"])
    command.after_discovery(change)
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
def test_cached_results_are_of_the_checked_content(
    command: Command, owner: type, function: str, found: list[str]
) -> None:
    """They are not used for content written later, neither of the file itself nor of modules that it imports."""
    Path("a.py").write_text("from b import tf\ntf.log(1.0)\n")
    Path("b.py").write_text("import tensorflow as tf\n")

    def change() -> None:
        Path("b.py").write_text("import math as tf\n")
        Path("c.py").write_text(f"\n{TF1}")

    command.before(owner, function, change)
    assert command("a.py", "c.py") == (1, "", found)
    for _ in range(2):
        assert command("a.py", "c.py") == (1, "", ["c.py:3:1: TF101"])


def test_a_folder_that_is_removed_during_discovery(command: Command) -> None:
    os.mkdir("sub")
    Path("sub", "d.py").write_text(TF1)
    command.before(discovery, "_is_skipped", lambda: shutil.rmtree("sub", ignore_errors=True))
    code, errors, found = command()
    assert (code, errors) == (2, "tf2lint: error: sub: No such file or directory\n")
    assert found == ["a.py:2:1: TF101", "b.py:2:1: TF101", "c.py:2:1: TF101"]


@pytest.mark.parametrize(
    "change", [lambda: Path("n.ipynb").unlink(missing_ok=True), lambda: Path("n.ipynb").write_text("{")]
)
def test_a_notebook_that_is_removed_before_it_is_compared(command: Command, change: Callable[[], None]) -> None:
    """All of its lines count as changed."""

    def write(*cells: str) -> None:
        code_cells = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
        Path("n.ipynb").write_text(json.dumps({"cells": code_cells, "metadata": {}, "nbformat": 4}))

    write(TF1)
    user = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "n.ipynb"], [*user, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    write(TF1, "tf.log(2.0)")
    assert command("n.ipynb", "--diff-base", "HEAD") == (1, "", ["n.ipynb:cell 2:1:1: TF101"])
    command.before(git_changes.Changes, "is_changed", change)
    both = ["n.ipynb:cell 1:2:1: TF101", "n.ipynb:cell 2:1:1: TF101"]
    assert command("n.ipynb", "--diff-base", "HEAD") == (1, "", both)
