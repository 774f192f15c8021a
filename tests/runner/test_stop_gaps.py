"""Stop-gaps of whole programs: which programs run in graph mode, and what their files become."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ("--fix", "--unsafe-fixes", "--stop-gap")
#: Runs a tensor that it finds by name, for which there is nothing native.
RUN = """\
def run(feeds):
    with tf.Session() as sess:
        return sess.run("loss:0", feeds)
"""
HEAD = "import tensorflow as tf\n\n\n"
IN_GRAPH_MODE = "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\n\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)


def fixed(folder: Path, *options: str) -> dict[str, str]:
    """Fixes a folder; returns the texts of its files, after a second run has shown that nothing is left to fix."""
    arguments = ["check", "--isolated", "--no-cache", "--quiet", *OPTIONS, *options, str(folder)]
    assert main(arguments) in (0, 1)
    texts = {path.stem: path.read_text() for path in sorted(folder.glob("*.py"))}
    main(arguments)
    assert texts == {path.stem: path.read_text() for path in sorted(folder.glob("*.py"))}
    return texts


def test_a_program_without_native_fixes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, main=HEAD + RUN)
    assert fixed(project) == {"main": IN_GRAPH_MODE + RUN}
    capsys.readouterr()
    main(["check", "--isolated", "--no-cache", "--format", "json", str(project)])
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["TF108"]


def test_never_without_the_option(project: Path) -> None:
    write(project, main=HEAD + RUN)
    main(["check", "--isolated", "--no-cache", *OPTIONS[:2], str(project)])
    assert (project / "main.py").read_text() == HEAD + RUN


def test_what_native_fixes_settle_stays_native(project: Path) -> None:
    write(
        project,
        main=HEAD + "x = tf.placeholder(tf.float32)\nwith tf.Session() as sess:\n    print(sess.run(x, {x: 1.0}))\n",
    )
    assert "compat" not in fixed(project)["main"]


def test_all_files_of_a_program(project: Path) -> None:
    write(
        project,
        main="import tensorflow as tf\nfrom net import loss\n\nprint(tf.to_float(1))\n",
        net="import tensorflow as tf\nimport layers\n\n\ndef loss(x):\n    return layers.dense(tf.to_float(x))\n",
        layers=HEAD + "def dense(x):\n    return tf.matmul(x, x)\n\n\n" + RUN,
        other="import tensorflow as tf\n\nprint(tf.to_float(1))\n",
    )
    assert fixed(project) == {
        "main": "import tensorflow.compat.v1 as tf\nfrom net import loss\n\ntf.disable_v2_behavior()\n\n"
        "print(tf.to_float(1))\n",
        "net": "import tensorflow.compat.v1 as tf\nimport layers\n\n\ndef loss(x):\n"
        "    return layers.dense(tf.to_float(x))\n",
        "layers": "import tensorflow.compat.v1 as tf\n\n\ndef dense(x):\n    return tf.matmul(x, x)\n\n\n" + RUN,
        "other": "import tensorflow as tf\n\nprint(tf.cast(1, tf.float32))\n",
    }


def test_programs_that_share_a_module_without_tensorflow(project: Path) -> None:
    write(
        project,
        paths="import os\n",
        one="import paths\n" + HEAD + RUN,
        two="import paths\nimport tensorflow as tf\n\nprint(tf.to_float(1))\n",
    )
    texts = fixed(project)
    assert texts["one"] == "import paths\n" + IN_GRAPH_MODE + RUN
    assert texts["two"] == "import paths\nimport tensorflow as tf\n\nprint(tf.cast(1, tf.float32))\n"


def test_a_program_that_begins_without_tensorflow(project: Path) -> None:
    write(project, main="import one\nimport two\n", one=HEAD + RUN, two="import tensorflow as tf\n\nx = tf.int32\n")
    texts = fixed(project)
    assert texts["one"] == IN_GRAPH_MODE + RUN
    assert texts["two"] == "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\nx = tf.int32\n"


def test_a_module_that_runs_while_it_is_imported(project: Path) -> None:
    write(
        project,
        main="import tensorflow as tf\nimport net\n\n\n" + RUN,
        net="import tensorflow as tf\n\nx = tf.placeholder(tf.float32)\n",
    )
    assert fixed(project)["net"] == (
        "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\nx = tf.placeholder(tf.float32)\n"
    )


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (
            "import tensorflow as tf\nimport main\n\n\n@tf.function\ndef f(x):\n    with tf.GradientTape() as t:\n"
            "        return t.gradient(x, x)\n",
            "other.py, which belongs to its program, is written for TensorFlow 2",
        ),
        (
            "import tensorflow as tf\nimport main\n\ntf.enable_eager_execution()\nprint(tf.to_float(1))\n",
            "other.py, which belongs to its program, enables eager execution",
        ),
    ],
)
def test_a_program_that_needs_eager_mode(
    project: Path, capsys: pytest.CaptureFixture[str], other: str, reason: str
) -> None:
    first = "import tensorflow as tf\nimport main\n\ntf.set_random_seed(1)\n"
    write(project, first=first, main=HEAD + RUN, other=other)
    texts = fixed(project)
    assert texts["main"] == HEAD + RUN
    assert "tf.keras.utils.set_random_seed" in texts["first"]  # after which it is one for TensorFlow 2
    assert reason in capsys.readouterr().err


def test_files_that_do_not_change_are_reported_anew(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    net = "import tensorflow.compat.v1 as tf\n\n\ndef f(x):\n    return tf.gradients(x, x)\n"
    write(project, main="import net\n" + HEAD + RUN, net=net)
    arguments = ["check", "--isolated", "--no-cache", "--format", "json", str(project)]
    main(arguments)
    assert "TF517" in {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]}
    main([*arguments, *OPTIONS])
    assert {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]} == {"TF108"}
    assert (project / "net.py").read_text() == net


def test_a_file_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, main=HEAD + RUN, other="import tensorflow as tf\nimport main\n\nprint(tf.to_float(1))\n")
    path = project / "main.py"
    main(["check", "--isolated", "--no-cache", *OPTIONS, str(path)])
    assert path.read_text() == HEAD + RUN
    assert "other.py belongs to its program; check both" in capsys.readouterr().err


def test_accepted_findings_are_not_fixed(project: Path) -> None:
    write(project, main=HEAD + RUN)
    baseline = str(project / "baseline.json")
    main(["check", "--isolated", "--no-cache", "--write-baseline", baseline, str(project)])
    write(project, main=HEAD + RUN + "\n\ntf.to_float(1)\n")
    assert fixed(project, "--baseline", baseline) == {"main": HEAD + RUN + "\n\ntf.cast(1, tf.float32)\n"}


KERAS_2 = 'import os\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n\n'
LAYER = 'def net(x):\n    return tf.layers.dense(x, 3, name="a", reuse=True)\n\n\n' + RUN


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD, KERAS_2 + IN_GRAPH_MODE),
        (
            '"""Trains."""\nfrom __future__ import print_function\n\nimport sys\n\nimport numpy as np\n' + HEAD,
            '"""Trains."""\nfrom __future__ import print_function\n\nimport sys\n\n'
            + KERAS_2
            + "import numpy as np\n"
            + IN_GRAPH_MODE,
        ),
        (
            "import os\nimport sys\n" + HEAD,
            'import os\nimport sys\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n\n' + IN_GRAPH_MODE,
        ),
    ],
)
def test_layers_need_keras_2(project: Path, head: str, expected: str) -> None:
    write(project, main=head + LAYER)
    assert fixed(project) == {"main": expected + LAYER}


def test_layers_with_an_older_keras(project: Path) -> None:
    write(project, main=HEAD + LAYER)
    assert fixed(project, "--target", "2.15") == {"main": IN_GRAPH_MODE + LAYER}


def test_contrib_gets_native_fixes_that_mean_the_same_in_graph_mode(project: Path) -> None:
    contrib = "a = tf.contrib.layers.xavier_initializer()\nb = tf.contrib.layers.l2_regularizer(0.1)\n"
    write(project, main=HEAD + RUN + "\n\n" + contrib)
    assert fixed(project) == {
        "main": KERAS_2
        + IN_GRAPH_MODE
        + RUN
        + "\n\na = tf.keras.initializers.glorot_uniform()\nb = tf.keras.regularizers.L2(0.5 * 0.1)\n"
    }


def test_contrib_under_its_other_name(project: Path) -> None:
    cells = (
        "def cell():\n    return rnn.MultiRNNCell([BasicLSTMCell(3), tf.contrib.rnn.GRUCell(3)])\n\n\n"
        "x = tf.contrib.rnn.static_rnn\n"
    )
    imports = "from tensorflow.contrib import rnn\nfrom tensorflow.contrib.rnn import BasicLSTMCell\n"
    write(project, main=imports + HEAD + RUN + "\n\n" + cells)
    assert fixed(project) == {
        "main": KERAS_2 + IN_GRAPH_MODE + RUN + "\n\n"
        "def cell():\n"
        "    return tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(3), tf.nn.rnn_cell.GRUCell(3)])\n"
        "\n\nx = tf.nn.static_rnn\n"
    }


def test_layers_of_contrib(project: Path) -> None:
    calls = "a = tf.contrib.layers.flatten(x)\nb = tf.contrib.layers.batch_norm(a, is_training=True)\n"
    write(project, main=HEAD + RUN + "\n\nx = tf.placeholder(tf.float32)\n" + calls)
    assert fixed(project)["main"].endswith(
        calls.replace("tf.contrib.layers.flatten(x)", "tf.keras.layers.Flatten()(x)")
    )


def test_an_entry_that_only_uses_objects(project: Path) -> None:
    write(project, main="import net\n\nprint(net.run({}))\n", net=HEAD + RUN)
    assert fixed(project)["net"] == IN_GRAPH_MODE + RUN


def test_other_contrib_is_still_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, main="from tensorflow.contrib import slim\n" + HEAD + RUN + "\n\nslim.conv2d(1, 2, 3)\n")
    texts = fixed(project)
    assert texts["main"].startswith("from tensorflow.contrib import slim\nimport tensorflow.compat.v1 as tf\n")
    capsys.readouterr()
    main(["check", "--isolated", "--no-cache", "--format", "json", str(project)])
    found = [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert found == ["TF201", "TF108", "TF202"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow\n", "import tensorflow.compat.v1 as tensorflow\n\ntensorflow.disable_v2_behavior()\n"),
        (
            "from tensorflow import flags, train\nimport tensorflow as tf, sys\n",
            "from tensorflow.compat.v1 import flags, train\nimport tensorflow.compat.v1 as tf, sys\n\n"
            "tf.disable_v2_behavior()\n",
        ),
        (
            "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\nimport sys\n",
            "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    tf = None\nimport sys\n\n"
            "tf.disable_v2_behavior()\n",
        ),
        (
            "def load():\n    import tensorflow as tf\n    return tf\n",
            "def load():\n    import tensorflow.compat.v1 as tf\n    tf.disable_v2_behavior()\n    return tf\n",
        ),
        (
            "from tensorflow import flags\nfrom tensorflow.python.ops import nn\n\nprint(flags, nn)\n",
            "from tensorflow.compat.v1 import flags\nfrom tensorflow.python.ops import nn\n"
            "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\nprint(flags, nn)\n",
        ),
        (
            "import tensorflow as tf\nimport sys\ntf.logging.set_verbosity(tf.logging.INFO)\nimport os\n",
            "import tensorflow.compat.v1 as tf\nimport sys\n\ntf.disable_v2_behavior()\n\n"
            "tf.logging.set_verbosity(tf.logging.INFO)\nimport os\n",
        ),
    ],
)
def test_how_tensorflow_is_imported(project: Path, before: str, after: str) -> None:
    rest = "\n\ndef run(feeds):\n    import graph\n    return graph.run(feeds)\n"
    write(project, main=before + rest, graph=HEAD + RUN)
    assert fixed(project)["main"] == after + rest


def test_line_ends_and_python_2(project: Path) -> None:
    path = project / "main.py"
    path.write_bytes((HEAD + RUN + 'print "done"\n').replace("\n", "\r\n").encode())
    fixed(project)
    assert path.read_bytes() == (IN_GRAPH_MODE + RUN + 'print "done"\n').replace("\n", "\r\n").encode()


def test_a_notebook(project: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": ["import tensorflow as tf\n", "import sys"]},
        {"cell_type": "code", "metadata": {}, "source": ["sess = tf.Session()\n", "sess.run('loss:0', feeds)"]},
    ]
    path = project / "n.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    main(["check", "--isolated", "--no-cache", *OPTIONS, str(project)])
    texts = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
    assert "\n".join(texts).split("\n") == [
        "import tensorflow.compat.v1 as tf",
        "import sys",
        "",
        "tf.disable_v2_behavior()",
        "sess = tf.Session()",
        "sess.run('loss:0', feeds)",
    ]


def test_a_patch_says_what_it_means(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, main=HEAD + LAYER)
    main(["check", "--isolated", "--no-cache", "--diff", *OPTIONS[1:], str(project)])
    assert (project / "main.py").read_text() == HEAD + LAYER
    head = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("@@"))
    assert "stop-gap: TF" in head
    assert "(the whole program runs in graph mode, with TensorFlow 1's functions; port it file by file;" in head
    assert "needs the package tf_keras, which is Keras 2)" in head
