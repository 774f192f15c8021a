"""What is read from the code of a module, and the facts about programs that this decides."""

from __future__ import annotations

import pytest

from tf2lint.project.module_facts import facts_of
from tf2lint.project.program_facts import FACTS
from tf2lint.source import code_of, imports_in

IMPORT = "import tensorflow as tf\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = 1  # b", "a = 1  "),
        ("a = 'b c'", "a = "),
        ("a = 'b'", "a = 'b'"),
        ('"""b\n\'c\'"""\na', "\na"),
        ("'''b\\'''c'''a", "a"),
        ("a('it\\'s b', \"c # d\")", "a(, )"),
        ("a \\\n  .b", "a    .b"),
        ("x = \"'''\"; a = '\"\"\"'  # '''", "x = ; a =   "),
    ],
)
def test_comments_and_strings_are_no_code(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a.b as c, d.e", [("c", "a.b", 0, "", "a.b"), ("d", "d.e", 0, "", "d")]),
        ("from a import b as c, d", [("c", "a", 0, "b", "a.b"), ("d", "a", 0, "d", "a.d")]),
        ("from .a import b", [("b", "a", 1, "b", "")]),
        ("from .. import b", [("b", "", 2, "b", "")]),
        ("from a import *", [("*", "a", 0, "*", "a.*")]),
        ("if x: import a; import b", [("a", "a", 0, "", "a"), ("b", "b", 0, "", "b")]),
        ("importlib.reload(x); from a import (\n    b,\n)", [("b", "a", 0, "b", "a.b")]),
        ("'''\nimport a\n'''\n", []),
        ("'''\nimport a\n'''\nimport b", [("b", "b", 0, "", "b")]),
        ("yield from a\nimported = 1", []),
    ],
)
def test_imports(text: str, expected: list[tuple[str, str, int, str, str]]) -> None:
    assert [tuple(imported) for imported in imports_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "names", "called"),
    [
        (f"{IMPORT}tf.a.b(tf.c)", {"a.b", "c"}, {"a.b"}),
        ("from tensorflow import a as b\nb()", {"a"}, {"a"}),
        ("from tensorflow.compat import v1\nv1.a()", {"compat.v1", "compat.v1.a"}, {"compat.v1.a"}),
        (f"{IMPORT}v1 = tf.compat.v1\nv1.a()", {"compat.v1", "compat.v1.a"}, {"compat.v1.a"}),
        ("try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\ntf.a",
         {"compat.v1", "compat.v1.a", "a"}, set()),
        ("from keras import layers\nlayers.Dense(1)", {"keras.layers", "keras.layers.Dense"}, {"keras.layers.Dense"}),
        (f"{IMPORT}'''tf.a()'''  # tf.b()", set(), set()),
        ("from .common import tf\ntf.a()", set(), set()),
        ("import tensorflow as tf, numpy as np\nself.tf.a(np.b)", set(), set()),
    ],
)  # fmt: skip
def test_names_of_the_libraries(text: str, names: set[str], called: set[str]) -> None:
    facts = facts_of(text)
    assert facts.names == names
    assert facts.called == called


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("leaves eager mode", f"{IMPORT}tf.compat.v1.disable_eager_execution()", True),
        ("leaves eager mode", "from common import tf1\ntf1.disable_v2_behavior()", True),
        ("leaves eager mode", f"{IMPORT}with tf.Graph().as_default(): pass", True),
        ("leaves eager mode", "from tensorflow import Graph as G\nG()", True),
        ("leaves eager mode", "from tensorflow.python.framework import ops\nops.Graph()", True),
        ("leaves eager mode", f"{IMPORT}tf.estimator.EstimatorSpec(mode)", True),
        ("leaves eager mode", f"{IMPORT}tf.contrib.tpu.TPUEstimator(f)", True),
        ("leaves eager mode", "def my_model_fn(features, labels, mode, params): pass", True),
        ("leaves eager mode", "def model_fn(features, params=f(), *, mode=None): pass", True),
        ("leaves eager mode", "def model_fn(features): 'uses mode'", False),
        ("leaves eager mode", "@test_util.run_v1_only('why')\ndef f(): pass", False),
        (
            "leaves eager mode",
            "from tensorflow.python.framework import test_util\n@test_util.run_v1_only\ndef f(): 1",
            True,
        ),
        ("leaves eager mode", f"{IMPORT}def f(g: tf.Graph): pass", False),
        ("leaves eager mode", f"{IMPORT}class ValueEstimator: pass\nValueEstimator()", False),
        ("leaves eager mode", "import rdflib\nrdflib.Graph()", False),
        ("leaves eager mode", "from nets import Graph\nGraph()", False),
        ("leaves eager mode", "def f(edge_model_fn, mode): edge_model_fn(mode)", False),
        ("leaves eager mode", "# tf.Graph()\n'''Estimator'''", False),
        ("imports tf_keras", "import tf_keras", True),
        ("imports tf_keras", "from tf_keras import layers", True),
        ("imports tf_keras", "from .tf_keras import layers", False),
        ("sets legacy Keras", 'os.environ["TF_USE_LEGACY_KERAS"] = "1"', True),
        ("sets legacy Keras", 'os.environ.setdefault("TF_USE_LEGACY_KERAS", "True")', True),
        ("sets legacy Keras", 'os.environ.update(TF_USE_LEGACY_KERAS="1")', True),
        ("sets legacy Keras", 'os.environ.update({"TF_USE_LEGACY_KERAS": flag})', True),
        ("sets legacy Keras", 'KEY = "TF_USE_LEGACY_KERAS"', True),
        ("sets legacy Keras", 'TF_USE_LEGACY_KERAS: object = "1"', True),
        ("sets legacy Keras", 'os.environ["TF_USE_LEGACY_KERAS"] = str(int(flag))', True),
        ("sets legacy Keras", 'for name, value in [("TF_USE_LEGACY_KERAS", "1")]: pass', True),
        ("sets legacy Keras", 'os.environ["TF_USE_LEGACY_KERAS"] = None', False),
        ("sets legacy Keras", 'os.environ["TF_USE_LEGACY_KERAS"] = "0"', False),
        ("sets legacy Keras", 'os.environ.get("TF_USE_LEGACY_KERAS", default)', False),
        ("sets legacy Keras", 'os.environ["TF_USE_LEGACY_KERAS"] == "1"', False),
        ("sets legacy Keras", '# os.environ["TF_USE_LEGACY_KERAS"] = "1"', False),
        ("sets step", f"{IMPORT}tf.summary.experimental.set_step(1)", True),
        ("sets step", "with writer.as_default(step=1): pass", True),
        ("sets step", "with graph.as_default(): pass", False),
        ("sets step", "tf.keras.callbacks.TensorBoard('logs')", True),
        ("sets step", "'call set_step(1)'", False),
        ("gives custom objects", "load_model(path, custom_objects={})", True),
        ("gives custom objects", "keras.models.load_model(path, {'Net': Net})", True),
        ("gives custom objects", "load_model(\n    os.path.join(folder, name),\n    {'Net': Net},\n)", True),
        ("gives custom objects", "load_model(path)", False),
        ("writes Orbax", "from keras.callbacks import OrbaxCheckpoint\nOrbaxCheckpoint(folder)", True),
        ("writes Orbax", "keras.callbacks.ModelCheckpoint(folder)  # or OrbaxCheckpoint", False),
        ("gives custom objects", "'pass custom_objects= for your classes'", False),
        ("names metric acc", "model.compile(metrics=['acc'])", True),
        ("names metric acc", "METRIC = 'acc'", True),
        ("names metric acc", "print(history.history['acc'], logs.get('acc'))", False),
        ("names metric acc", "if 'acc' in logs and 'acc' not in old: EarlyStopping(monitor='acc')", False),
        ("names metric acc", "logs['acc'] = logs['accuracy']", True),
        ("names metric acc", "# 'acc'", False),
        ("names metric acc", "def acc(y_true, y_pred): pass", True),
        ("names metric acc", "for key in ['loss', 'acc', 'val_acc']: print(log[key], title('acc'))", False),
        ("names metric acc", "model.compile(\n    optimizer=make(f(1)),\n    metrics={'out': ['acc']},\n)", True),
        ("assigned learning rate", "K.set_value(\n    models[f(0)].optimizer.lr,\n    0.1,\n)", True),
        ("assigned learning rate", "trainer.lr = 0.1", True),
        ("assigned learning rate", "opt.learning_rate.assign(0.1)", True),
        ("assigned learning rate", "self.lr = opt.lr; cls.learning_rate *= 2; print(opt.lr == 1)", False),
        ("assigned learning rate", "callbacks=[ReduceLROnPlateau()]", True),
        ("abbreviated loss", "model.compile(Adam(rate(1)),\n    'mse')", True),
        ("abbreviated loss", "model.compile(loss={'a': 'mae', 'b': f}, optimizer='sgd')", True),
        ("abbreviated loss", "def build(loss='MSE'): pass", True),
        ("abbreviated loss", "model.compile('sgd', loss=f, metrics=['mse'])", False),
        ("uses functions", f"{IMPORT}@tf.function(jit_compile=True)\ndef f(): pass", True),
        ("uses functions", "from tensorflow import function\n@function\ndef f(): pass", True),
        ("uses functions", "'''decorate it with tf.function'''", False),
        ("writes summaries", f"{IMPORT}tf.compat.v2.summary.create_file_writer('logs')", True),
        ("makes global step", f"{IMPORT}tf.compat.v1.train.get_or_create_global_step()", True),
    ],
)
def test_facts(fact: str, text: str, expected: bool) -> None:
    has_word = any(word in text for word in FACTS[fact].words)
    assert (has_word and FACTS[fact].holds(facts_of(text))) is expected
    if FACTS[fact].holds(facts_of(text)):
        assert has_word, "the words would skip a file with the fact"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("try:\n    a = tf.a\nexcept AttributeError:\n    a = tf.b\n\n    c = tf.c\ntf.d", {"d"}),
        ("try:\n    a = tf.a\nexcept (ImportError,\n        AttributeError) as e:\n    a = tf.b", set()),
        ("try: a = tf.a\nexcept AttributeError: a = tf.b\ntf.d", {"d"}),
        ("def f():\n  try:\n    a = tf.a\n  except AttributeError:\n    a = tf.b\n  return tf.c", {"c"}),
        ("try:\n    v = tf.a\nexcept AttributeError:\n    v = tf\nv.b", set()),
        ("try:\n    a = tf.a\nexcept ImportError:\n    a = tf.b\ntf.d", {"a", "d"}),
        ("tf.d\ntry:\n  a = tf.a\n \n  tf.c\nfinally:\n  a = tf.b", {"a", "b", "c", "d"}),
        ("try:\n    import tensorflow.compat.v1 as k\nexcept ImportError:\n    import tensorflow as k\nk.a",
         {"compat.v1", "compat.v1.a"}),
        ("try:\n    tf.a()\nexcept tf.errors.OutOfRangeError:\n    tf.b()\nexcept ValueError:\n    tf.c()",
         {"a", "errors.OutOfRangeError", "b", "c"}),
        ("def f(x):\n    x.AttributeError: tf.a\n    tf.b", {"a", "b"}),
        ("try:\n  tf.a\n  try:\n    tf.b\n\n  except AttributeError: f\n  tf.c\nexcept OSError: tf.d", {"a", "c", "d"}),
        ("try:\n  tf.a\n  try:\n    tf.b\n  except AttributeError: pass\n  tf.c\nexcept AttributeError: tf.d", set()),
    ],
)  # fmt: skip
def test_names_outside_of_fallbacks(text: str, names: set[str]) -> None:
    assert facts_of(f"{IMPORT}{text}").without_fallbacks == names


def test_many_names_of_libraries_are_found_as_a_few_are() -> None:
    text = f"{IMPORT}{''.join(f'a{number} = tf.b{number}' + chr(10) for number in range(100))}c.a1(); a2.d(a3); xa4.e"
    facts = facts_of(text)
    assert facts.names == {*(f"b{number}" for number in range(100)), "b2.d"}
    assert facts.called == {"b2.d"}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("class A:\n    def f(self):\n        self.x: int = 1\n        return self.x", False),
        ("class A(object):\n    def f(self):\n        self.x, self.y = 1, 2", False),
        ("class A(B):\n    def f(self):\n        self.x = 1", True),
        ("class A:\n    def f(self):\n        return self.x == 1", True),
        ("class A:\n    def f(self, other):\n        self.x = other.x", True),
        ("class A:\n    def f(self):\n        self.xs = 1", False),
    ],
)
def test_attributes_that_may_be_of_another_module(text: str, uses: bool) -> None:
    assert facts_of(text).uses_attribute("x") is uses
