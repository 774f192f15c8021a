"""What is checked may come from anyone: nothing in it hangs the command, fills the memory, or is written elsewhere."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from support.hosts import tf2lint
from tf2lint.cli import main
from tf2lint.config import Configurations, UsageError
from tf2lint.project import project_folders
from tf2lint.runner.messages import print_warning_once
from tf2lint.runner.tree_write import replace_in_tree

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"
FOUND = "a.py:2:1: TF101 [*] tf.log was removed in TF 2.0; write tf.math.log(1.0)\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text(TF1)
    return tmp_path


def check(tree: Path, *options: str) -> tuple[int, str, str]:
    done = tf2lint(tree, "check", "-q", ".", *options)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (".gitignore", ()),
        ("requirements.txt", ("--target", "auto")),
        ("Pipfile.lock", ("--target", "auto")),
        ("pyproject.toml", ()),
        ("util.py", ()),
    ],
)
@pytest.mark.parametrize("is_link", [False, True])
def test_pipes_and_devices_are_not_read(tree: Path, name: str, options: tuple[str, ...], is_link: bool) -> None:
    (tree / "a.py").write_text(f"from util import tf\n{TF1}")
    if is_link:
        (tree / name).symlink_to("/dev/zero")
    else:
        os.mkfifo(tree / name)
    assert check(tree, *options) == (1, FOUND.replace(":2:", ":3:"), "")


def test_a_baseline_that_is_a_pipe_is_an_error(tree: Path) -> None:
    os.mkfifo(tree / "base")
    status, out, errors = check(tree, "--baseline", "base")
    assert (status, out) == (2, "")
    assert errors.endswith("base: not a regular file\n")


@pytest.mark.parametrize("pattern", ["*[z-a]", "*a" * 40 + "*b", "**/a/" * 20 + "b"])
def test_patterns_of_any_kind_terminate(tree: Path, pattern: str) -> None:
    (tree / ".gitignore").write_text(f"{pattern}\n")
    (tree / f"{'a' * 200}.py").write_text("")
    assert check(tree) == (1, FOUND, "")


def test_a_configuration_above_the_repository_does_not_count(tree: Path) -> None:
    repository = tree / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "a.py").write_text(TF1)
    (tree / "tf2lint.toml").write_text('ignore = ["TF1"]\n')
    assert check(repository) == (1, FOUND, "")


def test_a_cache_folder_that_exists_gets_no_markers(tree: Path) -> None:
    for _ in range(2):
        assert check(tree, "--cache-dir", ".") == (1, FOUND, "")
        assert sorted(path.name for path in tree.iterdir()) == ["a.py", "results.db"]


@pytest.mark.parametrize("folder", ["../other", "{tree}/../other", "link", "link/new", "new/../../other", "/"])
def test_only_the_command_line_puts_the_cache_outside(tree: Path, folder: str) -> None:
    project = tree / "project"
    project.mkdir()
    (tree / "other").mkdir()
    (project / "link").symlink_to("../other")
    name = folder.format(tree=project)
    (project / "tf2lint.toml").write_text(f'cache-dir = "{name}"\n')
    with pytest.raises(UsageError) as error:
        Configurations({}).for_folder(str(project))
    assert str(error.value) == (
        f"{project}/tf2lint.toml: cache-dir: {name} is outside of the folder of this file;"
        " only --cache-dir can name such a folder"
    )


def test_a_cache_that_is_a_link_is_not_written_through(tree: Path) -> None:
    (tree / "cache").mkdir()
    (tree / "other").write_text("precious")
    (tree / "cache" / "results.db").symlink_to(tree / "other")
    status, out, errors = check(tree, "--cache-dir", "cache")
    assert (status, out) == (1, FOUND)
    assert errors.startswith("tf2lint: warning: can't write the cache: ")
    assert (tree / "other").read_text() == "precious"


@pytest.mark.parametrize("is_database", [False, True])
def test_a_file_of_the_user_is_no_cache(tree: Path, is_database: bool) -> None:
    path = tree / "results.db"
    if is_database:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE results (value REAL)")
    else:
        path.write_text("precious")
    before = path.read_bytes()
    status, out, errors = check(tree, "--cache-dir", ".")
    assert (status, out) == (1, FOUND)
    assert errors.startswith("tf2lint: warning: can't write the cache: ")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "definition",
    [
        "CREATE VIEW entries AS WITH RECURSIVE r(key, content) AS"
        " (SELECT 'a', 'b' UNION ALL SELECT key, content FROM r) SELECT * FROM r",
        "CREATE TRIGGER grow AFTER DELETE ON entries BEGIN INSERT INTO entries VALUES ('a', zeroblob(1000000000)); END",
    ],
)
def test_a_cache_with_code_is_replaced(tree: Path, definition: str) -> None:
    assert check(tree, "--cache-dir", "cache") == (1, FOUND, "")
    path = tree / "cache" / "results.db"
    with closing(sqlite3.connect(path)) as database, database:
        if "VIEW" in definition:
            database.execute("ALTER TABLE entries RENAME TO others")
        database.execute(definition)
    for _ in range(2):
        assert check(tree, "--cache-dir", "cache") == (1, FOUND, "")
    with closing(sqlite3.connect(path)) as database:
        kinds = database.execute("SELECT DISTINCT type FROM sqlite_schema").fetchall()
        assert sorted(kinds) == [("index",), ("table",)]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGHUP], ids=str)
def test_processes_end_when_the_main_one_is_killed(tmp_path: Path, ending: signal.Signals) -> None:
    """Their parent cannot tell them then."""
    for number in range(100):
        (tmp_path / f"m{number}.py").write_text(TF1)
    (tmp_path / "sitecustomize.py").write_text(
        "import os, time, tf2lint.runner.processes as p\n"
        "def check(batch):\n"
        "    open(f'started{os.getpid()}', 'w').close()\n"
        "    time.sleep(60)\n"
        "p._check_batch = check\n"
    )
    command = [sys.executable, "-m", "tf2lint", "check", ".", "--jobs", "2", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    workers: set[int] = set()
    for _ in range(100):
        time.sleep(0.1)
        workers = {int(path.name.removeprefix("started")) for path in tmp_path.glob("started*")}
        if len(workers) == 2:
            break
    process.send_signal(ending)
    process.wait()
    deadline = time.monotonic() + 5
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = list(filter(is_running, workers))
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert (len(workers), left) == (2, [])


def is_running(process: int) -> bool:
    """Returns whether a process runs; one that has ended may still be listed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("settings", [("core.fsmonitor", "{0}"), ("filter.x.clean", "{0}"), ("diff.external", "{0}")])
def test_git_runs_no_program_of_the_repository(tree: Path, settings: tuple[str, str]) -> None:
    program = tree.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {tree.parent}/ran\ncat\n")
    program.chmod(0o755)
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    (tree / ".gitattributes").write_text("*.py filter=x\n")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "x")):
        subprocess.run(["git", *identity, *command], cwd=tree, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": ""})
    (tree / "a.py").write_text(f"{TF1}tf.exp(1)\ntf.log(2)\n")
    name, value = settings
    subprocess.run(["git", "config", name, value.format(program)], cwd=tree, check=True)
    assert check(tree, "--diff-base", "HEAD")[:2] == (1, FOUND.replace(":2:", ":4:").replace("1.0", "2"))
    assert not (tree.parent / "ran").exists()


def test_fixes_are_not_written_through_links_out_of_the_tree(tree: Path) -> None:
    (tree / "outside").mkdir()
    for name in ("b.py", "c.py"):
        (tree / "outside" / name).write_text(TF1)
    project = tree / "project"
    (project / "in").mkdir(parents=True)
    (project / "a.py").symlink_to("../outside/b.py")
    (project / "out").symlink_to("../outside")
    (project / "in" / "b.py").write_text(TF1)
    (project / "b.py").symlink_to("in/b.py")
    os.link(tree / "outside" / "b.py", project / "hard.py")
    done = tf2lint(tree, "check", "-q", "--no-cache", "--fix", "project")
    why = "not fixed, because it is a link that leads out of the folder"
    assert (done.returncode, done.stderr) == (2, f"tf2lint: error: project/a.py: {why} project\n")
    done = tf2lint(project, "check", "-q", "--no-cache", "--fix", "out/c.py", "a.py")
    assert (done.returncode, done.stderr) == (2, f"tf2lint: error: out/c.py: {why} .\ntf2lint: error: a.py: {why} .\n")
    for name in ("b.py", "c.py"):
        assert (tree / "outside" / name).read_text() == TF1
    for path in (project / "in" / "b.py", project / "b.py", project / "hard.py"):
        assert path.read_text() == TF1.replace("tf.log", "tf.math.log")
    assert (project / "b.py").is_symlink()


@pytest.mark.parametrize("swapped", ["in", "in/a.py"])
def test_links_that_are_swapped_in_are_not_followed(tree: Path, swapped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "project" / "in").mkdir(parents=True)
    (tree / "outside").mkdir()
    for path in (tree / "project" / "in" / "a.py", tree / "outside" / "a.py"):
        path.write_text("old")
    target = tree / "outside" / swapped.removeprefix("in").removeprefix("/")
    real = os.path.realpath

    def swap(path: str) -> str:
        found = real(path)
        if path.endswith("a.py"):
            (tree / "project" / swapped).rename(tree / "moved")
            (tree / "project" / swapped).symlink_to(target)
        return found

    monkeypatch.setattr(os.path, "realpath", swap)
    with suppress(UsageError):
        replace_in_tree(str(tree / "project" / "in" / "a.py"), str(tree / "project"), b"new")
    assert (tree / "outside" / "a.py").read_text() == "old"
    assert sorted(path.name for path in (tree / "outside").iterdir()) == ["a.py"]


@pytest.mark.parametrize("output_format", ["concise", "full", "grouped", "github", "junit"])
def test_names_of_files_forge_no_output(tmp_path: Path, output_format: str) -> None:
    name = "c\n::error file=x::forged\x1b[2J\u202e.py"
    (tmp_path / name).write_text(TF1)
    (tmp_path / f"{name}i").write_text("import tensorflow as tf\ntf.log(\n")
    _, out, errors = check(tmp_path, "--output-format", output_format)
    assert not re.search(r"^::error file=x", out + errors, re.MULTILINE)
    if output_format != "junit":  # XML has no escapes for control characters, and replaces them
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", out + errors)


@pytest.mark.parametrize("content", ["x =", "x = 1"])
def test_names_of_folders_forge_no_errors(tmp_path: Path, content: str, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "c\n::error file=x::forged"
    folder.mkdir()
    (folder / "tf2lint.toml").write_text(content)
    assert main(["check", str(folder)]) == 2
    (error,) = capfd.readouterr().err.splitlines()
    assert "c\\n::error file=x::forged/tf2lint.toml: " in error


def test_long_strings_of_python_2_take_little_memory(tmp_path: Path) -> None:
    text = "x" * 10_000_000
    (tmp_path / "a.py").write_text(f"import tensorflow as tf\nprint '{text}'\nprint '''{text}'''\n")
    command = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
    command += " sys.argv = ['tf2lint', 'check', '-q', '--no-cache', 'a.py']; from tf2lint.__main__ import run; run()"
    done = subprocess.run([sys.executable, "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "TF002" in done.stdout


def test_output_without_a_buffer_is_written_as_a_whole(tree: Path) -> None:
    """A pipe that nobody reads for a while takes a part of it, or nothing."""
    (tree / "a.py").write_text("import tensorflow as tf\n" + "tf.log(1.0)\n" * 4000)
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "tf2lint", "check", "-q", "--no-cache", "."]
    process = subprocess.Popen(command, cwd=tree, env=environment, stdout=writer)
    os.close(writer)
    time.sleep(2)
    with open(reader, "rb") as file:
        assert file.read().count(b"\n") == 4000
    assert process.wait() == 1


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('cache-dir = "a\\u0000b"', "cache-dir: a path can't contain a null character"),
        ('baseline = "a\\u0000b"', "baseline: a path can't contain a null character"),
        (f"time-limit = {'1' * 5000}", "invalid TOML: Exceeds the limit"),
    ],
)
def test_settings_that_nothing_can_have_are_errors(tree: Path, setting: str, message: str) -> None:
    (tree / "tf2lint.toml").write_text(setting)
    status, out, errors = check(tree)
    assert (status, out) == (2, "")
    assert message in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize("value", ["(" * 100_000, "-" * 100_000 + "1", "[" * 2_000 + "]" * 2_000])
def test_a_setup_script_that_no_parser_takes_is_skipped(tree: Path, value: str) -> None:
    (tree / "setup.py").write_text(f"x = {value}\n")
    (tree / "requirements.txt").write_text("tensorflow==2.15\n")
    done = tf2lint(tree, "check", "a.py", "--target", "auto")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, FOUND.strip())
    assert "target 2.15" in done.stderr


def test_folders_may_be_nested_to_any_depth(tree: Path) -> None:
    script = "import os\nfor _ in range(1990):\n    os.mkdir('d'); os.chdir('d')\nopen('b.py', 'w').close()"
    subprocess.run([sys.executable, "-c", script], cwd=tree, check=True)
    try:
        assert check(tree) == (1, FOUND, "")
    finally:
        subprocess.run(["rm", "-rf", str(tree / "d")], check=True)  # shutil.rmtree does not get so deep


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    script = f"cd {tmp_path} && mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m tf2lint check ."
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    expected = "tf2lint: error: the current folder does not exist any more\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)


@pytest.mark.parametrize("cache", ["--no-cache", "--cache-dir=cache"])
def test_a_project_that_is_too_large_is_named_once_in_each_run(
    tree: Path, cache: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What depends on other files may be missing then."""
    (tree / "setup.py").touch()
    for name in ("b.py", "c.py"):
        (tree / name).write_text("import tensorflow as tf\ntf.Variable(1, trainable=False)\nx = tf.range(3).eval()\n")
    monkeypatch.chdir(tree)
    monkeypatch.setattr(project_folders, "_MAX_FILES", 3)
    for _ in range(2):
        main(["check", "-q", ".", "--jobs=1", cache])
        said = [line for line in capfd.readouterr().err.splitlines() if "Python files" in line]
        assert [line.partition(",")[0] for line in said] == [f"tf2lint: warning: {tree}: more than 100"]
        print_warning_once.cache_clear()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="requires /proc")
def test_generated_trees() -> None:
    script = Path(__file__).parents[1] / "benchmarks" / "hostile_trees.py"
    done = subprocess.run([sys.executable, script, "--trees", "20"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
