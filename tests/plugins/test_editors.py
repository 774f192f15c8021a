"""Editors: python-lsp-server with the flake8 and pylint plugins, and the command on unsaved text."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from support.hosts import tf2lint
from support.language_server import LanguageServer

PROGRAM = "import tensorflow as tf\n\nX = tf.log(1.0)\n"
#: The linters that python-lsp-server runs by default.
OTHERS = ("pycodestyle", "pyflakes", "mccabe", "pydocstyle", "autopep8", "yapf", "flake8", "pylint")
BIN = Path(sys.executable).parent


def settings(**plugins: dict[str, Any]) -> dict[str, Any]:
    off: dict[str, Any] = {name: {"enabled": False} for name in OTHERS}
    return {"pylsp": {"plugins": {**off, **plugins}}}


@pytest.mark.parametrize(
    ("plugin", "options", "code"),
    [
        ("flake8", {"enabled": True, "executable": str(BIN / "flake8")}, "TF101"),
        ("pylint", {"enabled": True, "args": ["--load-plugins=tf2lint.pylint_plugin"]}, "E7101"),
    ],
)
def test_python_lsp_server(tmp_path: Path, plugin: str, options: dict[str, Any], code: str) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    server = LanguageServer([str(BIN / "pylsp")], tmp_path, settings(**{plugin: options}))
    try:
        diagnostics = [diagnostic for diagnostic in server.diagnostics(path) if diagnostic["code"] == code]
    finally:
        server.close()
    assert [diagnostic["range"]["start"] for diagnostic in diagnostics] == [{"line": 2, "character": 4}]
    assert "tf.log was removed in TF 2.0; write tf.math.log(1.0)" in diagnostics[0]["message"]


def test_standard_input_is_checked_as_the_given_file(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "compat.py").write_text("import tensorflow as tf\n")
    (tmp_path / "pyproject.toml").write_text('[tool.tf2lint]\ntarget = "2.10"\nignore = ["TF102"]\n')
    text = "from .compat import tf\ntf.log(tf.layers.dense(1))\n"
    arguments = ["check", "-", "--stdin-filename", "pkg/program.py", "--format", "json"]
    done = tf2lint(tmp_path, *arguments, stdin=text.encode())
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr, document["target"]) == (1, "", "2.10")
    findings = [(finding["path"], finding["line"], finding["code"]) for finding in document["findings"]]
    assert findings == [("pkg/program.py", 2, "TF101")]


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", b"import tensorflow as tf\nx = tf.", b"# coding: x\ntf"])
def test_incomplete_programs(tmp_path: Path, data: bytes) -> None:
    done = tf2lint(tmp_path, "check", "-", "--format", "json", stdin=data)
    assert done.stderr == ""
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert done.returncode in (0, 1)


def test_standard_input_has_a_default_name(tmp_path: Path) -> None:
    done = tf2lint(tmp_path, "check", "-", stdin=PROGRAM.encode())
    assert done.stdout.startswith("<stdin>:3:5: TF101")


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_completion(tmp_path: Path, shell: str) -> None:
    done = tf2lint(tmp_path, "completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--diff-base" in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="requires bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [("check --fail-o", "--fail-on"), ("check --select TF30", "TF301"), ("check some_", "some_file.py")],
)
def test_completion_works_in_bash(tmp_path: Path, words: str, expected: str) -> None:
    import subprocess

    (tmp_path / "completion.bash").write_text(tf2lint(tmp_path, "completion", "bash").stdout)
    (tmp_path / "some_file.py").touch()
    script = f"source completion.bash; COMP_WORDS=(tf2lint {words}) COMP_CWORD={len(words.split())}; _shtab_tf2lint"
    done = subprocess.run(
        ["bash", "-c", f"{script}; echo $COMPREPLY"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip() == expected
