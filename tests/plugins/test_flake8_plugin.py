"""The flake8 plugin, run in flake8 processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.hosts import flake8

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

TF1 = "import tensorflow as tf\ntf.log(1.0)\ntf.to_float(1)\n"


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert not done.stderr
    return [line.split(": ")[1].split()[0] for line in done.stdout.splitlines()]


def test_a_syntax_error_is_only_reported_by_flake8(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(f"{TF1}tf.log(\n")
    assert codes(flake8(tmp_path, "--isolated", "--select", "TF,E9", "broken.py")) == ["E999"]


def test_noqa(tmp_path: Path) -> None:
    lines = [
        "import tensorflow as tf",
        "tf.log(1.0)  # noqa",
        "tf.log(1.0)  # noqa: TF101",
        "tf.log(1.0)  # noqa: TF102",
    ]
    (tmp_path / "program.py").write_text("\n".join([*lines, ""]))
    done = flake8(tmp_path, "--isolated", "--select", "TF", "program.py")
    assert [line.split(":")[1] for line in done.stdout.splitlines()] == ["4"]


@pytest.mark.parametrize("file", ["setup.cfg", "tox.ini", ".flake8"])
def test_configuration(tmp_path: Path, file: str) -> None:
    (tmp_path / "program.py").write_text(TF1)
    (tmp_path / "legacy.py").write_text(TF1)
    (tmp_path / file).write_text(
        "[flake8]\nselect = TF\ntf-target-version = 2.21\n"
        "per-file-ignores =\n    legacy.py: TF1\n    program.py: TF102\n"
    )
    assert codes(flake8(tmp_path)) == ["TF101"]


@pytest.mark.parametrize(("version", "expected"), [("1", ["TF602"]), ("2", []), ("auto", [])])
def test_what_the_source_is_written_for_is_an_option(tmp_path: Path, version: str, expected: list[str]) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.nn.dropout([1.0], 'share'.size)\n")
    assert codes(flake8(tmp_path, "--select=TF", f"--tf-source-version={version}")) == expected
    (tmp_path / ".flake8").write_text(f"[flake8]\nselect = TF\ntf-source-version = {version}\n")
    assert codes(flake8(tmp_path)) == expected


def test_the_version_of_keras_is_an_option(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.keras.backend.learning_phase()\n")
    assert codes(flake8(tmp_path, "--select=TF")) == ["TF102"]
    assert codes(flake8(tmp_path, "--select=TF", "--tf-keras-version=2")) == []
    (tmp_path / ".flake8").write_text("[flake8]\nselect = TF\ntf-keras-version = 2\n")
    assert codes(flake8(tmp_path)) == []
    done = flake8(tmp_path, "--tf-keras-version=3.1")
    assert "--tf-keras-version: unknown Keras version '3.1' beside TensorFlow" in done.stdout + done.stderr


@pytest.mark.parametrize("version", ["9.9", "latest", ""])
def test_an_unknown_target_version_is_a_one_line_error(tmp_path: Path, version: str) -> None:
    (tmp_path / "program.py").write_text(TF1)
    on_command_line = flake8(tmp_path, "--isolated", f"--tf-target-version={version}", "program.py")
    (tmp_path / ".flake8").write_text(f"[flake8]\ntf-target-version = {version or '?'}\n")
    in_file = flake8(tmp_path, "program.py")
    for done in (on_command_line, in_file):
        assert done.returncode == 2
        assert "--tf-target-version: unknown TensorFlow version" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_noisy_codes_are_ignored_by_default(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow.compat.v1 as tf\n\ntf.log(1.0)\n")
    assert codes(flake8(tmp_path, "--isolated")) == []
    assert codes(flake8(tmp_path, "--isolated", "--extend-select", "TF104")) == ["TF104", "TF104"]
    assert codes(flake8(tmp_path, "--isolated", "--select", "TF1")) == ["TF104", "TF104"]


def test_an_explicit_ignore_wins_over_the_selected_family(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    assert codes(flake8(tmp_path, "--isolated", "--select", "TF", "--ignore", "TF101")) == ["TF102"]


def test_standard_input(tmp_path: Path) -> None:
    done = flake8(tmp_path, "--isolated", "--select", "TF", "--stdin-display-name", "x.py", "-", stdin=TF1.encode())
    assert [line[:12] for line in done.stdout.splitlines()] == ["x.py:2:1: TF", "x.py:3:1: TF"]


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"\xef\xbb\xbf" + TF1.encode(), "2:1"),
        (TF1.replace("\n", "\r\n").encode(), "2:1"),
        (b"\x0c" + TF1.encode(), "2:1"),
        (b"# coding: latin-1\nimport tensorflow as tf\nx = '\xe9\xe9', tf.log(1.0)\n", "3:11"),
        (b"import tensorflow as tf\nx = '\xc3\xa9\xf0\x9f\x98\x80', tf.log(1.0)\n", "2:11"),
        (b"import tensorflow as tf\nx = '''\n\xc3\xa9''', tf.log(1.0)", "3:7"),
    ],
    ids=["bom", "crlf", "form feed", "latin-1", "emoji", "several lines"],
)
def test_columns_of_unusual_files(tmp_path: Path, data: bytes, position: str) -> None:
    (tmp_path / "program.py").write_bytes(data)
    done = flake8(tmp_path, "--isolated", "--select", "TF101", "program.py")
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [f"program.py:{position}"]


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"import tensorflow\x00", b"\xff\xfeimport tensorflow", b"tf = '\\", b"\t tf"]
)
def test_the_plugin_reports_nothing_for_invalid_files(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "program.py").write_bytes(data)
    done = flake8(tmp_path, "--isolated", "program.py")
    assert "TF" not in done.stdout
    assert "tf2lint" not in done.stderr


def test_several_processes(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"program{number}.py").write_text(TF1)
    done = flake8(tmp_path, "--isolated", "--select", "TF", "--jobs", "2")
    assert len(codes(done)) == 16
