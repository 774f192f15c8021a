"""Programs that go back from `tf.compat.v1` to TensorFlow itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

COMPAT = "import tensorflow.compat.v1 as tf\n"
NATIVE = "import tensorflow as tf\n"
SWITCH = "\ntf.disable_v2_behavior()\n"


def fixed(folder: Path, *options: str, **files: str) -> dict[str, str]:
    """Writes and fixes a project; returns the texts of its files, after a second run has changed nothing."""
    (folder / "pyproject.toml").write_text("")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--fix", *options, str(folder)]
    assert main(arguments) in (0, 1)
    texts = {path.stem: path.read_text() for path in sorted(folder.glob("*.py"))}
    main(arguments)
    assert texts == {path.stem: path.read_text() for path in sorted(folder.glob("*.py"))}
    return texts


GRAPH = """\

x = tf.placeholder(tf.float32)
y = tf.to_float(x) + tf.log(x)
with tf.Session() as sess:
    print(sess.run(y, {x: 3.0}))
"""
#: Runs a tensor that it finds by name, for which there is nothing native.
RUN = """\

def run(feeds):
    return tf.Session().run("loss:0", feeds)
"""


def test_what_has_native_fixes(tmp_path: Path) -> None:
    text = fixed(tmp_path, "--unsafe-fixes", main=COMPAT + SWITCH + GRAPH)["main"]
    assert text.startswith(NATIVE)
    assert "compat" not in text
    assert "disable" not in text
    assert "tf.cast(" in text


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes", "--select", "TF1"), ("--unsafe-fixes", "--ignore", "TF5")])
def test_only_if_everything_is_reported(tmp_path: Path, options: tuple[str, ...]) -> None:
    source = COMPAT + SWITCH + RUN
    assert fixed(tmp_path, *options, main=source)["main"] == source


def test_findings_that_a_comment_would_hide(tmp_path: Path) -> None:
    source = COMPAT + SWITCH + RUN.replace("feeds)\n", "feeds)  # noqa\n")
    assert fixed(tmp_path, "--unsafe-fixes", main=source)["main"] == source


def test_a_rule_whose_findings_are_not_fixed(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(COMPAT + SWITCH + GRAPH)
    (tmp_path / "pyproject.toml").write_text('[tool.tf2lint]\nunfixable = ["TF108"]\n')
    main(["check", "--no-cache", "--quiet", "--fix", "--unsafe-fixes", str(path)])
    assert path.read_text() == COMPAT + SWITCH + GRAPH


def test_what_depends_on_a_graph_stays(tmp_path: Path) -> None:
    source = COMPAT + SWITCH + RUN
    assert fixed(tmp_path, "--unsafe-fixes", main=source) == {"main": source}


def test_all_files_of_a_program_or_none(tmp_path: Path) -> None:
    main_file = COMPAT + "import net\n" + SWITCH + "\nprint(net.double(tf.constant(1)))\n"
    net = COMPAT + "\n\ndef double(x):\n    return 2 * tf.to_float(x)\n"
    texts = fixed(tmp_path, "--unsafe-fixes", main=main_file, net=net)
    assert texts["main"] == NATIVE + "import net\n" + "\nprint(net.double(tf.constant(1)))\n"
    assert texts["net"] == NATIVE + "\n\ndef double(x):\n    return 2 * tf.cast(x, tf.float32)\n"
    texts = fixed(tmp_path, "--unsafe-fixes", main=main_file, net=net + "\n" + RUN)
    assert texts["main"] == main_file
    assert texts["net"] == net + "\n" + RUN


def test_a_switch_in_other_code(tmp_path: Path) -> None:
    source = COMPAT + "\nif tf.disable_v2_behavior() is None:\n    print(tf.to_float(1))\n"
    assert fixed(tmp_path, "--unsafe-fixes", main=source)["main"] == source


def test_import_forms(tmp_path: Path) -> None:
    source = (
        "from tensorflow.compat import v1 as tf\nfrom tensorflow.compat.v1 import to_float\n\n"
        "tf.disable_eager_execution()\nprint(to_float(tf.constant(1)))\n"
    )
    text = fixed(tmp_path, "--unsafe-fixes", main=source)["main"]
    assert text == "import tensorflow as tf\n\nprint(tf.cast(tf.constant(1), tf.float32))\n"


def test_an_import_whose_names_are_the_same(tmp_path: Path) -> None:
    options = ("--unsafe-fixes", "--extend-select", "TF104")
    assert fixed(tmp_path, *options, main=COMPAT + "\nx = tf.log(tf.abs(1.0))\n")["main"] == (
        NATIVE + "\nx = tf.math.log(tf.abs(1.0))\n"
    )
    other = COMPAT.replace("import tensorflow.compat.v1", "from tensorflow.compat import v1")
    run = "\nprint(tf.abs(1.0))\n" + RUN.replace("tf.", "tf1.")
    texts = fixed(tmp_path, *options, main=f"{other}import tensorflow as tf1\n{run}")
    assert texts["main"] == f"{NATIVE}import tensorflow as tf1\n{run}", "also where the program as a whole stays"
    source = COMPAT + "\nx = tf.nn.dropout(tf.zeros([2]), keep_prob=k)\ny = tf.metrics.accuracy(x, x)\n"
    assert fixed(tmp_path, *options, main=source)["main"].startswith(COMPAT)
