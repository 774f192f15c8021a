"""Runs the steps of the tutorial pages in order and compares the outputs with what the pages show."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from support.pages import Shell, is_shown, steps

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "work").mkdir()
    return Shell(tmp_path / "work", tmp_path / "bin")


def test_getting_started(shell: Shell) -> None:
    shutil.copytree(ROOT / "examples", shell.folder / "examples")
    all_steps = list(steps(DOCS / "getting-started.md"))
    for step in all_steps:
        if step.change:
            shell.change(step.change)
        else:
            _, output = shell.run(step.command)
            assert is_shown(output, step.output), f"{step.command}\n{output}"
    assert [bool(step.change) for step in all_steps].count(True) == 3
    assert len(all_steps) == 9


#: A program with some findings of each kind that the page shows, in files named as on the page.
PROGRAM = {
    "luminoth/__init__.py": "",
    "luminoth/utils/__init__.py": "",
    "luminoth/utils/debug.py": "# flake8: noqa\nimport tensorflow as tf\n\ntf.py_func(print, [1], [])\n",
    "luminoth/utils/image_vis.py": "# flake8: noqa\nimport tensorflow as tf\n\ntf.logging.info('x')\ntf.to_float(1)\n",
    "luminoth/utils/losses.py": "import tensorflow as tf\n",
    "luminoth/utils/bbox_transform_tf.py": """\
import tensorflow as tf

def encode(x, y):
    return tf.log(x), tf.log(y)

if __name__ == '__main__':
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        sess.run(encode(x, x), feed_dict={x: 1})
""",
    "luminoth/models/base/truncated_vgg.py": "from tensorflow.contrib import layers\n\nlayers.conv2d(1, 2, 3)\n",
    "luminoth/train.py": """\
import tensorflow as tf
from tensorflow.python.ops import math_ops

tf.contrib.layers.flatten(1)
tf.summary.merge_all()
tf.gfile.Open("a"), tf.gfile.GFile("b")
tf.to_float(1), tf.logging.info("c")
with tf.control_dependencies([tf.debugging.assert_greater(1.0, 0.0)]):
    tf.identity(1.0)
""",
    "luminoth/models/net.py": """\
import sonnet as snt


class Net(snt.AbstractModule):
    pass
""",
}
FIXED = "import tensorflow as tf\n\ndef encode(x, y):\n    return tf.math.log(x), tf.math.log(y)\n"


class Walk:
    """Runs the steps of a page in order, on a program other than the page's."""

    def __init__(self, shell: Shell, page: Path) -> None:
        self._shell = shell
        self._steps = list(steps(page))[::-1]

    def __call__(self, prefix: str, expected_code: int = 0) -> str:
        """Runs the next command and returns its output.

        Asserts that the command starts with a prefix and exits with a code, and that the page shows no other kinds of
        lines than the output has.
        """
        step = self._steps.pop()
        assert step.command.startswith(prefix)
        code, output = self._shell.run(step.command)
        assert code == expected_code, output
        assert kinds_of_lines(step.output) <= kinds_of_lines(output) | {"..."}, output
        return output

    def is_done(self) -> bool:
        return not self._steps


def kinds_of_lines(output: str) -> set[str]:
    """Returns the lines of an output without numbers and plural forms."""
    unfolded = re.sub(r"\n {4}(?=\S)", " ", output)
    unfolded = re.sub(r"\d[\d,.]*", "1", unfolded)
    unfolded = re.sub(r"\b(finding|file|error|warning|name|use)s?\b", r"\1", unfolded).replace(" are ", " is ")
    return {" ".join(line.split()) for line in unfolded.splitlines()}


def test_adopting(shell: Shell) -> None:
    page = DOCS / "adopting.md"
    settings = re.findall(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    folder, walk = shell.folder, Walk(shell, page)
    for name, text in PROGRAM.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert shell.run("git init -q -b main")[0] == 0

    named = re.findall(r"tf2lint: (\S+):\d+: the comment", walk("tf2lint check . --statistics", 1))
    assert len(named) == 2
    for name in named:
        (folder / name).write_text((folder / name).read_text().replace("# flake8: noqa\n", ""))
    walk("tf2lint report")
    (folder / "pyproject.toml").write_text(settings[0])
    assert shell.run("tf2lint check .")[0] == 2, "as the page says"
    assert "wrote 17 findings" in walk("tf2lint check . --write-baseline")
    walk("tf2lint check .")
    assert shell.run("git add --all && git commit -q -m first")[0] == 0

    losses = folder / "luminoth" / "utils" / "losses.py"
    losses.write_text("import tensorflow as tf\n\ndef entropy(p):\n    return -tf.reduce_sum(p * tf.log(p))\n")
    walk("tf2lint check .", 1)
    walk("tf2lint check . --isolated --diff-base", 1)
    losses.write_text(PROGRAM["luminoth/utils/losses.py"])

    (folder / "luminoth" / "utils" / "bbox_transform_tf.py").write_text(FIXED)
    assert "5 findings in the baseline are gone" in walk("tf2lint check luminoth/utils/bbox_transform_tf.py")
    assert "removed 5 of 17" in walk("tf2lint check . --prune-baseline")
    walk("tf2lint lookup")
    walk("tf2lint check . --isolated --select TF101", 1)
    walk("sed")
    assert "removed 2 of 12 findings" in walk("tf2lint check . --prune-baseline")
    walk("git show")
    walk("tf2lint report")

    for name in PROGRAM:
        (folder / name).write_text(FIXED)
    assert "removed 10 of 10 findings" in shell.run("tf2lint check . --prune-baseline")[1]
    (folder / "pyproject.toml").write_text(settings[1])
    assert "Not counted" not in walk("tf2lint check luminoth/utils/bbox_transform_tf.py")
    assert shell.run("tf2lint check .")[0] == 0
    assert walk.is_done()


def test_the_counts_of_the_page_match_the_findings_in_the_package() -> None:
    findings = (ROOT / "benchmarks" / "findings.txt").read_text("utf-8")
    total, _, codes = findings.partition("tf1/luminoth: ")[2].partition("\n\n")[0].partition("\n")
    counts = {code: int(count) for code, count in re.findall(r"^  (TF\d+) (\d+)$", codes, re.MULTILINE)}
    page = (DOCS / "adopting.md").read_text("utf-8")
    assert " ".join(total.split()[:2]) in page
    shown = re.findall(r"^ *(\d+)  (TF\d+)  error ", page.partition("Not counted")[0], re.MULTILINE)
    assert shown == [(str(count), code) for code, count in sorted(counts.items(), key=lambda item: -item[1])[:7]]
    by_step = [
        (re.findall(r"TF\d+", codes), int(count))
        for codes, count in re.findall(r"^\| \d \| (.+?) \| (\d+) ", page, re.M)
    ]
    assert sum(count for _, count in by_step) == sum(counts.values())
    counted: set[str] = set()
    for selectors, count in by_step:
        codes_of_step = {code for code in counts if code.startswith(tuple(selectors))} - counted
        assert count == sum(counts[code] for code in codes_of_step), selectors
        counted |= codes_of_step


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("a b\nc\n", True),
        ("a\n    b\nc\n", True),
        ("...\nc\n", True),
        ("a b\n...\n", True),
        ("a b\n", False),
        ("a b\nc\nd\n", False),
        ("a\nb\nc\n", False),
    ],
)
def test_is_shown(page: str, shown: bool) -> None:
    assert is_shown("a b\nc\n", page) is shown
