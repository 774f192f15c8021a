"""The destination of reports, and interruptions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.hosts import tf2lint

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(TF1)
    return path


def test_a_file(program: Path) -> None:
    done = tf2lint(program.parent, "check", "-o", "out.json", "--format", "json")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (program.parent / "out.json").read_text() == tf2lint(program.parent, "check", "--format", "json").stdout


def test_a_file_keeps_its_permissions_and_stays_a_link(program: Path) -> None:
    real = program.parent / "real.txt"
    real.write_text("old")
    real.chmod(0o604)
    (program.parent / "link.txt").symlink_to("real.txt")
    assert tf2lint(program.parent, "check", "-o", "link.txt").returncode == 1
    assert (program.parent / "link.txt").is_symlink()
    assert "TF101" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o604


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("nowhere/out.txt", "nowhere/out.txt: No such file or directory"),
        (".", ".: Is a directory"),
        pytest.param(
            "/dev/full", "/dev/full: No space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full"),
        ),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_written(program: Path, output: str, message: str) -> None:
    done = tf2lint(program.parent, "check", "--output", output)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"tf2lint: error: {message}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
@pytest.mark.parametrize("arguments", [["check"], ["rules"], ["lookup", "tf.log"], ["--version"]], ids=" ".join)
def test_standard_output_that_is_full(program: Path, arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tf2lint", *arguments], cwd=program.parent, stdout=full, stderr=subprocess.PIPE,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "tf2lint: error: standard output: No space left on device\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(program: Path) -> None:
    program.parent.chmod(0o500)
    done = tf2lint(program.parent, "check", "--output", "out.txt")
    program.parent.chmod(0o700)
    assert (done.returncode, done.stderr) == (2, "tf2lint: error: out.txt: Permission denied\n")


def test_a_terminal_that_lacks_characters(program: Path) -> None:
    program.write_text("import tensorflow as tf\nx = 'é', tf.log(1.0)\n", "utf-8")
    done = tf2lint(program.parent, "check", "--show-source", environment={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (1, "")
    assert "\\xe9" in done.stdout


def _accept_interrupts() -> None:
    """Undoes what a shell does to commands in the background: they ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_it_at_once_and_leaves_no_files(tmp_path: Path, interrupt: signal.Signals, jobs: str) -> None:
    body = "".join(f"def f{number}(x):\n    return tf.log(x) + tf.layers.dense(x, {number})\n" for number in range(300))
    for number in range(400):
        (tmp_path / f"m{number}.py").write_text(f"import tensorflow as tf\n{body}")
    command = [sys.executable, "-m", "tf2lint", "check", ".", "--output", "out.txt", "--jobs", jobs]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=_accept_interrupts,
    )  # fmt: skip
    time.sleep(1.0)
    assert process.poll() is None, "it must still be running"
    start = time.monotonic()
    process.send_signal(interrupt)
    out, err = process.communicate(timeout=30)  # also waits for child processes, which hold the pipes
    assert (process.returncode, out, err) == (130, b"", b"")
    assert time.monotonic() - start < 5
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".py"]


@pytest.mark.parametrize("stream", [">&-", "<&-"])
def test_a_closed_stream(program: Path, stream: str) -> None:
    command = f"{sys.executable} -m tf2lint check {'-' if stream == '<&-' else '.'} {stream}"
    done = subprocess.run(["sh", "-c", command], cwd=program.parent, capture_output=True, encoding="utf-8", check=False)
    name = "output" if stream == ">&-" else "input"
    assert (done.returncode, done.stderr) == (2, f"tf2lint: error: standard {name} is closed\n")


def test_a_pipe_is_not_replaced(program: Path) -> None:
    command = f"{sys.executable} -m tf2lint check . -o /dev/stdout | cat"
    done = subprocess.run(["sh", "-c", command], cwd=program.parent, capture_output=True, encoding="utf-8", check=False)
    assert "TF101" in done.stdout
    assert done.stderr == ""


def test_an_internal_error_does_not_look_like_findings(program: Path) -> None:
    (program.parent / "sitecustomize.py").write_text("import tf2lint.cli\ntf2lint.cli.main = None\n")
    done = tf2lint(program.parent, "check", environment={"PYTHONPATH": str(program.parent)})
    assert done.returncode == 2
    assert "TypeError" in done.stderr


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_process_that_is_killed(tmp_path: Path, name: str) -> None:
    """Also while it starts, before it runs any code of this project."""
    for number in range(100):
        (tmp_path / f"m{number}.py").write_text(TF1)
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal\nfrom multiprocessing import util\n"
        f"util._close_stdin = lambda: os.kill(os.getpid(), signal.{name})  # a process starts with this\n"
    )
    done = tf2lint(tmp_path, "check", "--jobs", "2", environment={"PYTHONPATH": str(tmp_path)})
    message = "a worker process was killed, perhaps because memory ran out; try --jobs 1"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"tf2lint: error: {message}\n")


@pytest.mark.parametrize("name", ["concise", "full", "github", "jsonl"])
def test_findings_are_printed_while_the_check_goes_on(tmp_path: Path, name: str) -> None:
    for number in range(3):
        (tmp_path / f"m{number}.py").write_text(TF1)
    (tmp_path / "sitecustomize.py").write_text(
        "import time\nfrom tf2lint.runner.file_checker import FileChecker\ncheck = FileChecker.check\n"
        "def slow(self, job, data):\n    if 'm2' in job.path: time.sleep(60)\n    return check(self, job, data)\n"
        "FileChecker.check = slow\n"
    )
    command = [sys.executable, "-m", "tf2lint", "check", ".", "--jobs", "1", "--no-cache", "--output-format", name]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        start = time.monotonic()
        text = ""
        while "m1.py" not in text:
            text += process.stdout.readline()
        assert time.monotonic() - start < 30
        process.kill()


def test_findings_wait_for_a_baseline(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "m.py").write_text(TF1)
    assert tf2lint(tmp_path, "check", "b", "--write-baseline", "b/base.json").returncode == 0
    (tmp_path / "b" / "tf2lint.toml").write_text('baseline = "base.json"\n')
    done = tf2lint(tmp_path, "check", ".", "--output-format", "full")
    whole = tf2lint(tmp_path, "check", ".", "--output-format", "full", "--output", "all.txt")
    assert (done.returncode, whole.returncode) == (1, 1)
    assert done.stdout == (tmp_path / "all.txt").read_text()
    assert [line.partition(":")[0] for line in done.stdout.splitlines() if "TF101" in line] == ["a/m.py", "c/m.py"]
