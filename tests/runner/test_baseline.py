"""The baseline in the command: which findings are accepted, new or gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.hosts import tf2lint

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import tensorflow as tf

a = tf.log(1.0)
with tf.variable_scope("a"):
    b = tf.log(2.0)
"""


def check(folder: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    done = tf2lint(folder, "check", *arguments)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "program.py").write_text(PROGRAM)
    (tmp_path / "other.py").write_text("import tensorflow as tf\ntf.log(3.0)\n")
    code, out, err = check(tmp_path, "--write-baseline", "baseline.json")
    assert (code, out, err) == (0, [], ["tf2lint: wrote 4 findings to baseline.json"])
    return tmp_path


def test_from_a_baseline_to_a_new_finding_and_to_zero(project: Path) -> None:
    program = project / "src" / "program.py"
    code, out, err = check(project, "--baseline", "baseline.json")
    assert (code, err, len(out)) == (0, [], 2)
    assert out[1] == "Not counted: 4 accepted by the baseline."
    program.write_text(f"# moved down\n\n{PROGRAM}\nc = tf.log(1.0)\nd = tf.layers.dense(1)\n")
    code, out, _ = check(project, "--baseline", "baseline.json")
    assert (code, [line.split(": ")[0] for line in out[:2]]) == (1, ["src/program.py:9:5", "src/program.py:10:5"])
    program.write_text(PROGRAM.replace("a = tf.log(1.0)", "a = tf.math.log(1.0)"))
    code, out, _ = check(project, "--baseline", "baseline.json")
    assert code == 0
    assert out[-1] == "1 finding in the baseline is gone; --prune-baseline updates the file."
    code, out, err = check(project, "--baseline", "baseline.json", "--prune-baseline")
    assert (code, err) == (0, ["tf2lint: removed 1 of 4 findings from baseline.json"])
    program.write_text(PROGRAM)
    code, out, _ = check(project, "--baseline", "baseline.json")
    assert code == 1
    assert out[0].startswith("src/program.py:3:5: TF101"), "the line in the baseline is accepted, the other one is new"
    program.write_text("import os\n")
    (project / "other.py").unlink()
    assert check(project, "--baseline", "baseline.json", "--prune-baseline")[0] == 0
    assert json.loads((project / "baseline.json").read_text()) == {"version": 1, "findings": []}


def test_the_file_is_sorted_stable_and_readable(project: Path) -> None:
    text = (project / "baseline.json").read_text()
    assert (
        text
        == """{"version": 1, "findings": [
{"path": "other.py", "code": "TF101", "symbol": "tf.log", "line": "tf.log(3.0)", "count": 1},
{"path": "src/program.py", "code": "TF101", "symbol": "tf.log", "line": "a = tf.log(1.0)", "count": 1},
{"path": "src/program.py", "code": "TF101", "symbol": "tf.log", "line": "b = tf.log(2.0)", "count": 1},
{"path": "src/program.py", "code": "TF306", "symbol": "tf.variable_scope", "line": "with tf.variable_scope(\\"a\\"):", \
"count": 1}
]}
"""
    )
    check(project / "src", "..", "--write-baseline", "../again.json")
    assert (project / "again.json").read_text() == text, "independent of the current folder"


def test_it_can_be_used_from_any_folder_and_for_some_files(project: Path) -> None:
    assert check(project / "src", "--baseline", "../baseline.json")[0] == 0
    code, out, _ = check(project, "other.py", "--baseline", "baseline.json")
    assert code == 0
    assert "gone" not in "".join(out), "findings in files that were not checked are not gone"
    code, out, _ = check(project, "--select", "TF3", "--baseline", "baseline.json")
    assert "gone" not in "".join(out), "findings of rules that are off are not gone"
    (project / "src" / "program.py").write_text("import tensorflow as tf\n(")
    _, out, _ = check(project, "--baseline", "baseline.json")
    assert "gone" not in "".join(out), "findings in files that do not parse are not gone"


def test_it_can_be_in_any_folder(project: Path) -> None:
    (project / "ci").mkdir()
    (project / "baseline.json").unlink()
    assert check(project, "--write-baseline", "ci/baseline.json")[0] == 0
    (project / "other.py").write_text("import tensorflow as tf\n")
    code, out, _ = check(project, "--baseline", "ci/baseline.json")
    assert (code, out[-1].startswith("1 finding in the baseline is gone")) == (0, True)


def test_it_can_be_set_in_the_configuration(project: Path) -> None:
    (project / "tf2lint.toml").write_text('baseline = "baseline.json"\n')
    assert check(project)[0] == 0
    assert check(project / "src")[0] == 0
    assert check(project, "--isolated")[0] == 1


def test_several_configurations_can_share_it(project: Path) -> None:
    (project / "tf2lint.toml").write_text('baseline = "baseline.json"\n')
    (project / "src" / "tf2lint.toml").write_text('baseline = "../baseline.json"\n')
    before = (project / "baseline.json").read_text()
    assert check(project, "--prune-baseline")[0] == 0
    assert (project / "baseline.json").read_text() == before
    (project / "src" / "tf2lint.toml").write_text("")
    code, out, _ = check(project)
    assert (code, "gone" in "".join(out)) == (1, False), "findings in files with another configuration are not gone"


def test_it_can_be_reached_through_links(project: Path) -> None:
    (project / "ci").mkdir()
    (project / "baseline.json").rename(project / "ci" / "old.json")
    assert check(project, "--write-baseline", "ci/baseline.json")[0] == 0
    (project / "link.json").symlink_to("ci/baseline.json")
    (project / "src.link").symlink_to("src")
    before = (project / "ci" / "baseline.json").read_text()
    assert check(project, "--baseline", "link.json", "--prune-baseline")[0] == 0
    assert (project / "ci" / "baseline.json").read_text() == before
    assert check(project, "src.link/program.py", "--baseline", "link.json")[0] == 0


def test_it_is_read_even_if_there_are_no_files(tmp_path: Path) -> None:
    assert check(tmp_path, "--baseline", "nowhere.json")[0] == 2


def test_findings_in_reformatted_lines_stay_accepted(project: Path) -> None:
    reformatted = PROGRAM.replace("a = tf.log(1.0)", "a = tf.log(\n    1.0,\n)").replace(
        "b = tf.log(2.0)", "b=tf.log( 2. )"
    )
    (project / "src" / "program.py").write_text(reformatted)
    assert check(project, "--baseline", "baseline.json")[0] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "baseline.json: not a baseline: "),
        ("[]", "baseline.json: not a baseline of version 1"),
        ('{"version": 2, "findings": []}', "baseline.json: not a baseline of version 1"),
        ('{"version": 1}', "baseline.json: finding 1 is not a valid baseline entry"),
        ('{"version": 1, "findings": [{"path": 1}]}', "baseline.json: finding 1 is not a valid baseline entry"),
    ],
)
def test_an_invalid_baseline(project: Path, text: str, message: str) -> None:
    (project / "baseline.json").write_text(text)
    code, out, err = check(project, "--baseline", "baseline.json")
    assert (code, out, len(err)) == (2, [], 1)
    assert message in err[0]


def test_it_is_utf_8_in_any_locale(project: Path) -> None:
    (project / "other.py").write_text('import tensorflow as tf\ntf.log(1.0, "é")\n', "utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert tf2lint(project, "check", "--write-baseline", "baseline.json", environment=ascii_only).returncode == 0
    assert r'"line": "tf.log(1.0, \"é\")"' in (project / "baseline.json").read_text("utf-8")
    assert tf2lint(project, "check", "--baseline", "baseline.json", environment=ascii_only).returncode == 0
