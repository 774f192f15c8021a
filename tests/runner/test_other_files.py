"""Constructs that span files: all of them change, or none does, and a message says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "import tensorflow as tf\n\n"
HELPER = f"""\
{HEAD}
def log(session, x):
    show(x, session)


def show(x, sess):
    print(sess.run(tf.reduce_sum(x)))


def test():
    with tf.Session() as sess:
        log(sess, tf.ones([2]))
"""
WITHOUT_SESSION = f"""\
{HEAD}
def log(x):
    show(x)


def show(x):
    print(tf.reduce_sum(x).numpy())


def test():
    log(tf.ones([2]))
"""
BLOCK = f"""\
{HEAD}import util

x = tf.placeholder(tf.float32, [None])
w = tf.Variable(0.5)
loss = tf.reduce_mean(tf.square(w * x))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
saver = tf.train.Saver()

with tf.Session() as sess:
    print(sess.run([train, loss], {{x: [1.0, 2.0]}})[1])
"""
MODEL = f"""\
{HEAD}
class Model:
    def __init__(self):
        self.inputs = tf.placeholder(tf.float32, [None])
        self.loss = tf.reduce_mean(tf.square(tf.Variable(0.5) * self.inputs))

    def step(self, sess, values):
        return sess.run(self.loss, {{self.inputs: values}})
"""
NET = f"""\
{HEAD}
def build(x):
    with tf.variable_scope("net"):
        return tf.matmul(x, tf.get_variable("w", [2, 1]))
"""


def fixed(folder: Path, capsys: pytest.CaptureFixture[str], **files: str) -> tuple[dict[str, str], str]:
    """Writes and fixes a project; returns the texts of its files, and what is said."""
    (folder / "pyproject.toml").write_text("")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    arguments = ["check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", str(folder)]
    main(arguments)
    said = capsys.readouterr().err
    texts = {path.stem: path.read_text() for path in folder.glob("*.py")}
    main(arguments)
    assert texts == {path.stem: path.read_text() for path in folder.glob("*.py")}
    return texts, said


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        (
            f"{HEAD}from helper import log as l\n\nwith tf.Session() as s:\n    l(s, tf.ones([3]))\n",
            f"{HEAD}from helper import log as l\n\nl(tf.ones([3]))\n",
        ),
        (
            f"{HEAD}import helper\n\nsess = tf.Session()\nhelper.show(tf.ones([3]), sess=sess)\n",
            f"{HEAD}import helper\n\nhelper.show(tf.ones([3]))\n",
        ),
    ],
)
def test_functions_of_other_files_take_no_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caller: str, expected: str
) -> None:
    texts, _ = fixed(tmp_path, capsys, helper=HELPER, train=caller)
    assert texts == {"helper": WITHOUT_SESSION, "train": expected}


NETWORK = f"""\
{HEAD}
class Network(object):
    def __init__(self, sess, scale):
        self.sess = sess
        self.x = tf.placeholder(tf.float32, [None])
        self.y = self.x * scale

    def predict(self, x):
        return self.sess.run(self.y, {{self.x: x}})
"""
NETWORK_WITHOUT_SESSION = f"""\
{HEAD}
class Network(object):
    def __init__(self, scale):
        def compute_y(x):
            self.x = tf.convert_to_tensor(x, tf.float32)
            self.y = self.x * scale
            return self.y

        self.compute_y = compute_y

    def predict(self, x):
        return self.compute_y(x).numpy()
"""
AGENT = f"{HEAD}from actor import Network\nimport critic\n\nsess = tf.Session()\n"


@pytest.mark.parametrize("use", ["", "print(actor.sess)\n", "class Large(Network):\n    pass\n"])
def test_objects_of_other_files_keep_no_session(tmp_path: Path, capsys: pytest.CaptureFixture[str], use: str) -> None:
    made = (
        "actor = Network(sess, 2.0)\nprint(actor.predict([1.0]), critic.Network(scale=3.0, sess=sess).predict([2.0]))\n"
    )
    texts, _ = fixed(tmp_path, capsys, actor=NETWORK, critic=NETWORK, agent=AGENT + made + use)
    if use:
        assert texts["agent"] == AGENT + made + use
        assert "self.sess = sess" in texts["actor"]
    else:
        without = made.replace("sess, ", "").replace(", sess=sess", "")
        expected = {"agent": AGENT.replace("sess = tf.Session()\n", "") + without}
        assert texts == {"actor": NETWORK_WITHOUT_SESSION, "critic": NETWORK_WITHOUT_SESSION} | expected


CALLS = (
    "actor = Network(2.0)\nsess = tf.Session()\nprint(actor.predict(sess, [1.0]), actor.predict(x=[2.0], sess=sess))\n"
)


@pytest.mark.parametrize(
    "use", ["", "f(actor.predict)\n", "f().predict(sess, [1.0])\n", "class Large(Network):\n    pass\n"]
)
def test_methods_of_other_files_take_no_session(tmp_path: Path, capsys: pytest.CaptureFixture[str], use: str) -> None:
    network = NETWORK.replace("self, sess, scale", "self, scale").replace("        self.sess = sess\n", "")
    network = network.replace("predict(self, x)", "predict(self, sess, x)").replace("self.sess.run", "sess.run")
    agent = AGENT.replace("import critic\n\nsess = tf.Session()\n", "")
    texts, _ = fixed(tmp_path, capsys, actor=network, agent=f"{agent}\n{CALLS}{use}")
    if use:
        assert "def predict(self, sess, x):" in texts["actor"]
    else:
        calls = "actor = Network(2.0)\nprint(actor.predict([1.0]), actor.predict(x=[2.0]))\n"
        assert texts == {"actor": NETWORK_WITHOUT_SESSION, "agent": f"{agent}\n{calls}"}


def test_parameters_whose_default_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show = "\n\ndef show(network, mode=None):\n    print(network)\n"
    actor = NETWORK.replace("sess, scale", "scale, sess=None") + show
    made = "first, second = Network(2.0, sess), Network(scale=3.0)\nactor.show(first, mode=None)\n"
    agent = AGENT.replace("import critic", "import actor")
    texts, _ = fixed(tmp_path, capsys, actor=actor, agent=agent + made)
    assert texts["agent"] == agent.replace("sess = tf.Session()\n", "") + made.replace(", sess", "")
    assert texts["actor"].startswith(NETWORK_WITHOUT_SESSION)
    assert "mode=None" in texts["actor"]


@pytest.mark.parametrize(
    "other",
    [
        f"{HEAD}import functools\nimport helper\n\nf = functools.partial(helper.show, sess=tf.Session())\n",
        f"{HEAD}from helper import log\n\nlog(*make())\n",
        f"{HEAD}from helper import log\n\nlog(make(), tf.ones([2]))\n",
        "from helper import *\n\nlog(None, [1])\n",
    ],
)
def test_functions_keep_their_parameters_if_a_call_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    caller = f"{HEAD}from helper import log\n\nwith tf.Session() as s:\n    log(s, tf.ones([3]))\n"
    texts, _ = fixed(tmp_path, capsys, helper=HELPER, train=caller, other=other)
    assert texts["train"] == caller
    assert "def log(session, x):" in texts["helper"]


@pytest.mark.parametrize(
    ("files", "kept", "reason"),
    [
        (
            {
                "train": BLOCK + "    util.save(saver, sess)\n",
                "util": "def save(saver, sess):\n    saver.save(sess, 'a')\n",
            },
            ("train", BLOCK),
            "train.py:5:5: TF503 not fixed: line 13 hands on the saver of line 9",
        ),
        (
            {
                "train": BLOCK.replace("tf.train.Saver()", "util.make()") + "    saver.save(sess, 'a')\n",
                "util": f"{HEAD}def make():\n    return tf.train.Saver()\n",
            },
            ("train", "saver = util.make()\n"),
            "train.py:5:5: TF503 not fixed: line 13 uses a saver that is made elsewhere",
        ),
        (
            {"train": BLOCK, "util": "def run(sess):\n    import train\n    return sess.run(train.loss)\n"},
            ("train", BLOCK),
            "train.py:5:5: TF503 not fixed: util.py uses loss, which is made in line 7",
        ),
        (
            {"model": MODEL, "use": f"{HEAD}from model import Model\n\ntf.Session().run(Model().loss)\n"},
            ("model", MODEL),
            "model.py:6:23: TF503 not fixed: use.py uses loss, which is made in line 7",
        ),
        (
            {"model": MODEL, "use": f"{HEAD}from model import Model\n\nm = Model()\ntf.Session().run(m.loss)\n"},
            ("model", MODEL),
            "use.py:6:1: TF502 not fixed: m.loss in line 6 is built in another file",
        ),
        (
            {"net": NET, "train": BLOCK.replace("import util", "import net").replace("w * x", "net.build(x)")},
            ("train", "loss = tf.reduce_mean(tf.square(net.build(x)))\n"),
            "net.build() in line 7 may make variables",
        ),
        (
            {
                "net": f"{HEAD}x = tf.placeholder(tf.float32)\ny = x + 1\n",
                "use": "import net\nrun(net.y, {net.x: 1})\n",
            },
            ("net", "x = tf.placeholder(tf.float32)\n"),
            "net.py:3:5: TF503 not fixed: no run in this file depends on the placeholder in line 3",
        ),
        (
            {
                "data": f"{HEAD}data = tf.data.Dataset.range(3)\nelement = data.make_one_shot_iterator().get_next()\n"
                "half = element / 2\nwith tf.Session() as sess:\n    print(sess.run(half))\n",
                "use": "import data\n\nprint(data.half)\n",
            },
            ("data", "half = element / 2\n"),
            "data.py:4:11: TF508 not fixed: use.py uses half, which is made in line 5",
        ),
    ],
    ids=["saver", "made saver", "name", "attribute", "run", "scope", "placeholder", "element"],
)
def test_what_another_file_uses_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], kept: tuple[str, str], reason: str
) -> None:
    texts, said = fixed(tmp_path, capsys, **files)
    name, text = kept
    assert text in texts[name]
    assert reason in said


def test_names_that_are_made_of_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = f"{HEAD}import util\n\ny = util.f(y)\nz = z.f().g\nz = y = util.f(z, y)\ntf.Session().run([y, z])\n"
    assert fixed(tmp_path, capsys, main=source)[0] == {"main": source}
