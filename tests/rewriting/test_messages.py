"""The messages of findings on calls: what they say to write, and in which of the program's names."""

from __future__ import annotations

import pytest

from tf2lint.engine import Engine
from tf2lint.linting import HiddenFindings
from tf2lint.model import Finding, Rewritten, Settings

ENGINE = Engine()


def findings(source: str, target: str | None = None) -> list[Finding]:
    engine = ENGINE if target is None else Engine(Settings(target=target))
    return list(engine.check(source, "program.py").findings)


def written(source: str) -> list[str]:
    """Returns the code to write that the findings contain."""
    return [finding.rewritten.code for finding in findings(source) if finding.rewritten and finding.rewritten.code]


@pytest.mark.parametrize(
    ("imports", "name", "root"),
    [
        ("import tensorflow as tf", "tf.to_float", "tf"),
        ("import tensorflow", "tensorflow.to_float", "tensorflow"),
        ("import tensorflow as T", "T.to_float", "T"),
        ("from tensorflow import to_float", "to_float", "tf"),
        ("import tensorflow\nfrom tensorflow import to_float", "to_float", "tensorflow"),
        ("import tensorflow as T, tensorflow as tf\nfrom tensorflow import to_float", "to_float", "tf"),
        ("from tensorflow.python.ops import math_ops\nimport tensorflow as T", "math_ops.to_float", "T"),
        ("import tensorflow.compat.v1 as tf1", "tf1.to_float", "tf"),
    ],
)
def test_the_code_has_the_name_that_the_program_gives_tensorflow(imports: str, name: str, root: str) -> None:
    codes = set(written(f"{imports}\nx = {name}([1])\n"))
    assert codes <= {f"{root}.cast([1], {root}.float32)"}
    assert bool(codes) is ("compat" not in imports)  # that is TF104, which is off


def test_the_message_ends_in_the_call_to_write_and_what_to_know() -> None:
    (finding,) = findings("import tensorflow as tf\ndef f(x, y): return tf.div(x, y)\n")
    note = "better tf.math.divide if they are floats, tf.math.floordiv if they are integers"
    assert finding.message == f"tf.div was removed in TF 2.0; write tf.compat.v1.div(x, y); {note}"
    assert finding.rewritten == Rewritten("tf.compat.v1.div(x, y)", "unsafe", note)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("tf.div(x, 2.0)", "tf.math.divide(x, 2.0)"),
        ("tf.div(x, y + 1e-7)", "tf.math.divide(x, y + 1e-7)"),
        ("tf.div(tf.to_float(x), y)", "tf.math.divide(tf.cast(x, tf.float32), y)"),
        ("tf.div(x, tf.cast(y, tf.float32))", "tf.math.divide(x, tf.cast(y, tf.float32))"),
        ("tf.div(x, tf.cast(y, dtype=tf.int32))", "tf.math.floordiv(x, tf.cast(y, dtype=tf.int32))"),
        ("n = tf.shape(x)[0]; tf.div(n - 1, y)", "tf.math.floordiv(n - 1, y)"),
        ("n = tf.size(x) / 2; tf.div(n, y)", "tf.compat.v1.div(n, y)"),
        ("n = tf.size(x) if x else 1.0; tf.div(n, y)", "tf.compat.v1.div(n, y)"),
        ("tf.div(tf.reduce_sum(x), y)", "tf.compat.v1.div(tf.reduce_sum(x), y)"),
        ("tf.div(tf.reduce_sum(tf.exp(x)), y)", "tf.math.divide(tf.reduce_sum(tf.exp(x)), y)"),
        ("tf.div(1, 2)", "tf.math.floordiv(1, 2)"),
        ("tf.div(x, 2)", "tf.compat.v1.div(x, 2)"),
        ("tf.div([7, -7], [2])", "tf.math.floordiv([7, -7], [2])"),
        ("tf.div([7, -7.5], y)", "tf.math.divide([7, -7.5], y)"),
        ("tf.div(tf.constant([7, -7]), y)", "tf.math.floordiv(tf.constant([7, -7]), y)"),
        ("tf.div(tf.constant([7, 0.5]), y)", "tf.math.divide(tf.constant([7, 0.5]), y)"),
        ("tf.div(tf.constant(7, 'float32'), y)", "tf.compat.v1.div(tf.constant(7, 'float32'), y)"),
        ("tf.div(tf.constant(7, dtype=y.dtype), y)", "tf.compat.v1.div(tf.constant(7, dtype=y.dtype), y)"),
        ("tf.div(x.constant(7), 2)", "tf.compat.v1.div(x.constant(7), 2)"),
    ],
)
def test_a_division_is_rewritten_by_what_is_known_of_its_operands(lines: str, expected: str) -> None:
    assert written(f"import tensorflow as tf\ndef f(x, y):\n    {lines}\n")[0] == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            "tf.losses.log_loss(x, y, reduction=tf.losses.Reduction.SUM)",
            "tf.compat.v1.losses.log_loss(x, y, reduction=tf.compat.v1.losses.Reduction.SUM)",
        ),
        (
            "tf.layers.dropout(x, training=y == tf.estimator.ModeKeys.TRAIN)",
            'tf.keras.layers.Dropout(0.5)(x, training=y == "train")',
        ),
        (
            "tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.GZIP)",
            'tf.io.TFRecordOptions("GZIP")',
        ),
        ("tf.to_float(tf.map_fn(tf.to_int32, x))", "tf.cast(tf.map_fn({}, x), tf.float32)"),
        ("tf.to_float(tf.map_fn([tf.to_int32][0], x))", "tf.cast(tf.map_fn([tf.to_int32][0], x), tf.float32)"),
    ],
)
def test_constants_and_functions_in_arguments_are_rewritten_too(call: str, expected: str) -> None:
    function = "lambda x, name='ToInt32': tf.cast(x, tf.int32, name=name)"
    assert written(f"import tensorflow as tf\ndef f(x, y):\n    return {call}\n")[0] == expected.format(function)


def test_a_constant_says_what_to_write() -> None:
    (finding,) = findings("import tensorflow as tf\nif mode == tf.estimator.ModeKeys.EVAL: pass\n")
    assert finding.message == 'tf.estimator.ModeKeys was removed in TF 2.16; write "eval"'
    assert findings("import tensorflow as tf\nif mode == tf.estimator.ModeKeys.EVAL: pass\n", "2.15") == []


def test_the_message_says_what_to_do_about_names_that_stay_in_the_arguments() -> None:
    source = "import tensorflow as tf\ndef f(x):\n    return tf.to_float(tf.get_variable_scope().reuse and x)\n"
    message = findings(source)[0].message
    assert "write tf.cast(tf.get_variable_scope().reuse and x, tf.float32); as for tf.get_variable_scope, " in message


def test_the_message_says_nothing_about_objects_in_the_arguments() -> None:
    source = "import tensorflow as tf\nFLAGS = tf.flags.FLAGS\nx = tf.Session()\ntf.to_float([FLAGS.size, x])\n"
    assert findings(source)[-1].message.endswith("write tf.cast([FLAGS.size, x], tf.float32)")


def test_the_message_says_what_to_do_about_what_a_method_is_called_on() -> None:
    (finding, _) = findings("import tensorflow as tf\ntf.to_float(tf.get_default_graph().unique_name('a'))\n")
    assert "; as for tf.get_default_graph, delete it" in finding.message


def test_the_message_says_which_names_in_the_arguments_never_were() -> None:
    source = "import tensorflow as tf\ndef f(x):\n    return tf.to_float(tf.get_shape(x))\n"
    assert findings(source)[0].message.endswith("write tf.cast(tf.get_shape(x), tf.float32); there is no tf.get_shape")


def test_what_stands_in_arguments_is_rewritten_too() -> None:
    source = "import tensorflow as tf\ntf.log(tf.to_float(a) + f(tf.logging.INFO), name='leaf')\n"
    inner = "tf.cast(a, tf.float32)"
    assert written(source) == [f"tf.math.log({inner} + f(absl.logging.INFO), name='leaf')", inner]


def test_the_text_in_an_f_string_stays() -> None:
    assert written("import tensorflow as tf\ntf.log(x, name=f'{tf.to_float(x)}')\n")[0] == (
        "tf.math.log(x, name=f'{tf.to_float(x)}')"
    )


@pytest.mark.parametrize("use", ["tf.to_float(*xs)", "tf.to_float(x, **options)", "tf.to_float(x, x=x)"])
def test_calls_whose_arguments_are_not_known_keep_the_advice_for_the_name(use: str) -> None:
    (finding,) = findings(f"import tensorflow as tf\n{use}\n")
    assert finding.message == "tf.to_float was removed in TF 2.0; use tf.cast(x, tf.float32)"
    assert finding.rewritten is None


@pytest.mark.parametrize("use", ["map(tf.to_float, xs)", "f = tf.to_float", "functools.partial(tf.to_float, name='n')"])
def test_a_function_that_is_passed_on_becomes_one_with_the_same_parameters(use: str) -> None:
    (finding,) = findings(f"import functools\nimport tensorflow as tf\n{use}\n")
    code = "lambda x, name='ToFloat': tf.cast(x, tf.float32, name=name)"
    assert finding.message == f"tf.to_float was removed in TF 2.0; write {code}"
    assert finding.rewritten == Rewritten(code, "safe", "")


@pytest.mark.parametrize(
    ("use", "clause"),
    [
        ("layers = [tf.contrib.slim.conv2d]", "tf.keras.layers.Conv2D takes its place; compare the arguments"),
        ("f(normalizer=tf.layers.batch_normalization)", "tf.keras.layers.BatchNormalization takes its place; compare"),
        ("class A(tf.layers.Dense): pass", "derive from tf.keras.layers.Dense, and compare the methods"),
        ("class A(tf.train.AdamOptimizer): pass", "derive from tf.keras.optimizers.Adam, and compare the methods"),
        ("isinstance(x, tf.train.AdamOptimizer)", "tf.keras.optimizers.Adam takes its place; compare the arguments"),
        ("f = tf.log", "use tf.math.log"),
        ("f = {1: tf.contrib.slim.max_pool2d}", "use tf.keras.layers.MaxPooling2D("),
        ("kind: tf.placeholder", "make it an argument"),
    ],
)
def test_names_that_are_not_called_get_no_text_of_a_call(use: str, clause: str) -> None:
    (finding,) = findings(f"import tensorflow as tf\n{use}\n")
    assert finding.message.partition("; ")[2].startswith(clause)
    assert finding.rewritten is None


def test_decorators_and_base_classes_keep_the_advice_for_the_name() -> None:
    source = (
        "import tensorflow as tf\n@tf.contrib.framework.add_arg_scope\ndef f(): pass\nclass A(tf.layers.Dense): pass\n"
    )
    assert len(findings(source)) == 2
    assert written(source) == []


def test_one_of_several_functions_keeps_the_advice_for_a_name() -> None:
    source = "import tensorflow as tf\nf = tf.to_float if a else tf.to_int32\nf(x)\n"
    assert [finding.rewritten for finding in findings(source) if finding.span.line == 3] == [None]


def test_functions_for_which_the_same_is_to_be_written_have_that() -> None:
    source = "import tensorflow as tf\nf = tf.log if a else tf.log\nf(x)\n"
    assert written(source)[-1:] == ["tf.math.log(x)"]


def test_an_argument_that_moved_is_rewritten_and_a_call_that_is_right_is_not() -> None:
    assert written("import tensorflow as tf\ntf.reduce_sum(x, keep_dims=True)\n") == ["tf.reduce_sum(x, keepdims=True)"]
    assert findings("import tensorflow as tf\ntf.reduce_sum(x, keepdims=True)\n") == []


def test_the_target_decides() -> None:
    source = "import tensorflow as tf\ntf.set_random_seed(1)\n"
    codes = [
        finding.rewritten and finding.rewritten.code
        for target in ("2.15", "2.16")
        for finding in findings(source, target)
    ]
    assert codes == ["tf.random.set_seed(1)", "tf.keras.utils.set_random_seed(1)"]


SCOPES = """\
import tensorflow as tf
from tensorflow.contrib import slim
with slim.arg_scope([slim.conv2d, tf.contrib.layers.max_pool2d], padding="SAME"):
    with slim.arg_scope([slim.max_pool2d], stride=1), slim.arg_scope([slim.fully_connected], activation_fn=None):
        a = slim.max_pool2d(x, 3)
        b = slim.max_pool2d(x, 3, 5)
        c = slim.fully_connected(x, 4)
        d = slim.avg_pool2d(x, 3)
    e = slim.max_pool2d(x, 3)
f = slim.max_pool2d(x, 3)
with slim.arg_scope(scope):
    g = slim.max_pool2d(x, 3)
"""


def test_an_arg_scope_around_a_layer_counts_as_its_arguments() -> None:
    assert written(SCOPES) == [
        'tf.nn.max_pool2d(x, 3, 1, "SAME")',
        'tf.nn.max_pool2d(x, 3, 5, "SAME")',
        "tf.keras.layers.Dense(4, activation=None)(x)",
        'tf.nn.avg_pool2d(x, 3, 2, "VALID")',
        'tf.nn.max_pool2d(x, 3, 2, "SAME")',
        'tf.nn.max_pool2d(x, 3, 2, "VALID")',
        'tf.nn.max_pool2d(x, 3, 2, "VALID")',
    ]
    last = findings(SCOPES)[-1].rewritten
    assert last is not None
    assert (last.safety, last.note) == ("unsafe", "with what the arg_scope in line 11 sets")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(ending: str) -> None:
    source = ending.join(["import tensorflow as tf", "tf.log(", "  'ü',  # u", "  name=tf.to_int32(", "   y))", ""])
    assert written(source)[0] == "tf.math.log('ü', name=tf.cast(y, tf.int32))"


def test_a_long_call_is_whole_in_the_field_for_programs() -> None:
    argument = " + ".join(f"variable_number_{number}" for number in range(20))
    (finding,) = findings(f"import tensorflow as tf\ntf.log({argument})\n")
    assert finding.message == "tf.log was removed in TF 2.0; write tf.math.log(...)"
    assert finding.rewritten is not None
    assert finding.rewritten.code == f"tf.math.log({argument})"


TWO_ARGUMENTS = """import tensorflow as tf

tf.nn.conv2d(x, filter=w, strides=1, padding="SAME", use_cudnn_on_gpu=True)
"""


@pytest.mark.parametrize(("hidden", "expected"), [((), ["TF601"]), (("TF601",), ["TF602"]), (("TF602",), ["TF601"])])
def test_arguments_of_one_call_are_one_finding_of_a_code_that_is_shown(
    hidden: tuple[str, ...], expected: list[str]
) -> None:
    result = ENGINE.check(TWO_ARGUMENTS, "program.py", hidden=HiddenFindings(frozenset(hidden)))
    shown = [finding for finding in result.findings if finding.code not in hidden]
    assert [finding.code for finding in shown] == expected
    assert all(finding.rewritten is not None for finding in shown)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import tensorflow as tf\ntf.keras.optimizers.legacy.Adam(0.1)\n", ["tf.keras.optimizers.Adam(0.1)"]),
        ("import keras\nkeras.optimizers.legacy.Adam(0.1)\n", ["keras.optimizers.Adam(0.1)"]),
        ("import keras\nkeras.optimizers.Adam(lr=0.1)\n", ["keras.optimizers.Adam(learning_rate=0.1)"]),
        ("from keras import optimizers as o\no.SGD(lr=0.1)\n", ["o.SGD(learning_rate=0.1)"]),
    ],
)
def test_the_package_keras_has_the_rewrites_of_tf_keras_under_its_own_names(source: str, expected: list[str]) -> None:
    assert written(source) == expected
