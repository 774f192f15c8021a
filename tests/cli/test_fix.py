"""Fixing files: what is written, what is left, and what is said about it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint
from tf2lint.cli import main
from tf2lint.runner import fixer

if TYPE_CHECKING:
    from pathlib import Path

TF1 = """\
import tensorflow as tf

x = tf.to_float(1)  # one
tf.set_random_seed(2)
tf.get_seed(0)
tf.contrib
"""
SAFE = TF1.replace("tf.to_float(1)", "tf.cast(1, tf.float32)")
UNSAFE = SAFE.replace("tf.set_random_seed", "tf.keras.utils.set_random_seed")
STOP_GAP = UNSAFE.replace("tf.get_seed", "tf.compat.v1.get_seed")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(TF1)
    return path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--fix"], SAFE),
        (["--fix", "--unsafe-fixes"], UNSAFE),
        (["--fix", "--unsafe-fixes", "--stop-gap"], STOP_GAP),
    ],
)
def test_what_is_applied(program: Path, options: list[str], expected: str) -> None:
    done = tf2lint(program.parent, "check", *options)
    assert done.returncode == 1
    assert "TF204" in done.stdout or "TF201" in done.stdout
    assert program.read_text() == expected
    again = tf2lint(program.parent, "check", *options)
    assert "Fixed" not in again.stdout
    assert program.read_text() == expected


def test_marks_and_counts(program: Path) -> None:
    done = tf2lint(program.parent, "check")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("program.py:3:5: TF102 [*] tf.to_float")
    assert "[*] can be fixed: 1 with --fix, 1 with --unsafe-fixes, 1 with --stop-gap." in lines
    summary = json.loads(tf2lint(program.parent, "check", "--format", "json").stdout)["summary"]
    assert summary["fixable"] == {"safe": 1, "unsafe": 1, "stop-gap": 1}
    after = json.loads(tf2lint(program.parent, "check", "--fix", "--format", "json").stdout)["summary"]
    assert (after["fixed"], after["fixable"]["safe"]) == (1, 0)


def test_a_patch_writes_nothing_and_says_what_to_look_at(program: Path) -> None:
    done = tf2lint(program.parent, "check", "--diff", "--unsafe-fixes")
    assert done.returncode == 1
    assert program.read_text() == TF1
    assert "@@ -1,6 +1,6 @@ unsafe: TF102 (the numbers are not those of TF 1" in done.stdout
    patch = subprocess.run(["patch", "-p0"], cwd=program.parent, input=done.stdout, text=True, capture_output=True)
    assert patch.returncode == 0, patch.stdout
    assert program.read_text() == UNSAFE
    assert tf2lint(program.parent, "check", "--diff", "--unsafe-fixes").returncode == 0


def test_nothing_is_reported_with_fix_only(program: Path) -> None:
    done = tf2lint(program.parent, "check", "--fix-only")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "tf2lint: Fixed 1 finding in 1 file.\n"
    program.write_text(TF1)
    assert tf2lint(program.parent, "check", "--fix-only", "--exit-non-zero-on-fix").returncode == 1
    assert tf2lint(program.parent, "check", "--fix-only", "--exit-non-zero-on-fix").returncode == 0


def test_standard_input(tmp_path: Path) -> None:
    done = tf2lint(tmp_path, "check", "--fix", "-", stdin=TF1.encode())
    assert done.stdout == SAFE
    assert "TF102" in done.stderr
    assert tf2lint(tmp_path, "check", "--fix", "-q", "-", stdin=b"x = 1\r\n").stdout == "x = 1\r\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes widens --fix and --diff; add one of them"),
        (["--stop-gap"], "--stop-gap widens --fix and --diff; add one of them"),
        (["--exit-non-zero-on-fix"], "--exit-non-zero-on-fix widens --fix and --diff; add one of them"),
        (["--fix", "--stop-gap"], "--stop-gap needs --unsafe-fixes: what TensorFlow 1 had is no safe fix"),
        (["--fix", "--diff"], "--diff writes nothing, so it can't be combined with --fix or --fix-only"),
        (
            ["--fix", "--write-baseline", "b.json"],
            "--write-baseline accepts what is found, so it can't be combined with fixing it",
        ),
        (
            ["--diff", "origin/main"],
            "origin/main: no such file or folder; --diff shows fixes, and --diff-base origin/main reports only changed"
            " lines",
        ),
    ],
)
def test_options_that_do_not_fit(program: Path, options: list[str], message: str) -> None:
    done = tf2lint(program.parent, "check", *options)
    assert (done.returncode, done.stderr) == (2, f"tf2lint: error: {message}\n")
    assert program.read_text() == TF1


def test_accepted_findings_stay(program: Path) -> None:
    assert tf2lint(program.parent, "check", "--write-baseline", "b.json").returncode == 0
    assert "Fixed" not in tf2lint(program.parent, "check", "--baseline", "b.json", "--fix").stdout
    program.write_text(TF1 + "tf.to_int32(3)\n")
    assert tf2lint(program.parent, "check", "--baseline", "b.json", "--fix").returncode == 0
    assert program.read_text() == TF1 + "tf.cast(3, tf.int32)\n"
    program.write_text(TF1.replace("# one", "# noqa: TF102"))
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == TF1.replace("# one", "# noqa: TF102")
    program.write_text(TF1)
    tf2lint(program.parent, "check", "--fix", "--select", "TF2")
    assert program.read_text() == TF1


def test_settings(program: Path) -> None:
    settings = program.parent / "tf2lint.toml"
    settings.write_text('unfixable = ["removed-api"]\n')
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == TF1
    settings.write_text('fixable = ["TF5"]\n')
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == TF1
    settings.write_text('extend-unsafe-fixes = ["TF102"]\n')
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == TF1
    settings.write_text('extend-safe-fixes = ["TF102"]\n')
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == UNSAFE


def test_only_changed_lines(program: Path) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
        subprocess.run(command, cwd=program.parent, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    program.write_text(f"{TF1}tf.to_int32(tf.to_int64(3))\n")
    tf2lint(program.parent, "check", "--fix", "--diff-base", "HEAD")
    assert program.read_text() == f"{TF1}tf.cast(tf.cast(3, tf.int64), tf.int32)\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfimport tensorflow as tf\r\ntf.to_float('\xc3\xa9')\r\n",
        b"# coding: latin-1\nimport tensorflow as tf\ntf.to_float('\xe9')",
        b"import tensorflow as tf\n\x0ctf.to_float(\n\t'a' )\n",
        b"import tensorflow as tf\rtf.to_float(1)\r",
        b"# coding: latin-1\rimport tensorflow as tf\rtf.to_float('\xe9')\r",
    ],
)
def test_bytes_stay(program: Path, data: bytes) -> None:
    program.write_bytes(data)
    tf2lint(program.parent, "check", "--fix")
    head, _, tail = data.partition(b"tf.to_float(")
    expected = tail.rstrip(b")\r\n \t").rstrip(b" )")
    assert program.read_bytes().startswith(head + b"tf.cast(" + expected + b", tf.float32")
    assert program.read_bytes().endswith(tail[len(expected) :])


def test_links_permissions_and_read_only_files(program: Path) -> None:
    link = program.parent / "link.py"
    link.symlink_to("program.py")
    program.chmod(0o640)
    assert "Fixed" in tf2lint(program.parent, "check", "--fix", "link.py").stdout
    assert link.is_symlink()
    assert program.read_text() == SAFE
    assert program.stat().st_mode & 0o777 == 0o640
    program.write_text(TF1)
    program.chmod(0o440)
    done = tf2lint(program.parent, "check", "--fix", "program.py")
    assert done.returncode == 2
    assert "tf2lint: error: program.py: not fixed, because it is read-only\n" in done.stderr
    assert program.read_text() == TF1


def test_a_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["tf.to_float(1)"]},
        {
            "cell_type": "code",
            "source": ["import tensorflow as tf\n", "tf.to_float(1) # \u00e9"],
            "outputs": [{"x": "["}],
        },
        {"cell_type": "code", "source": "%matplotlib inline\ntf.to_float(\n  2)", "metadata": {}},
        {"cell_type": "code", "source": [], "metadata": {}},
    ]
    path = tmp_path / "n.ipynb"
    old = json.dumps({"cells": cells, "nbformat": 4}, indent=3, ensure_ascii=False) + " \n"
    path.write_text(old, "utf-8")
    tf2lint(tmp_path, "check", "--fix")
    expected = old.replace('"tf.to_float(1) # ', '"tf.cast(1, tf.float32) # ')
    assert path.read_text("utf-8") == expected.replace("tf.to_float(\\n  2)", "tf.cast(\\n  2, tf.float32)")


def test_a_graph_in_several_cells(tmp_path: Path) -> None:
    sources = [
        ["import tensorflow as tf\n", "x = tf.placeholder(tf.float32, [None])"],
        [],
        "y = x * 2.0",
        "%matplotlib inline\nwith tf.Session() as s:\n  for one in ([1.0], [2.0]):\n    print(s.run(y, {x: one}))",
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]}), "utf-8")
    findings = json.loads(tf2lint(tmp_path, "check", "--format", "json").stdout)["findings"]
    placeholder = next(finding for finding in findings if finding["code"] == "TF503")
    assert {edit["cell"] for edit in placeholder["fix"]["edits"]} == {1, 3, 4}
    tf2lint(tmp_path, "check", "--fix", "--unsafe-fixes")
    assert ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]] == [
        "import tensorflow as tf",
        "",
        "def compute_y(x):\n  x = tf.convert_to_tensor(x, tf.float32)\n  return x * 2.0",
        "%matplotlib inline\nfor one in ([1.0], [2.0]):\n  print(compute_y(one).numpy())",
    ]


def test_python_2_files_are_fixed_where_they_are_python_3(program: Path) -> None:
    program.write_text("import tensorflow as tf\nprint tf.to_float(1)\ny = tf.to_float(2)\n")
    tf2lint(program.parent, "check", "--fix")
    assert program.read_text() == "import tensorflow as tf\nprint tf.to_float(1)\ny = tf.cast(2, tf.float32)\n"


def test_a_graph_that_stays_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.py"
    path.write_text(
        "import tensorflow as tf\n"
        "from net import build\n\n"
        "x = tf.placeholder(tf.float32)\n"
        "y = build(x)\n"
        "sess = tf.Session()\n"
        "for value in (1.0, 2.0):\n"
        "    print(sess.run(y, {x: value}))\n"
    )
    before = path.read_text()
    assert main(["check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", str(path)]) == 1
    assert "graph.py:4:5: TF503 not fixed: build() in line 5 may make variables" in capsys.readouterr().err
    assert path.read_text() == before
    main(["check", "--isolated", "--no-cache", "--format", "json", str(path)])
    findings = json.loads(capsys.readouterr().out)["findings"]
    reasons = {finding["line"]: finding["unfixed"] for finding in findings}
    assert reasons == {4: "build() in line 5 may make variables", 6: "", 8: "build() in line 5 may make variables"}


def test_what_a_reason_names_is_the_first_of_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = 8
    names = [f"x{i}" for i in range(count)]
    path = tmp_path / "drawn.py"
    path.write_text(
        "import tensorflow as tf\n"
        + "".join(f"{name} = tf.random_normal([2])\n" for name in names)
        + f"print({', '.join(names)})\n"
        + f"with tf.Session() as sess:\n    for _ in range(2):\n        sess.run([{', '.join(names)}])\n"
    )
    main(["check", "--isolated", "--no-cache", "--format", "json", str(path)])
    reasons = {each["unfixed"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert "each run draws other numbers in line 2, and line 10 uses x0 outside of a run" in reasons


def test_a_fix_after_which_the_same_is_reported_is_not_applied(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    call = "    optimizer.apply_gradients(pairs, global_step=step)\n"
    path.write_text(
        f"import tensorflow as tf\n\n\ndef train(optimizer: tf.train.Optimizer, pairs, step):\n{call}{call}"
    )
    before = path.read_text()
    assert main(["check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", str(path)]) == 1
    assert path.read_text() == before


def test_a_fix_that_would_break_something_is_no_fix(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing(*_: object) -> tuple[None, str]:
        return None, "TF101 would be reported (tf.old)"

    monkeypatch.setattr(fixer._Pass, "_checked", nothing)
    main(["check", "--isolated", "--no-cache", "--fix", "--select", "TF102", str(program)])
    out, err = capsys.readouterr()
    assert "program.py:3:5: TF102 not fixed: TF101 would be reported (tf.old)" in err
    assert "TF102 tf.to_float" in out
    assert "1 with --fix" not in out
