"""Fixes of Keras: imports from modules that are gone, and names of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

MODEL = """\
import os

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(3)])
"""


def fixed(folder: Path, source: str, *options: str) -> str:
    """Returns a program after fixes, safe ones if nothing else is asked for."""
    path = folder / "program.py"
    path.write_text(source, "utf-8")
    assert main(["check", "--isolated", "--no-cache", "--fix", *options, str(path)]) in (0, 1)
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from keras.layers.core import Dense\nDense(3)", "from keras.layers import Dense\nDense(3)"),
        (
            "from keras.layers.convolutional import (\n    Conv2D,  # why\n    Conv3D as C,\n)\nf(Conv2D, C)",
            "from keras.layers import (\n    Conv2D,  # why\n    Conv3D as C,\n)\nf(Conv2D, C)",
        ),
        ("from keras.engine.topology import Layer\nf(Layer)", "from keras.layers import Layer\nf(Layer)"),
        (
            "from keras.utils import np_utils\nnp_utils.to_categorical([1])",
            "from keras import utils as np_utils\nnp_utils.to_categorical([1])",
        ),
        (
            "from keras.utils.np_utils import to_categorical as hot\nhot([1])",
            "from keras.utils import to_categorical as hot\nhot([1])",
        ),
        ("from tensorflow import conj, log\nf(conj, log(1))", "from tensorflow.math import conj, log\nf(conj, log(1))"),
        (
            "from tensorflow.python.framework.ops import convert_to_tensor\nconvert_to_tensor(1)",
            "from tensorflow import convert_to_tensor\nconvert_to_tensor(1)",
        ),
    ],
)
def test_names_are_imported_from_where_they_are(tmp_path: Path, source: str, expected: str) -> None:
    assert fixed(tmp_path, f"{source}\n") == f"{expected}\n"


@pytest.mark.parametrize(
    "source",
    [
        # Names with other modules than the others, or with another class in their place.
        "from keras.layers.core import Dense, K\nf(Dense, K)",
        "from keras.layers import CuDNNLSTM, Dense\nf(CuDNNLSTM, Dense)",
        "from keras.layers \\\n    .core import Dense\nf(Dense)",
    ],
)
def test_imports_that_stay(tmp_path: Path, source: str) -> None:
    assert fixed(tmp_path, f"{source}\n") == f"{source}\n"


def test_the_copy_of_keras_in_tensorflow_is_another_one(tmp_path: Path) -> None:
    source = "from tensorflow.python.keras.layers import Dense\nf(Dense)\n"
    assert fixed(tmp_path, source) == source
    assert "from tensorflow.keras.layers import Dense\n" in fixed(tmp_path, source, "--unsafe-fixes")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('model.save("folder/model")', 'model.save("folder/model.keras")'),
        ("model.save('é/model.pb')", "model.save('é/model.keras')"),
        ('model.save(os.path.join("é", "model"))', 'model.save(os.path.join("é", "model.keras"))'),
        ('model.save(folder + "/v1.2")', 'model.save(folder + "/v1.2.keras")'),
        ('model.save_weights("a.ckpt")', 'model.save_weights("a.weights.h5")'),
        ('model.save_weights("a.weights")', 'model.save_weights("a.weights.h5")'),
        ('tf.keras.models.save_model(model, r"a")', 'tf.keras.models.save_model(model, r"a.keras")'),
        (
            'tf.keras.callbacks.ModelCheckpoint("best.h5", save_weights_only=True)',
            'tf.keras.callbacks.ModelCheckpoint("best.weights.h5", save_weights_only=True)',
        ),
        # Its end does not stand in the call, or not in one piece; or the file must be there already.
        ('model.save(f"model{n}")', 'model.save(f"model{n}")'),
        ('model.save("mod" "el")', 'model.save("mod" "el")'),
        ('model.load_weights("a.ckpt")', 'model.load_weights("a.ckpt")'),
    ],
)
def test_names_of_files_get_an_end_that_keras_accepts(tmp_path: Path, call: str, expected: str) -> None:
    assert fixed(tmp_path, f"{MODEL}{call}\n", "--unsafe-fixes") == f"{MODEL}{expected}\n"
    assert fixed(tmp_path, f"{MODEL}{call}\n") == f"{MODEL}{call}\n"
