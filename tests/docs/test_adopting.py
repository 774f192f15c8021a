"""Runs every step of docs/adopting.md on the package that it describes and compares the outputs and figures.

Needs the corpus (`python benchmarks/corpus.py FOLDER`) and its folder in TF2LINT_CORPUS, as .ci/run sets it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.pages import Shell, is_shown, steps

if TYPE_CHECKING:
    from support.pages import Step

PAGE = Path(__file__).parents[2] / "docs" / "adopting.md"
PACKAGE = Path(os.environ.get("TF2LINT_CORPUS", "no corpus")) / "tf1" / "luminoth" / "luminoth"
pytestmark = pytest.mark.skipif(not PACKAGE.is_dir(), reason="TF2LINT_CORPUS does not point to the corpus")

_LOCATION = itemgetter("path", "line", "column")
DEMO = """\
if __name__ == "__main__":
    import numpy as np

    boxes, others = tf.constant([[10.0, 10.0, 20.0, 22.0]]), tf.constant([[11.0, 13.0, 34.0, 31.0]])
    found = clip_boxes(decode(boxes, encode(boxes, others)), tf.constant((100, 100)))
    assert np.allclose(others, found)
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "work").mkdir()
    shutil.copytree(PACKAGE, tmp_path / "work" / "luminoth", ignore=shutil.ignore_patterns("__pycache__"))
    return Shell(tmp_path / "work", tmp_path / "bin")


def fix_boxes(shell: Shell) -> None:
    """Fixes one file as the page does, and ends it with a check of what it computes."""
    boxes = shell.folder / "luminoth" / "utils" / "bbox_transform_tf.py"
    code = boxes.read_text("utf-8").partition("if __name__")[0]
    boxes.write_text(code.replace("tf.log(", "tf.math.log(") + DEMO, "utf-8")


@pytest.mark.tensorflow
def test_the_fixed_file_computes_the_same(shell: Shell) -> None:
    fix_boxes(shell)
    assert shell.run(f"'{sys.executable}' - < luminoth/utils/bbox_transform_tf.py")[0] == 0


def page_has(*phrases: str) -> bool:
    """Returns whether the page contains all of these phrases, wherever its lines are wrapped."""
    text = " ".join(PAGE.read_text("utf-8").split())
    return all(phrase in text for phrase in phrases)


def check_step(shell: Shell, step: Step, prefix: str) -> None:
    assert step.command.startswith(prefix)
    output = shell.run(step.command)[1]
    assert is_shown(output, step.output), f"{step.command}\n{output}"


def findings(shell: Shell, options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell.run(f"tf2lint check . -q --format json {options}")[1])["findings"]
    return found


def edit_all(shell: Shell, pattern: str, replacement: str) -> None:
    for path in shell.folder.rglob("*.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, replacement, text, flags=re.MULTILINE), "utf-8")


def rename(shell: Shell) -> None:
    """Applies the replacements that `--format json` lists."""
    by_file: dict[str, list[dict[str, Any]]] = {}
    for finding in findings(shell, "--isolated --select TF101"):
        by_file.setdefault(finding["path"], []).append(finding)
    for name, found in by_file.items():
        path = shell.folder / name
        lines = path.read_text("utf-8").split("\n")
        for finding in sorted(found, key=lambda finding: (-finding["line"], -finding["column"])):
            line = lines[finding["line"] - 1]
            (new,) = finding["replacements"]
            lines[finding["line"] - 1] = f"{line[: finding['column'] - 1]}{new}{line[finding['end_column'] - 1 :]}"
        path.write_text("\n".join(lines), "utf-8")


def shares(shell: Shell) -> list[str]:
    """Returns the shares that the report shows, such as `67 (11%)`."""
    text = re.sub(r"<[^>]+>", "", (shell.folder / "migration.html").read_text("utf-8"))
    return re.findall(r"\d+\s\(\d+%\)", text)


def test_every_step_of_the_page(shell: Shell) -> None:
    first_settings, last_settings = re.findall(
        r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    walk = iter(steps(PAGE))
    shell.run("git init -q -b main")
    check_step(shell, next(walk), "tf2lint check . --statistics")
    edit_all(shell, r"^# flake8: noqa\n", "")
    check_step(shell, next(walk), "tf2lint report")
    assert page_has("delete a line (9% here)", "(18%)", "replacement call (49%)", "of the program (25%)")
    assert [share.partition(" ")[2] for share in shares(shell)[:4]] == ["(9%)", "(18%)", "(49%)", "(25%)"]

    (shell.folder / "pyproject.toml").write_text(first_settings)
    check_step(shell, next(walk), "tf2lint check . --write-baseline")
    check_step(shell, next(walk), "tf2lint check .")
    shell.run("git add --all && git commit -q -m first")
    losses = shell.folder / "luminoth" / "utils" / "losses.py"
    before = losses.read_text("utf-8")
    losses.write_text(f"{before}\n\ndef entropy(p):\n    return -tf.reduce_sum(p * tf.log(p))\n", "utf-8")
    check_step(shell, next(walk), "tf2lint check .")
    check_step(shell, next(walk), "tf2lint check . --isolated --diff-base")
    losses.write_text(before, "utf-8")

    fix_boxes(shell)
    check_step(shell, next(walk), "tf2lint check luminoth/utils/bbox_transform_tf.py")
    check_step(shell, next(walk), "tf2lint check . --prune-baseline")
    check_step(shell, next(walk), "tf2lint lookup")
    check_step(shell, next(walk), "tf2lint check . --isolated --select TF101")
    assert len({finding["symbol"] for finding in findings(shell, "--isolated --select TF101")}) == 12
    assert page_has("There are 62 left, in 12 names", "25 files have changed, all of them compile")
    check_step(shell, next(walk), "sed")
    rename(shell)
    assert shell.run(f"'{sys.executable}' -m compileall -q luminoth") == (0, "")
    changed = shell.run("git diff --name-only")[1].split()
    assert len(set(changed) - {"luminoth/utils/bbox_transform_tf.py", "tf2lint-baseline.json"}) == 25
    check_step(shell, next(walk), "tf2lint check . --prune-baseline")
    check_step(shell, next(walk), "git show")
    check_step(shell, next(walk), "tf2lint report")
    assert page_has("71 of 637 findings are fixed, 11%")
    assert "71 (11%)" in shares(shell)

    (shell.folder / "pyproject.toml").write_text(last_settings)
    check_step(shell, next(walk), "tf2lint check luminoth/utils/bbox_transform_tf.py")
    assert next(walk, None) is None


def test_the_figures_of_the_page(shell: Shell) -> None:
    found = findings(shell, "--isolated --target 2.21")
    assert [*map(_LOCATION, found)] == [*map(_LOCATION, findings(shell, "--isolated --target 2.4"))]
    assert len(found) == 660
    assert page_has("2.4 and 2.21 give 660 findings in the same places", "another project's network, with 30 findings")
    assert sum(finding["path"].endswith("base/truncated_vgg.py") for finding in found) == 30
    sessions = [finding for finding in found if finding["code"].startswith("TF5") and finding["code"] != "TF516"]
    assert page_has("123 of the 218 findings in step 6 are in tests", "Sonnet 1, which is what 50 of the findings")
    assert (sum("_test.py" in finding["path"] for finding in sessions), len(sessions)) == (123, 218)
    assert sum("dm-sonnet" in finding["message"] for finding in found) == 50

    edit_all(shell, r"^import tensorflow as tf$", "import tensorflow.compat.v1 as tf")
    assert page_has("leaves 113 of the 660 findings", "reports the 607 places to port")
    main_module = shell.folder / "luminoth" / "train.py"
    main_module.write_text(f"{main_module.read_text('utf-8')}\ntf.disable_v2_behavior()\n", "utf-8")
    assert sum(finding["code"] != "TF108" for finding in findings(shell, "--isolated")) == 113
    with_tf104 = findings(shell, "--isolated --extend-select TF104")
    assert sum(finding["code"] == "TF104" for finding in with_tf104) == 607
