"""Windows, file systems that ignore case, and Python without what only some systems have; simulated on any."""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from support.hosts import tf2lint
from tf2lint.config import Patterns
from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.reporters import github, sarif
from tf2lint.runner.baseline import Baseline
from tf2lint.source import find_by_path, module_finder, path_like, relative_path, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"
#: Removes what other systems lack, before anything is imported.
WITHOUT = """
import os, signal, sys
for name in ("SIGALRM", "setitimer", "ITIMER_REAL", "SIGHUP", "SIGPIPE", "SIGKILL"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fork", "forkpty", "O_NOFOLLOW", "O_NONBLOCK", "mkfifo", "fchmod"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("resource", "fcntl", "pwd", "grp", "termios", "posix_ipc"):
    sys.modules[name] = None
"""


@contextmanager
def windows() -> Iterator[None]:
    """Makes paths those of Windows, with C:\\work as the current folder."""
    with (
        patch.object(os, "path", ntpath),
        patch.object(os, "sep", "\\"),
        patch.object(os, "getcwd", lambda: "C:\\work"),
        patch.object(sarif, "Path", PureWindowsPath),
    ):
        yield


SHOWN = [
    ("C:\\work\\a b\\m.py", "a b/m.py", "a%20b/m.py"),
    ("a\\m.py", "a/m.py", "a/m.py"),
    ("C:\\work\\..a\\m.py", "..a/m.py", "..a/m.py"),
    ("C:\\other\\m.py", "C:/other/m.py", "file:///C:/other/m.py"),
    ("D:\\work\\é.py", "D:/work/é.py", "file:///D:/work/%C3%A9.py"),
    ("\\\\server\\share\\m.py", "//server/share/m.py", "file://server/share/m.py"),
]


@pytest.mark.parametrize(("path", "shown", "uri"), SHOWN)
def test_paths_of_windows_are_shown_with_slashes(path: str, shown: str, uri: str) -> None:
    located = Located(Finding("TF101", "removed-name", Severity.ERROR, "text", path, Span(1, 1, 1, 2)), None, "x")
    with windows():
        assert shown_path(path) == shown
        assert sarif._artifact(path)["uri"] == uri
        command = github._command(located, None)  # type: ignore[arg-type]
    assert command.startswith(f"::error file={shown.replace(':', '%3A')},line=1")


def test_paths_on_other_drives_of_windows_stay_absolute() -> None:
    with windows():
        assert relative_path("D:\\a.py") == "D:\\a.py"
        assert path_like("a.py", "D:\\b.py") == "D:\\b.py"
        assert path_like("C:\\work\\a.py", "b.py") == "C:\\work\\b.py"
        located = Located(Finding("TF101", "", Severity.ERROR, "", "D:\\m.py", Span(1, 1, 1, 2)), None, "x")
        assert Baseline("C:\\work\\b.json")._kind(located).path == "D:/m.py"


@pytest.mark.parametrize(
    ("patterns", "path", "matches"),
    [
        (["/legacy/*.py"], "C:\\work\\legacy\\a.py", True),
        (["legacy/"], "C:\\work\\x\\legacy\\y\\a.py", True),
        (["/x/**/a.py"], "C:\\work\\x\\y\\z\\a.py", True),
        (["LEGACY"], "c:\\WORK\\Legacy\\a.py", True),
        (["old_*.py"], "C:\\work\\Old_a.PY", True),
        (["*.py", "!keep.py"], "C:\\work\\a\\KEEP.py", False),
        (["legacy"], "D:\\work\\legacy\\a.py", False),
        (["/legacy"], "C:\\work\\x\\legacy\\a.py", False),
    ],
)
def test_patterns_match_paths_of_windows(patterns: list[str], path: str, matches: bool) -> None:
    with windows():
        assert Patterns("C:\\work", patterns).match(path) is matches


def test_modules_are_found_by_their_exact_names_where_case_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "Tools" / "inner").mkdir(parents=True)
    (tmp_path / "Tools" / "inner" / "m.py").write_text("")
    names = {str(path).lower(): path for path in [tmp_path, *tmp_path.rglob("*")]}
    importer = str(tmp_path / "main.py")

    def real(path: str) -> str:
        return str(names.get(path.lower(), path))

    listdir, isfile = os.listdir, os.path.isfile
    for cached in (module_finder._absolute, module_finder.module_in, module_finder._names_in):
        cached.cache_clear()
    with (
        patch.object(os, "listdir", lambda path: listdir(real(path))),
        patch.object(os.path, "isfile", lambda path: isfile(real(path))),
    ):
        assert find_by_path(importer, "Tools.inner.m", 0) == str(tmp_path / "Tools" / "inner" / "m.py")
        for module in ("tools.inner.m", "Tools.Inner.m", "Tools.inner.M"):
            assert find_by_path(importer, module, 0) is None


def test_ignore_files_ignore_case_where_git_says_that_the_file_system_does(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "Old.py").write_text(TF1)
    (tmp_path / ".gitignore").write_text("old.PY\n")
    assert "Old.py:2" in tf2lint(tmp_path, "check", ".").stdout
    (tmp_path / ".git" / "config").write_text("[core]\n\tignorecase = true\n")
    assert "Old.py" not in tf2lint(tmp_path, "check", ".").stdout


def test_everything_runs_without_what_only_some_systems_have(tmp_path: Path) -> None:
    for number in range(70):
        (tmp_path / f"m{number}.py").write_text(f"import tensorflow as tf\ntf.log({number})\n")
    expected = tf2lint(tmp_path, "check", ".", "--jobs", "1", "--no-cache").stdout
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "sitecustomize.py").write_text(WITHOUT)
    paths = os.pathsep.join([str(tmp_path / "start"), os.environ.get("PYTHONPATH", "")])

    def run(*options: str) -> tuple[str, str]:
        command = [sys.executable, "-m", "tf2lint", "check", *options]
        environment = {**os.environ, "PYTHONPATH": paths}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        return done.stdout.replace("71 files", "70 files"), done.stderr

    assert run(".", "--jobs", "2", "--cache-dir", "cache", "--time-limit", "9") == (expected, "")
    assert run(".", "--jobs", "1", "--cache-dir", "cache") == (expected, "")
    assert run("m0.py", "--fix", "--no-cache")[1] == ""
    assert "tf.math.log" in (tmp_path / "m0.py").read_text()
