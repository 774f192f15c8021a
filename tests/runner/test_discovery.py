"""Which files are checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.cases import job_of
from support.hosts import tf2lint
from support.ignore_sets import discovered, listed_by_git, make_set
from tf2lint.runner import worker
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.jobs import FileResult
from tf2lint.runner.processes import check_all

if TYPE_CHECKING:
    from pathlib import Path

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


def write_files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TF1, "utf-8")


def checked(folder: Path, *arguments: str, stdin: bytes | None = None) -> list[str]:
    done = tf2lint(folder, "check", "-q", *arguments, stdin=stdin)
    assert done.stderr == ""
    return [line.split(":")[0] for line in done.stdout.splitlines()]


def test_files_that_git_ignores_are_skipped(tmp_path: Path) -> None:
    write_files(
        tmp_path, "a.py", "gen/b.py", "gen/keep.py", "sub/c.py", "sub/d_pb2.py", "sub/deep/d_pb2.py", "sub/e.py"
    )
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("e.py\n")
    (tmp_path / ".gitignore").write_text("# generated\n/gen/*\n!/gen/keep.py\n*_pb2.py\n")
    (tmp_path / "sub" / "deep" / ".gitignore").write_text("!d_pb2.py\n")
    expected = ["a.py", "gen/keep.py", "sub/c.py", "sub/deep/d_pb2.py"]
    assert checked(tmp_path) == expected
    assert checked(tmp_path / "sub") == ["c.py", "deep/d_pb2.py"]
    assert checked(tmp_path, "gen/b.py") == ["gen/b.py"], "named files are checked"
    assert len(checked(tmp_path, "--no-respect-gitignore")) == 7
    (tmp_path / "tf2lint.toml").write_text("respect-gitignore = false\n")
    assert len(checked(tmp_path)) == 7


def test_a_nested_repository_has_its_own_patterns(tmp_path: Path) -> None:
    write_files(tmp_path, "inner/a.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "inner" / ".git").mkdir()
    assert checked(tmp_path / "inner") == ["a.py"]


def test_exclude(tmp_path: Path) -> None:
    write_files(
        tmp_path, "a.py", "legacy/b.py", "x/legacy/c.py", "x/old_d.py", "build/e.py", "x/.venv/f.py", "third party/g.py"
    )
    assert checked(tmp_path) == ["a.py", "legacy/b.py", "third party/g.py", "x/old_d.py", "x/legacy/c.py"]
    assert checked(tmp_path, "--exclude", "legacy, old_*.py") == ["a.py", "third party/g.py"]
    assert checked(tmp_path, "--exclude", "/legacy", "--exclude", "x/") == ["a.py", "third party/g.py"]
    (tmp_path / "tf2lint.toml").write_text('extend-exclude = ["third party", "/legacy/*.py"]\n')
    assert checked(tmp_path) == ["a.py", "x/old_d.py", "x/legacy/c.py"]
    (tmp_path / "tf2lint.toml").write_text('exclude = ["x"]\n')
    assert checked(tmp_path) == ["a.py", "build/e.py", "legacy/b.py", "third party/g.py"]


def test_a_named_folder_is_checked_even_if_it_is_excluded(tmp_path: Path) -> None:
    write_files(tmp_path, "build/a.py", "build/build/b.py", "build/x/c.py")
    (tmp_path / ".gitignore").write_text("build/\n")
    assert checked(tmp_path, "build") == ["build/a.py", "build/x/c.py"]
    assert checked(tmp_path / "build") == ["a.py", "x/c.py"]


def test_force_exclude_applies_to_named_files(tmp_path: Path) -> None:
    write_files(tmp_path, "a.py", "legacy/b.py")
    (tmp_path / "tf2lint.toml").write_text('exclude = ["legacy"]\n')
    assert checked(tmp_path, "a.py", "legacy/b.py") == ["a.py", "legacy/b.py"]
    assert checked(tmp_path, "--force-exclude", "a.py", "legacy/b.py") == ["a.py"]
    assert checked(tmp_path, "--force-exclude", "-", "--stdin-filename", "legacy/b.py", stdin=TF1.encode()) == []
    (tmp_path / "tf2lint.toml").write_text('exclude = ["legacy"]\nforce-exclude = true\n')
    assert checked(tmp_path, "a.py", "legacy/b.py") == ["a.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="requires named pipes")
def test_special_files_are_skipped(tmp_path: Path) -> None:
    write_files(tmp_path, "a.py", "b.py/c.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert checked(tmp_path) == ["a.py", "b.py/c.py"]


def test_a_pipe_does_not_block_rules_that_search_the_whole_program(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("import tensorflow.compat.v1 as tf\ntf.train.start_queue_runners()\n")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.py")
    assert checked(tmp_path, "m.py") == ["m.py"]


@pytest.mark.parametrize("seed", range(40))
def test_git_ignores_the_same_files(tmp_path: Path, seed: int) -> None:
    make_set(seed, tmp_path)
    assert discovered(tmp_path) == listed_by_git(tmp_path)


def test_folders_are_skipped_outside_of_the_current_folder(tmp_path: Path) -> None:
    write_files(tmp_path, "b/.venv/x/m.py", "b/a.py")
    (tmp_path / "a").mkdir()
    assert checked(tmp_path / "a", "../b") == ["../b/a.py"]


def test_duplicate_paths_are_checked_once(tmp_path: Path) -> None:
    write_files(tmp_path, "a.py")
    assert checked(tmp_path, "a.py", ".", "a.py") == ["a.py"]


def test_no_files_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("tensorflow")
    done = tf2lint(tmp_path, "check")
    assert done.returncode == 0
    assert done.stderr == "tf2lint: warning: no Python files found\n"
    assert done.stdout.startswith("0 findings: 0 files checked for TensorFlow 2.21")


def test_file_names_that_are_not_utf_8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.py"
    try:
        with open(name, "wb") as file:
            file.write(TF1.encode())
    except OSError:
        pytest.skip("the file system does not allow such names")
    for form in ("text", "json", "sarif", "github", "gitlab", "junit"):
        done = tf2lint(tmp_path, "check", "--format", form)
        assert (done.returncode, done.stderr) == (1, "")
        assert "caf" in done.stdout


def test_several_processes_report_the_same_in_the_same_order(tmp_path: Path) -> None:
    for number in range(150):
        write_files(tmp_path, f"p{number % 7}/m{number}.py")
    (tmp_path / "p3" / "m3.py").unlink()
    (tmp_path / "p3" / "m3.py").symlink_to("nowhere")
    one = tf2lint(tmp_path, "check", "--jobs", "1")
    two = tf2lint(tmp_path, "check", "--jobs", "2")
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.returncode == 2
    assert "149 findings" in one.stdout


def test_different_paths_of_a_file_are_checked_once(tmp_path: Path) -> None:
    write_files(tmp_path, "a.py")
    assert checked(tmp_path, "a.py", "./a.py", str(tmp_path), ".") == ["a.py"]


def test_patterns_do_not_apply_to_a_folder_with_the_same_prefix(tmp_path: Path) -> None:
    write_files(tmp_path, "p/legacy/a.py", "p2/legacy/b.py")
    assert checked(tmp_path / "p", ".", "../p2", "--exclude", "legac?") == ["../p2/legacy/b.py"]
    assert checked(tmp_path / "p", ".", "../p2", "--exclude", "legacy") == [], "plain names apply anywhere"


def test_invalid_lines_of_gitignore_are_skipped(tmp_path: Path) -> None:
    write_files(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_bytes(b"!\na\\\r\nb.py\r\n")
    assert checked(tmp_path) == ["a.py"]


def test_a_new_checker_in_the_same_process_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, *(f"m{number}.py" for number in range(5)))
    jobs = [job_of(str(tmp_path / f"m{number}.py")) for number in range(5)]
    expected = [checked.result for checked in check_all(jobs, 1)]
    freed: list[None] = []
    free = FileChecker.free_memory
    monkeypatch.setattr(FileChecker, "free_memory", lambda checker: freed.append(free(checker)))
    monkeypatch.setattr(worker, "_MAX_BYTES", 50)
    assert [checked.result for checked in check_all(jobs, 1)] == expected
    assert freed, "memory was freed in between"
    assert all(isinstance(result, FileResult) and result.findings for result in expected)


def test_processes_that_are_started_anew_report_the_same(tmp_path: Path) -> None:
    """Where a process can't be copied, as on Windows."""
    for number in range(70):
        (tmp_path / f"m{number}.py").write_text(f"import tensorflow as tf\ntf.log({number})\n")
    (tmp_path / "sitecustomize.py").write_text(
        "import multiprocessing\nmultiprocessing.get_all_start_methods = lambda: ['spawn']\n"
    )
    environment = {"PYTHONPATH": str(tmp_path)}
    options = ("check", ".", "--jobs", "2", "--cache-dir", "cache")
    runs = [tf2lint(tmp_path, *options, environment=environment).stdout for _ in range(2)]
    assert runs == [tf2lint(tmp_path, "check", ".", "--jobs", "1", "--no-cache").stdout] * 2
