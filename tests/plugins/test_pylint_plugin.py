"""The pylint plugin, run in pylint processes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.hosts import pylint
from tf2lint.pylint_plugin import find, id_of, symbol_of
from tf2lint.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

TF1 = '"""Doc."""\nimport tensorflow as tf\n\ntf.log(1.0)\ntf.to_float(1)\n'
ALL = ",".join(sorted({f"tf{rule.code[2]}" for rule in rules()} - {"tf0"}))


def ids(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Returns the message ids in the output of `--output-format=json2`."""
    assert not done.stderr
    return [message["messageId"] for message in json.loads(done.stdout)["messages"]]


def plugin_ids(folder: Path, *arguments: str) -> list[str]:
    return ids(pylint(folder, "--output-format=json2", "--disable=all", f"--enable={ALL}", *arguments))


def test_every_rule_has_a_message(tmp_path: Path) -> None:
    listed = pylint(tmp_path, "--list-msgs").stdout
    for rule in rules():
        if rule.code not in ("TF001", "TF002", "TF003"):
            assert f":{symbol_of(rule)} ({id_of(rule)}):" in listed
    assert ":tf-reuse-parameter (E7304):" in listed


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--disable=all", "--enable=tf1"], ["E7101", "E7102"]),
        (["--disable=all", "--enable=tf-removed-name"], ["E7101"]),
        (["--disable=all", "--enable=E7102"], ["E7102"]),
        (["--disable=all", f"--enable={ALL}", "--disable=tf1"], []),
        (["--errors-only", "--disable=import-error,no-member"], ["E7101", "E7102"]),
        (["--disable=all", "--enable=E", "--disable=import-error,no-member"], ["E7101", "E7102"]),
        (["--disable=all", "--enable=W"], []),
    ],
)
def test_enable_and_disable(tmp_path: Path, arguments: list[str], expected: list[str]) -> None:
    (tmp_path / "program.py").write_text(TF1)
    assert ids(pylint(tmp_path, "--output-format=json2", *arguments, "program.py")) == expected


def test_comments(tmp_path: Path) -> None:
    lines = [
        "import tensorflow as tf",
        "tf.log(1.0)  # pylint: disable=tf-removed-name",
        "tf.log(1.0)  # pylint: disable=E7101",
        "from tensorflow.python.framework import ops  # pylint: disable=W7106",
        "# pylint: disable-next=tf1",
        "tf.log(1.0)",
        "def f(x):",
        "    # pylint: disable=tf-removed-name",
        "    if x:",
        "        tf.log(x)",
        "    tf.to_float(x)",
        "tf.log(1.0)",
    ]
    (tmp_path / "program.py").write_text("\n".join([*lines, ""]))
    done = pylint(tmp_path, "--output-format=json2", "--disable=all", f"--enable={ALL}", "program.py")
    assert [(m["line"], m["symbol"]) for m in json.loads(done.stdout)["messages"]] == [
        (11, "tf-removed-api"),
        (12, "tf-removed-name"),
    ]
    (tmp_path / "whole.py").write_text("# pylint: disable=tf1\nimport tensorflow as tf\ntf.log(1.0)\n")
    assert plugin_ids(tmp_path, "whole.py") == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pylintrc", "[MAIN]\nload-plugins=tf2lint.pylint_plugin\ntf-target-version=2.15\n"),
        ("pyproject.toml", '[tool.pylint.main]\nload-plugins=["tf2lint.pylint_plugin"]\ntf-target-version="2.15"\n'),
        ("setup.cfg", "[pylint.main]\nload-plugins=tf2lint.pylint_plugin\ntf-target-version=2.15\n"),
    ],
)
def test_configuration(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.estimator.Estimator(print)\n")
    assert plugin_ids(tmp_path, "program.py") == ["E7514"]
    (tmp_path / file).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "pylint", "--disable=all", f"--enable={ALL}", "program.py"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert "E7514" not in done.stdout
    assert not done.stderr


def test_what_the_source_is_written_for_is_an_option(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.nn.dropout([1.0], share)\n")
    for version, code in (("1", "E7602"), ("2", ""), ("auto", "")):
        done = pylint(tmp_path, "--disable=all", f"--enable={ALL}", f"--tf-source-version={version}", "program.py")
        assert (code in done.stdout) if code else ("E7602" not in done.stdout)
        assert not done.stderr


def test_the_version_of_keras_is_an_option(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\n\ntf.keras.backend.learning_phase()\n")
    for version, is_found in (("2", False), ("3.15", True)):
        done = pylint(tmp_path, "--disable=all", f"--enable={ALL}", f"--tf-keras-version={version}", "program.py")
        assert ("E7102" in done.stdout) is is_found
        assert not done.stderr
    done = pylint(tmp_path, "--disable=all", f"--enable={ALL}", "--tf-keras-version=3.1", "program.py")
    assert "--tf-keras-version: unknown Keras version '3.1' beside TensorFlow" in done.stderr
    assert done.returncode == 32


def test_an_unknown_target_version_is_reported_by_pylint(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    done = pylint(tmp_path, "--tf-target-version=9.9", "program.py")
    assert done.returncode == 2
    assert "argument --tf-target-version: invalid choice: '9.9'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["import tensorflow as tf\ntf.log(\n", "import tensorflow\0\n", "tf = '\xff'\n"])
def test_a_syntax_error_is_only_reported_by_pylint(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.py").write_text(text, "latin-1")
    (tmp_path / "program.py").write_text(TF1)
    done = pylint(
        tmp_path, "--output-format=json2", "--disable=C,W,R,no-member,import-error", "broken.py", "program.py"
    )
    assert [i for i in ids(done) if i.startswith("E7")] == ["E7101", "E7102"]
    assert any(i in ("E0001", "E0011", "F0002", "F0010", "E2501", "E2515") for i in ids(done))
    assert "Traceback" not in done.stdout


def test_off_by_default(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow.compat.v1 as tf\n\ntf.log(1.0)\n")
    quiet = ["--output-format=json2", "--disable=C,R,F,import-error,no-name-in-module"]
    assert ids(pylint(tmp_path, *quiet, "program.py")) == []
    assert ids(pylint(tmp_path, *quiet, "--enable=tf-compat-v1", "program.py")) == ["R7104", "R7104"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_jobs(tmp_path: Path, jobs: str) -> None:
    for name in "abcdef":
        (tmp_path / f"{name}.py").write_text(TF1)
    assert plugin_ids(tmp_path, f"-j{jobs}", *(f"{name}.py" for name in "abcdef")) == ["E7101", "E7102"] * 6


def test_fail_on_and_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    quiet = ["--disable=all", "--enable=tf1", "--fail-under=-100"]
    assert pylint(tmp_path, *quiet, "program.py").returncode == 0
    assert pylint(tmp_path, *quiet, "--fail-on=tf-removed-name", "program.py").returncode == 2


@pytest.mark.parametrize("form", ["text", "colorized", "parseable", "msvs", "github"])
def test_output_formats(tmp_path: Path, form: str) -> None:
    (tmp_path / "program.py").write_text(TF1)
    done = pylint(tmp_path, "--disable=all", "--enable=tf1", f"--output-format={form}", "program.py")
    assert "write tf.math.log(1.0)" in done.stdout
    assert not done.stderr


def test_standard_input(tmp_path: Path) -> None:
    done = pylint(tmp_path, "--output-format=json2", "--disable=all", "--enable=tf1", "--from-stdin", "x.py", stdin=TF1)
    assert ids(done) == ["E7101", "E7102"]


def test_modules_on_pylints_path_are_found(tmp_path: Path) -> None:
    (tmp_path / "lib" / "deep").mkdir(parents=True)
    (tmp_path / "app").mkdir()
    (tmp_path / "lib" / "deep" / "compat.py").write_text("import tensorflow as tf\n")
    (tmp_path / "app" / "main.py").write_text("from compat import tf\n\ntf.log(1.0)\n")
    assert plugin_ids(tmp_path, "app/main.py") == []
    hook = f"--init-hook=import sys; sys.path.append({str(tmp_path / 'lib' / 'deep')!r})"
    assert plugin_ids(tmp_path, hook, "app/main.py") == ["E7101"]


def test_installed_packages_are_not_searched(tmp_path: Path) -> None:
    here = str(tmp_path / "program.py")
    assert find(here, "pytest", 0) is None
    assert find(here, "json", 0) is None
    assert find(here, "no_such_module", 0) is None


def test_an_installed_tensorflow_changes_nothing(tmp_path: Path) -> None:
    """It is never imported: this one would raise."""
    installed = tmp_path / "site-packages" / "tensorflow"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "program.py").write_text(TF1)
    hook = f"--init-hook=import sys; sys.path.insert(0, {str(installed.parent)!r})"
    assert plugin_ids(tmp_path / "work", hook, "program.py") == ["E7101", "E7102"]
