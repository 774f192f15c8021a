"""docs/adopting.md is done on the package that it speaks of: all that it shows and counts comes out as it says.

Needs the corpus (`python benchmarks/corpus.py FOLDER`), and TF2LINT_CORPUS to name its folder, as .ci/run does.
"""

from __future__ import annotations

import importlib.util
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
pytestmark = pytest.mark.skipif(not PACKAGE.is_dir(), reason="TF2LINT_CORPUS names no folder with the corpus")

_PLACE = itemgetter("path", "line", "column")
TRIED_OUT = """\
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


def says(*phrases: str) -> bool:
    """Whether the page says all of this, however its lines are broken."""
    text = " ".join(PAGE.read_text("utf-8").split())
    return all(phrase in text for phrase in phrases)


def shown(shell: Shell, step: Step, begins: str) -> None:
    assert step.command.startswith(begins)
    output = shell.run(step.command)[1]
    if begins == "grep":
        output = "".join(sorted(output.splitlines(keepends=True)))
    assert is_shown(output, step.output), f"{step.command}\n{output}"


def findings(shell: Shell, options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell.run(f"tf2lint check . --format json {options}")[1])["findings"]
    return found


def edited(shell: Shell, pattern: str, replacement: str) -> None:
    for path in shell.folder.rglob("*.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, replacement, text, flags=re.MULTILINE), "utf-8")


def rename(shell: Shell) -> None:
    """Does what `--format json` gives to scripts."""
    by_file: dict[str, list[dict[str, Any]]] = {}
    for finding in findings(shell, "--isolated --select TF101"):
        by_file.setdefault(finding["path"], []).append(finding)
    for name, found in by_file.items():
        path = shell.folder / name
        lines = path.read_text("utf-8").split("\n")
        for one in sorted(found, key=lambda one: (-one["line"], -one["column"])):
            line = lines[one["line"] - 1]
            (new,) = one["replacements"]
            lines[one["line"] - 1] = f"{line[: one['column'] - 1]}{new}{line[one['end_column'] - 1 :]}"
        path.write_text("\n".join(lines), "utf-8")


def parts(shell: Shell) -> list[str]:
    """The shares that the report shows, such as `67 (11 %)`."""
    text = re.sub(r"<[^>]+>", "", (shell.folder / "migration.html").read_text("utf-8"))
    return re.findall(r"\d+\s\(\d+\s%\)", text)


def test_all_that_the_page_does(shell: Shell) -> None:
    first, last = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    walk = iter(steps(PAGE))
    shell.run("git init -q -b main")
    shown(shell, next(walk), "tf2lint check . --statistics")
    shown(shell, next(walk), "grep")
    edited(shell, r"^# flake8: noqa\n", "")
    shown(shell, next(walk), "tf2lint report")
    assert says("(67 here, 11 %)", "known (26 %)", "of the program (63 %)")
    assert parts(shell)[:3] == ["67 (11 %)", "162 (26 %)", "397 (63 %)"]

    (shell.folder / "pyproject.toml").write_text(first)
    shown(shell, next(walk), "tf2lint check . --write-baseline")
    shown(shell, next(walk), "tf2lint check .")
    shell.run("git add --all && git commit -q -m first")
    losses = shell.folder / "luminoth" / "utils" / "losses.py"
    before = losses.read_text("utf-8")
    losses.write_text(f"{before}\n\ndef entropy(p):\n    return -tf.reduce_sum(p * tf.log(p))\n", "utf-8")
    shown(shell, next(walk), "tf2lint check .")
    shown(shell, next(walk), "tf2lint check . --isolated --diff-base")
    losses.write_text(before, "utf-8")

    boxes = shell.folder / "luminoth" / "utils" / "bbox_transform_tf.py"
    code = boxes.read_text("utf-8").partition("if __name__")[0]
    boxes.write_text(code.replace("tf.log(", "tf.math.log(") + TRIED_OUT, "utf-8")
    if importlib.util.find_spec("tensorflow") is not None:
        assert shell.run(f"'{sys.executable}' - < luminoth/utils/bbox_transform_tf.py")[0] == 0
    shown(shell, next(walk), "tf2lint check luminoth/utils/bbox_transform_tf.py")
    shown(shell, next(walk), "tf2lint check . --prune-baseline")
    shown(shell, next(walk), "tf2lint lookup")
    shown(shell, next(walk), "tf2lint check . --isolated --select TF101")
    assert len({finding["symbol"] for finding in findings(shell, "--isolated --select TF101")}) == 14
    assert says("the 65 that are left, in 14 names", "26 files were changed, all of them compile")
    shown(shell, next(walk), "sed")
    rename(shell)
    assert shell.run(f"'{sys.executable}' -m compileall -q luminoth") == (0, "")
    changed = shell.run("git diff --name-only")[1].split()
    assert len(set(changed) - {"luminoth/utils/bbox_transform_tf.py", "tf2lint-baseline.json"}) == 26
    shown(shell, next(walk), "tf2lint check . --prune-baseline")
    shown(shell, next(walk), "git show")
    shown(shell, next(walk), "tf2lint report")
    assert says("72 of 592 are gone, 12 %")
    assert "72 (12 %)" in parts(shell)

    (shell.folder / "pyproject.toml").write_text(last)
    shown(shell, next(walk), "tf2lint check luminoth/utils/bbox_transform_tf.py")
    assert next(walk, None) is None


def test_what_the_page_counts(shell: Shell) -> None:
    found = findings(shell, "--isolated --target 2.21")
    assert [*map(_PLACE, found)] == [*map(_PLACE, findings(shell, "--isolated --target 2.4"))]
    assert len(found) == 617
    assert says("2.4 and 2.21 give 617 findings in the same places", "another project's network, 34 findings")
    assert sum(finding["path"].endswith("base/truncated_vgg.py") for finding in found) == 34
    sessions = [finding for finding in found if finding["code"].startswith("TF5") and finding["code"] != "TF516"]
    assert says("129 of the 210 in step 6 are in tests", "of another library, in 15 files")
    assert (sum("_test.py" in finding["path"] for finding in sessions), len(sessions)) == (129, 210)
    builds_with = re.compile(r"^import sonnet", re.MULTILINE)
    assert sum(bool(builds_with.search(path.read_text("utf-8"))) for path in shell.folder.rglob("*.py")) == 15

    edited(shell, r"^import tensorflow as tf$", "import tensorflow.compat.v1 as tf")
    assert says("leaves 68 of the 617 findings", "tells all 1,415 places")
    main = shell.folder / "luminoth" / "train.py"
    main.write_text(f"{main.read_text('utf-8')}\ntf.disable_v2_behavior()\n", "utf-8")
    assert sum(finding["code"] != "TF108" for finding in findings(shell, "--isolated")) == 68
    both = findings(shell, "--isolated --extend-select TF104")
    assert sum(finding["code"] == "TF104" for finding in both) == 1415
