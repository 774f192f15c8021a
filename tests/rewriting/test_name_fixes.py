"""Fixes of names that are not called, of other names of modules, and of imports."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "import tensorflow as tf\n"


def fixed(folder: Path, source: str, *options: str, name: str = "program.py") -> str:
    """Returns a program after fixes, safe ones if nothing else is asked for."""
    path = folder / name
    path.write_text(textwrap.dedent(source))
    assert main(["check", "--isolated", "--no-cache", "--fix", *options, str(path)]) in (0, 1)
    return path.read_text()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f(tf.random_uniform)", "f(tf.random.uniform)"),
        ("x = tf.saved_model.tag_constants.SERVING", "x = tf.saved_model.SERVING"),
        ("print(tf.VERSION)", "print(tf.version.VERSION)"),
        ("f(tf.estimator.ModeKeys.PREDICT)", 'f("infer")'),
        ("f('a', 'b', tf.estimator.ModeKeys.TRAIN)", "f('a', 'b', 'train')"),
        ("f(tf.to_float)", "f(lambda x, name='ToFloat': tf.cast(x, tf.float32, name=name))"),
        ("y = tf.to_float or 1", "y = (lambda x, name='ToFloat': tf.cast(x, tf.float32, name=name)) or 1"),
        ("n = tf.zeros([2]).shape[0].value  # rows", "n = tf.zeros([2]).shape[0]  # rows"),
        ("if tf.contrib.learn.ModeKeys.INFER == mode: f()", 'if "infer" == mode: f()'),
        (
            "f(tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.GZIP))",
            'f(tf.io.TFRecordOptions("GZIP"))',
        ),
        # What has no fixed answer, or only in a larger change, stays.
        ("f(tf.AUTO_REUSE)", "f(tf.AUTO_REUSE)"),
        ("f(tf.GraphKeys.LOSSES)", "f(tf.GraphKeys.LOSSES)"),
        ("f(tf.estimator.ModeKeys)", "f(tf.estimator.ModeKeys)"),
        ("f(tf.contrib.slim.OPTIMIZER_CLS_NAMES)", "f(tf.contrib.slim.OPTIMIZER_CLS_NAMES)"),
        ("class A(tf.train.Optimizer):\n    x = 1", "class A(tf.train.Optimizer):\n    x = 1"),
        # Another name of the module of TensorFlow 1 may have members that the new module lacks.
        ("f(tf.gfile)", "f(tf.gfile)"),
    ],
)
def test_a_name(tmp_path: Path, source: str, expected: str) -> None:
    assert fixed(tmp_path, f"{HEAD}{source}\n") == f"{HEAD}{expected}\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f(tf.python_io.TFRecordCompressionType.ZLIB)", 'f("ZLIB")'),
        (
            "x = tf.losses.log_loss(y, z, reduction=tf.losses.Reduction.MEAN)",
            "x = tf.compat.v1.losses.log_loss(y, z, reduction=tf.compat.v1.losses.Reduction.MEAN)",
        ),
    ],
)
def test_a_constant_that_may_differ(tmp_path: Path, source: str, expected: str) -> None:
    assert fixed(tmp_path, f"{HEAD}{source}\n") == f"{HEAD}{source}\n"
    assert fixed(tmp_path, f"{HEAD}{source}\n", "--unsafe-fixes", "--stop-gap") == f"{HEAD}{expected}\n"


def test_a_function_of_a_package(tmp_path: Path) -> None:
    expected = f"{HEAD}from absl import logging\nf(logging.info)\n"
    assert fixed(tmp_path, f"{HEAD}f(tf.logging.info)\n") == expected


def test_levels_of_logging_are_safe_only_in_calls_of_its_functions(tmp_path: Path) -> None:
    source = "import tensorflow as tf\ntf.logging.set_verbosity(tf.logging.INFO)\nx = tf.logging.INFO\n"
    safe = (
        "import tensorflow as tf\nfrom absl import logging\nlogging.set_verbosity(logging.INFO)\nx = tf.logging.INFO\n"
    )
    assert fixed(tmp_path, source) == safe
    assert fixed(tmp_path, source, "--unsafe-fixes") == safe.replace("tf.logging", "logging")
    unknown = f"{HEAD}import logging\ntf.logging.set_verbosity(logging.INFO)\n"
    assert fixed(tmp_path, unknown) == unknown, "Python's levels are not those of absl"


def test_hyperparameters_have_methods_that_a_namespace_lacks(tmp_path: Path) -> None:
    source = f"import types\n{HEAD}hparams = tf.contrib.training.HParams(a=1)\n"
    expected = f"import types\n{HEAD}hparams = types.SimpleNamespace(a=1)\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == expected
    source += "hparams.parse('a=2')\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == source


def test_named_outputs_are_collected_while_the_program_reads_them(tmp_path: Path) -> None:
    head = f"{HEAD}from tensorflow.contrib.layers.python.layers import utils\n"
    source = f"{head}x = tf.zeros([2])\nutils.collect_named_outputs('a', 'b', x)\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == f"{HEAD}x = tf.zeros([2])\n"
    source += "print(utils.convert_collection_to_dict('a'))\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == source


ALIASES = """\
import os

import numpy as np
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_string("folder", "", "Where.")
flags.DEFINE_boolean("all", True, "All.")
FLAGS = flags.FLAGS


def main(_):
    tf.logging.set_verbosity(tf.logging.INFO)
    print(FLAGS.folder, os.sep, np.pi)


if __name__ == "__main__":
    tf.app.run()
"""
WITH_ABSL = """\
import os

import numpy as np
import tensorflow as tf
from absl import app
from absl import flags
from absl import logging

flags.DEFINE_string("folder", "", "Where.")
flags.DEFINE_boolean("all", True, "All.")
FLAGS = flags.FLAGS


def main(_):
    logging.set_verbosity(logging.INFO)
    print(FLAGS.folder, os.sep, np.pi)


if __name__ == "__main__":
    app.run(main)
"""


def test_the_name_of_a_module_is_imported_from_absl_instead(tmp_path: Path) -> None:
    assert fixed(tmp_path, ALIASES, "--unsafe-fixes") == WITH_ABSL


@pytest.mark.parametrize("run", ["tf.app.run()", "run()\n\n\ndef run():\n    tf.app.run(main)"])
def test_flags_that_are_parsed_before_they_are_read_are_those_of_absl(tmp_path: Path, run: str) -> None:
    assert "from absl import flags\n" in fixed(tmp_path, ALIASES.replace("tf.app.run()", run))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def main", "@f\ndef main"),
        ("tf.app.run()", "f(main)\n    tf.app.run()"),
        ("tf.app.run()", "Main()\n\n\nclass Main:\n    def run():\n        print(FLAGS.all)"),
        ("tf.app.run()", "print(tf.app.flags.FLAGS.all)"),
    ],
)
def test_flags_that_may_be_read_before_they_are_parsed_stay(tmp_path: Path, old: str, new: str) -> None:
    assert "from absl import flags\n" not in fixed(tmp_path, ALIASES.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "parsed"),
    [
        ("def main", "print(FLAGS.all)\n\n\ndef main", "FLAGS = flags.FLAGS\nFLAGS(sys.argv)\n"),
        ("def main", "class A:\n    x = FLAGS.all\n\n\ndef main", "FLAGS = flags.FLAGS\nFLAGS(sys.argv)\n"),
        ("tf.app.run()", "main([])\n    tf.app.run()", "    FLAGS(sys.argv)\n    main([])\n"),
        ("tf.app.run()", "np.log(1)  # 0\n    main([])", "    np.log(1)  # 0\n    FLAGS(sys.argv)\n    main([])\n"),
    ],
)
def test_flags_that_are_read_before_they_are_parsed_are_parsed_there(
    tmp_path: Path, old: str, new: str, parsed: str
) -> None:
    done = fixed(tmp_path, ALIASES.replace(old, new))
    assert parsed in done
    assert done.count("FLAGS(sys.argv)") == done.count("import sys\n") == done.count("from absl import flags\n") == 1


def test_flags_of_another_file_are_not_parsed(tmp_path: Path) -> None:
    source = f"{HEAD}FLAGS = tf.flags.FLAGS\nprint(FLAGS.rate)\n"
    assert fixed(tmp_path, source) == source


def test_flags_are_parsed_once(tmp_path: Path) -> None:
    source = f"""{HEAD}import sys

tf.flags.DEFINE_float("rate", 0.1, "Rate.")
FLAGS = tf.flags.FLAGS
FLAGS(sys.argv)
print(FLAGS.rate)


def rate():
    found = tf.flags.FLAGS
    return found.rate
"""
    done = fixed(tmp_path, source)
    assert done.count("FLAGS(sys.argv)") == done.count("import sys\n") == 1
    assert "tf.flags" not in done
    assert fixed(tmp_path, source.replace("FLAGS(sys.argv)\n", "")) == done


def test_what_does_not_use_the_name_of_a_module_changes_with_it(tmp_path: Path) -> None:
    source = ALIASES.replace("flags.DEFINE_boolean", "tf.app.flags.DEFINE_boolean")
    assert fixed(tmp_path, source, "--unsafe-fixes") == WITH_ABSL
    sets = ("    print(", "    FLAGS.all = False\n    print(")
    assert fixed(tmp_path, source.replace(*sets), "--unsafe-fixes") == WITH_ABSL.replace(*sets)
    unsafe = source.replace("tf.app.run()", "f(main)")
    assert fixed(tmp_path, unsafe).count("flags") == unsafe.count("flags"), "nothing is imported twice"


def test_imports_are_sorted_as_the_file_sorts_them(tmp_path: Path) -> None:
    source = "from absl import flags\nimport tensorflow as tf\n\n\ndef main(_):\n    print(flags)\n\n\ntf.app.run()\n"
    expected = f"from absl import app\n{source}".replace("tf.app.run()", "app.run(main)")
    assert fixed(tmp_path, source, "--unsafe-fixes") == expected


def test_a_private_module_is_imported_from_absl_instead(tmp_path: Path) -> None:
    source = """\
    import tensorflow as tf
    from tensorflow.python.platform import gfile, tf_logging as logging

    logging.info("%d", tf.constant(1))
    gfile.Exists("x")
    """
    expected = """\
    import tensorflow as tf
    from absl import logging

    logging.info("%d", tf.constant(1))
    tf.io.gfile.exists("x")
    """
    assert fixed(tmp_path, source, "--unsafe-fixes") == textwrap.dedent(expected)


@pytest.mark.parametrize(
    "use",
    [
        "f(logging)",  # who knows what is called there
        "logging = None",
        "def g(logging):\n    logging.info('x')",
        "logging.TaskLevelStatusMessages('x')",
    ],
)
def test_the_name_of_a_module_stays_if_a_use_of_it_may_not_fit(tmp_path: Path, use: str) -> None:
    source = f"{HEAD}logging = tf.logging\n{use}\n"
    assert "from absl import logging" not in fixed(tmp_path, source, "--unsafe-fixes")


def test_all_uses_of_the_name_of_a_module_change_together(tmp_path: Path) -> None:
    source = f"{HEAD}log = tf.logging\nlog.warn('x')\nlog.fatal('x')\n"
    assert fixed(tmp_path, source) == source, "to log an error instead is not safe"
    expected = f"{HEAD}from absl import logging as log\nlog.warning('x')\nlog.error('x')\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == expected


def test_imports_without_a_use_are_deleted(tmp_path: Path) -> None:
    source = """\
    import tensorflow as tf
    from tensorflow import to_float, reduce_sum
    from tensorflow.python.framework import (
        dtypes,
        ops,
    )
    from tensorflow.python.util import nest  # pylint: disable=g-direct-tensorflow-import

    x = to_float(ops.convert_to_tensor(1, dtypes.int32)) + reduce_sum(nest.flatten([1.0]))


    def f(a):
        if a:
            from tensorflow.contrib.layers.python.layers import regularizers
            return regularizers.l1_regularizer(a)
        from tensorflow.contrib.layers.python.layers import regularizers
        return regularizers.l2_regularizer(2.0)
    """
    expected = """\
    import tensorflow as tf
    from tensorflow import reduce_sum

    x = tf.cast(tf.convert_to_tensor(1, tf.int32), tf.float32) + reduce_sum(tf.nest.flatten([1.0]))


    def f(a):
        if a:
            return tf.keras.regularizers.L1(a)
        return tf.keras.regularizers.L2(0.5 * 2.0)
    """
    assert fixed(tmp_path, source) == textwrap.dedent(expected)


def test_a_file_without_a_name_for_tensorflow_gets_one(tmp_path: Path) -> None:
    source = "from tensorflow import to_float\n\nx = to_float(1)\n"
    assert fixed(tmp_path, source) == "import tensorflow as tf\n\nx = tf.cast(1, tf.float32)\n"


@pytest.mark.parametrize(
    "source",
    [
        "from tensorflow import to_float  # noqa: F401\n",
        "from tensorflow import to_float  # pylint: disable=unused-import\n",
        "from tensorflow import to_float\n__all__ = ['to_float']\n",
        "import tensorflow.contrib.slim\n",
        "from tensorflow.contrib.slim import *\n",
    ],
)
def test_imports_that_stay(tmp_path: Path, source: str) -> None:
    assert fixed(tmp_path, source) == source


def test_what_a_package_imports_stays(tmp_path: Path) -> None:
    source = "from tensorflow import to_float\n"
    assert fixed(tmp_path, source, name="__init__.py") == source


def test_the_only_statement_of_a_block_becomes_pass(tmp_path: Path) -> None:
    source = "def f():\n    from tensorflow.contrib import slim\n"
    assert fixed(tmp_path, source) == "def f():\n    pass\n"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("if a.b:\n    tf.enable_eager_execution()\nx = 1\n", "x = 1\n"),
        ("if not hasattr(a, 'b'):\n    tf.enable_eager_execution()  # pylint: disable=a\n", ""),
        ("if a.b():\n    tf.enable_eager_execution()\n", "if a.b():\n    pass\n"),
        ("if a:\n    # why\n    tf.enable_eager_execution()\n", "if a:\n    # why\n    pass\n"),
        ("if a:\n    x = 1\nelif b:\n    tf.enable_eager_execution()\n", "if a:\n    x = 1\nelif b:\n    pass\n"),
        ("for a in b:\n    if a: tf.enable_eager_execution()\n", None),
        ("if a:\n    tf.enable_eager_execution()\nelse:\n    x = 1\n", "if a:\n    pass\nelse:\n    x = 1\n"),
    ],
)
def test_an_if_with_nothing_left_in_it_is_deleted(tmp_path: Path, block: str, expected: str | None) -> None:
    head = f"{HEAD}y = tf.zeros([2])\n"
    found = fixed(tmp_path, f"{head}{block}", "--unsafe-fixes")
    assert found == f"{head}{block if expected is None else expected}"


def test_an_assignment_to_a_name_without_a_use_is_deleted(tmp_path: Path) -> None:
    source = f"{HEAD}gfile = tf.gfile  # pylint: disable=invalid-name\ngfile.Exists('x')\n"
    safe = source.replace("gfile.Exists", "tf.io.gfile.exists")
    assert fixed(tmp_path, source) == safe
    assert fixed(tmp_path, source, "--unsafe-fixes") == f"{HEAD}tf.io.gfile.exists('x')\n"
