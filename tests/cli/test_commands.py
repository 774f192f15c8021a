"""The command, run in separate processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tf2lint import __version__
from tf2lint.rules import rules

TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tf2lint", *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=120
    )


def check(folder: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    done = run(folder, "check", *arguments)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def test_findings(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    code, out, err = check(tmp_path, "program.py")
    assert (code, err) == (1, [])
    assert out == [
        "program.py:2:1: TF101 [*] tf.log was removed in TF 2.0; write tf.math.log(1.0)",
        "1 finding (1 error): 1 file checked for TensorFlow 2.21, 1 uses it;"
        " 2 TensorFlow names resolved, 0 chosen at run time.",
        "[*] can be fixed: 1 with --fix.",
    ]


def test_no_findings(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\ngetattr(tf, input())\n")
    (tmp_path / "other.py").write_text("import os\n")
    code, out, err = check(tmp_path, ".")
    assert (code, err) == (0, [])
    assert out == [
        "0 findings: 2 files checked for TensorFlow 2.21, 1 uses it; 2 TensorFlow names resolved, 1 chosen at run time."
    ]


def test_json(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import tensorflow as tf\nx = 'é', tf.log(1.0)\n", "utf-8")
    done = run(tmp_path, "check", "program.py", "--format", "json", "--target", "2.21.0")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "version": 2,
        "target": "2.21",
        "summary": {
            "files": 1,
            "tensorflow_files": 1,
            "names_resolved": 2,
            "names_unresolved": 0,
            "findings": 1,
            "by_severity": {"error": 1, "warning": 0, "info": 0},
            "by_code": {"TF101": 1},
            "suppressed": 0,
            "accepted_by_baseline": 0,
            "gone_from_baseline": 0,
            "in_unchanged_lines": 0,
            "fixed": 0,
            "fixable": {"safe": 1, "unsafe": 0, "stop-gap": 0},
        },
        "findings": [
            {
                "code": "TF101",
                "name": "removed-name",
                "severity": "error",
                "message": "tf.log was removed in TF 2.0; write tf.math.log(1.0)",
                "path": "program.py",
                "line": 2,
                "column": 10,
                "end_line": 2,
                "end_column": 16,
                "symbol": "tf.log",
                "replacements": ["tf.math.log"],
                "cell": None,
                "related": [],
                "rewritten": {"code": "tf.math.log(1.0)", "safety": "safe", "note": ""},
                "fix": {
                    "safety": "safe",
                    "note": "",
                    "edits": [
                        {"line": 2, "column": 13, "end_line": 2, "end_column": 13, "text": "math.", "cell": None}
                    ],
                },
                "unfixed": "",
            }
        ],
    }


def test_symbols_start_with_tf_however_they_are_imported(tmp_path: Path) -> None:
    lines = [
        "from tensorflow.contrib.layers import xavier_initializer as x",
        "from tensorflow.python.ops import array_ops",
    ]
    lines += ["import keras", "keras.backend.get_session()", "import tensorflow.compat.v1 as v1", "v1.layers.dense(1)"]
    (tmp_path / "program.py").write_text("\n".join(lines))
    document = json.loads(run(tmp_path, "check", "program.py", "--format", "json").stdout)
    assert [finding["symbol"] for finding in document["findings"]] == [
        "tf.contrib.layers.xavier_initializer",
        "tf.python.ops.array_ops",
        "tf.keras.backend.get_session",
        "tf.compat.v1.layers.dense",
    ]


def test_folders_are_searched_in_order_and_build_folders_skipped(tmp_path: Path) -> None:
    for name in ("b/x.py", "a.py", "b/a/y.py", ".tox/z.py", "node_modules/n.py", "build/b.py", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TF1)
    _, out, _ = check(tmp_path, ".")
    assert [line.split(":")[0] for line in out[:-2]] == ["a.py", "b/x.py", "b/a/y.py"]


def test_links_that_form_a_loop(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.py").symlink_to("self.py")
    code, out, err = check(tmp_path, ".")
    assert code == 2
    assert len(out) == 3
    assert len(err) == 1
    assert err[0].startswith("tf2lint: error: self.py: ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"import tensorflow as tf\ntf.log(\n", "program.py:2:7: TF001 the file cannot be parsed"),
        (b"import tensorflow as tf\nprint 'x'\n", "program.py:2:1: TF002 the file is for Python 2"),
        (b"import tensorflow as tf\n\x00", "TF001 the file cannot be parsed, so nothing in it was checked: "),
        (b"import tensorflow as tf\n# \xe9\n", "program.py:2:1: TF001 the file cannot be parsed"),
        (b"# coding: nonsense\nimport tensorflow as tf\n", "unknown encoding: nonsense"),
        (b"# coding: hex\nimport tensorflow as tf\n", "program.py:1:1: TF001 the file cannot be parsed"),
        (b"# coding: undefined\nimport tensorflow as tf\n", "undefined is no encoding of a program"),
        (b"import tensorflow as tf\n" + b"(" * 5000 + b")" * 5000, "TF001 the file cannot be parsed"),
    ],
    ids=["unclosed", "python 2", "null byte", "not utf-8", "unknown encoding", "hex", "undefined", "deep nesting"],
)
def test_a_file_that_does_not_parse_is_a_finding_and_the_rest_is_checked(
    tmp_path: Path, data: bytes, message: str
) -> None:
    (tmp_path / "program.py").write_bytes(data)
    (tmp_path / "zebra.py").write_text(TF1)
    code, out, err = check(tmp_path, ".")
    assert (code, err) == (1, [])
    assert message in out[0]
    assert out[1].startswith("zebra.py:2:1: TF101")


def test_a_file_that_does_not_parse_is_no_finding_if_it_does_not_mention_tensorflow(tmp_path: Path) -> None:
    others = [b"def f(:\n", b"print 'x'\n", b"# \xe9\n", b"# coding: nonsense\n", b"\xff\xfe\x00", b"x = '\x00'\n"]
    for number, data in enumerate(others):
        (tmp_path / f"other{number}.py").write_bytes(data)
    (tmp_path / "notes.ipynb").write_text("{")
    (tmp_path / "wide.py").write_bytes("import tensorflow as tf\n".encode("utf-16"))
    code, out, err = check(tmp_path, ".")
    assert (code, err) == (1, [])
    assert [line.partition(":")[0] for line in out if "TF0" in line] == ["wide.py"]
    assert any("8 files checked for TensorFlow 2.21, 1 uses it" in line for line in out)


@pytest.mark.parametrize(
    ("data", "positions"),
    [
        (b"", []),
        (b"\xef\xbb\xbf" + TF1.encode(), ["2:1"]),
        (TF1.replace("\n", "\r\n").encode(), ["2:1"]),
        (TF1.replace("\n", "\r").encode(), ["2:1"]),
        (b"\x0cimport tensorflow as tf\n\x0ctf.log(1.0)\n", ["2:2"]),
        (b"# coding: latin-1\nimport tensorflow as tf\n'\xe9', tf.log(1.0)\n", ["3:6"]),
        (b"import tensorflow as tf\nif 1:\n\ttf.log(1.0)", ["3:2"]),
        (b"import tensorflow as tf\nx = (" + b"1 + " * 1_000 + b"tf.log(1.0))\n", ["2:4006"]),
        (b"import tensorflow as tf\n" + b"\n" * 200_000 + b"tf.log(1.0)\n", ["200002:1"]),
    ],
    ids=["empty", "bom", "crlf", "cr", "form feed", "latin-1", "tab", "long expression", "long file"],
)
def test_unusual_files(tmp_path: Path, data: bytes, positions: list[str]) -> None:
    (tmp_path / "program.py").write_bytes(data)
    code, out, err = check(tmp_path, "program.py")
    assert (code, err) == (1 if positions else 0, [])
    found = [line.split(": ")[0].removeprefix("program.py:") for line in out if line.startswith("program.py:")]
    assert found == positions


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.py", "program.py"], "tf2lint: error: nowhere.py: no such file or folder"),
        (["program.py", "--target", "3.0"], "tf2lint: error: unknown TensorFlow version '3.0': known are 2.0 to 2.21"),
        (["program.py", "--target", "new"], "tf2lint: error: unknown TensorFlow version 'new': known are 2.0 to 2.21"),
        (
            ["program.py", "--format", "xml"],
            "tf2lint: error: argument --output-format/--format: unknown value 'xml'; it must be one of concise, full, ",
        ),
        (["program.py", "-"], "tf2lint: error: standard input can't be checked together with files"),
    ],
)
def test_errors_of_check(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "program.py").write_text(TF1)
    code, _, err = check(tmp_path, *arguments)
    assert code == 2
    assert any(line.startswith(message) for line in err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "removed-nam"], "tf2lint: error: unknown rule 'removed-nam'; did you mean 'removed-name'?"),
        (["explain", "what?"], "tf2lint: error: unknown rule 'what?'"),
    ],
)
def test_errors_of_other_commands(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == message


def test_all_rules_as_json(tmp_path: Path) -> None:
    done = run(tmp_path, "rules", "--format", "json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["version"]) == (0, 1)
    by_code = {rule["code"]: rule for rule in document["rules"]}
    assert list(by_code) == sorted(rule.code for rule in rules())
    assert (by_code["TF101"]["name"], by_code["TF101"]["severity"]) == ("removed-name", "error")
    assert all("Example" in rule["sections"] for rule in document["rules"])


def test_unreadable_files_are_errors_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "gone.py").symlink_to("nowhere")
    code, out, err = check(tmp_path, ".", "nowhere")
    assert code == 2
    assert [line.split(":")[0] for line in out[:-2]] == ["program.py"]
    assert [line.split(": ")[2] for line in err] == ["nowhere", "gone.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TF1)
    (tmp_path / "program.py").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    code, _, err = check(tmp_path, ".")
    (tmp_path / "folder").chmod(0o700)
    assert code == 2
    assert len(err) == 2


def test_a_pipe_that_is_closed_early(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"program{number}.py").write_text(TF1 * 50)
    command = f"{sys.executable} -m tf2lint check . | head -n 1"
    done = subprocess.run(command, cwd=tmp_path, shell=True, capture_output=True, encoding="utf-8", timeout=120)
    assert done.stderr == ""
    assert done.stdout.startswith("program0.py:2:1: TF101")


def test_version() -> None:
    assert run(Path(), "--version").stdout == f"tf2lint {__version__} (supports TensorFlow 1.15 and 2.0 to 2.21)\n"
