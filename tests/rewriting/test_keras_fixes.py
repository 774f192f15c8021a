"""Fixes of Keras: imports from modules that are gone, and names of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tf2lint.cli import main
from tf2lint.engine import Engine
from tf2lint.model import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            "from keras.layers.convolutional import MaxPooling2D as M, Convolution1D\n"
            "M(2)\nConvolution1D(3, 3, border_mode='same')",
            "from keras.layers import MaxPooling2D as M, Convolution1D\nM(2)\nConvolution1D(3, 3, padding='same')",
        ),
        (
            "from keras.layers.pooling import MaxPooling2D\nf(MaxPooling2D)",
            "from keras.layers import MaxPooling2D\nf(MaxPooling2D)",
        ),
        (
            "from keras.layers.core import Dense\nDense(3, input_dim=2, use_bias=f(x=1))",
            "from keras.layers import Dense\nDense(3, input_dim=2, use_bias=f(x=1))",
        ),
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
        # Names with other modules than the others.
        (
            "from keras.layers.core import Dense, K\nf(Dense, K)",
            "from keras.layers import Dense\nfrom keras.layers.core import K\nf(Dense, K)",
        ),
        (
            "from keras.utils import np_utils, plot_model as p  # why\nf(np_utils, p)",
            "from keras import utils as np_utils\nfrom keras.utils import plot_model as p  # why\nf(np_utils, p)",
        ),
        # The use of the name reports what changed.
        (
            "from keras.layers.normalization import BatchNormalization\nBatchNormalization()",
            "from keras.layers import BatchNormalization\nBatchNormalization()",
        ),
        ("import keras\nkeras.layers.core.Dense(3)", "import keras\nkeras.layers.Dense(3)"),
        (
            "from keras import layers, objectives\nlayers.merge([a, b], mode='concat', name='c')\nobjectives.mse(a, b)",
            "import keras\nfrom keras import layers\n"
            "layers.concatenate([a, b], axis=-1, name='c')\nkeras.losses.mean_squared_error(a, b)",
        ),
        ("from tensorflow import conj, log\nf(conj, log(1))", "from tensorflow.math import conj, log\nf(conj, log(1))"),
        (
            "from keras.utils import to_categorical\nimport tensorflow as tf\ntf.log(to_categorical(f(1), 3))",
            "from keras.utils import to_categorical\nimport tensorflow as tf\n"
            'tf.math.log(to_categorical(f(1), num_classes=3).astype("float32"))',
        ),
        (
            "from tensorflow.keras.utils import to_categorical\n"
            "from tensorflow import log\nlog(to_categorical(f(1), 3))",
            "from tensorflow.keras.utils import to_categorical\nfrom tensorflow.math import log\n"
            'log(to_categorical(f(1), num_classes=3).astype("float32"))',
        ),
        # What is known now of the name is reported.
        (
            "from keras.layers.normalization import BatchNormalization\nBatchNormalization(\n    weights=f(1))",
            "from keras.layers import BatchNormalization\nBatchNormalization(\n    weights=f(1))",
        ),
        (
            "from keras.engine.topology import Layer\n"
            "class Own(Layer):\n    def build(self, shape):\n        self.trainable_weights = [f(shape)]",
            "from keras.layers import Layer\n"
            "class Own(Layer):\n    def build(self, shape):\n        self.trainable_weights = [f(shape)]",
        ),
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
        # Names with another class in their place, and a statement of two lines.
        "from keras.layers import CuDNNLSTM, Dense\nf(CuDNNLSTM, Dense)",
        "from keras.layers \\\n    .core import Dense\nf(Dense)",
    ],
)
def test_imports_that_stay(tmp_path: Path, source: str) -> None:
    assert fixed(tmp_path, f"{source}\n") == f"{source}\n"


def test_the_copy_of_keras_in_tensorflow_is_another_one(tmp_path: Path) -> None:
    # All of a file move together: objects of the copy don't mix with those of Keras, whatever changed in these classes.
    source = "from tensorflow.python.keras.layers import BatchNormalization, Dense\nf(BatchNormalization, Dense)\n"
    assert fixed(tmp_path, source) == source
    after = "from tensorflow.keras.layers import BatchNormalization, Dense\nf(BatchNormalization, Dense)\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == after


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("model.fit_generator(g(), 3, epochs=2)", "model.fit(g(), steps_per_epoch=3, epochs=2)"),
        ("model.evaluate_generator(g(), 3)", "model.evaluate(g(), steps=3, verbose=0)"),
        ("model.predict_generator(g(), verbose=1)", "model.predict(g(), verbose=1)"),
        ("model.predict_proba(x, 8)", "model.predict(x, batch_size=8, verbose=0)"),
        ('print(model.fit(x, y).history["val_acc"])', 'print(model.fit(x, y).history["val_accuracy"])'),
        ("model.optimizer.lr = 0.1", "model.optimizer.learning_rate = 0.1"),
        ("print(model.optimizer.lr)", "print(model.optimizer.learning_rate)"),
        # A generator has no workers any more.
        ("model.fit_generator(g(), 3, workers=2)", "model.fit(g(), steps_per_epoch=3)"),
        # The batches of what an ImageDataGenerator gives are counted; of another generator, they are not known.
        ("model.fit_generator(d.flow(x, y), samples_per_epoch=9, nb_epoch=2)", "model.fit(d.flow(x, y), epochs=2)"),
        (
            "b = d.flow(x); model.fit_generator(b, samples_per_epoch=9, validation_data=b, nb_val_samples=9)",
            "b = d.flow(x); model.fit(b, validation_data=b)",
        ),
        (
            "model.fit_generator(d.flow(x, y), samples_per_epoch=9, validation_data=g(), nb_val_samples=9)",
            "model.fit_generator(d.flow(x, y), samples_per_epoch=9, validation_data=g(), nb_val_samples=9)",
        ),
        ("model.evaluate_generator(d.flow(x, y), val_samples=9)", "model.evaluate(d.flow(x, y), verbose=0)"),
        ("model.fit_generator(g(), samples_per_epoch=9)", "model.fit_generator(g(), samples_per_epoch=9)"),
        # It depends on the last layer.
        ("model.predict_classes(x)", "model.predict_classes(x)"),
    ],
)
def test_members_that_keras_3_lacks(tmp_path: Path, line: str, expected: str) -> None:
    head = f'{MODEL}model.compile("sgd", "mse")\n'
    assert fixed(tmp_path, f"{head}{line}\n", "--unsafe-fixes") == f"{head}{expected}\n"
    assert fixed(tmp_path, f"{head}{line}\n") == f"{head}{line}\n"


@pytest.mark.parametrize(
    ("source", "at_2_15", "at_2_21"),
    [
        (
            "from keras.preprocessing.image import ImageDataGenerator\nx = ImageDataGenerator()\n",
            "",
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator\nx = ImageDataGenerator()\n",
        ),
        (
            "import keras.backend as K\nx = K.foldl(f, y)\n",
            "",
            "import tensorflow as tf\nx = tf.keras.backend.foldl(f, y)\n",
        ),
        (
            "from keras.utils import np_utils\ny = np_utils.to_categorical(x, 3)\n",
            "from keras import utils as np_utils\ny = np_utils.to_categorical(x, 3)\n",
            "from keras import utils as np_utils\ny = np_utils.to_categorical(x, 3)\n",
        ),
        (
            "import keras\nx = keras.optimizers.SGD(lr=0.1, decay=1e-6)\n",
            "import keras\nx = keras.optimizers.SGD("
            "learning_rate=keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1e-6))\n",
            "import keras\nx = keras.optimizers.SGD("
            "learning_rate=keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1e-6))\n",
        ),
        # A schedule can't be assigned.
        (
            "import keras\nsgd = keras.optimizers.SGD(lr=0.1, decay=1e-6)\nsgd.lr = 0.2\n",
            "import keras\nsgd = keras.optimizers.legacy.SGD(learning_rate=0.1, decay=1e-6)\nsgd.lr = 0.2\n",
            "import keras\nsgd = keras.optimizers.SGD(learning_rate=0.1)\nsgd.learning_rate = 0.2\n",
        ),
        (
            "import keras\nx = keras.optimizers.adam(lr=0.1, clipnorm=1.0)\n",
            "import keras\nx = keras.optimizers.Adam(clipnorm=1.0, learning_rate=0.1)\n",
            "import keras\nx = keras.optimizers.Adam(learning_rate=0.1, clipnorm=1.0)\n",
        ),
        ("import keras\nx = keras.layers.LeakyReLU(alpha=0.1)\n", "", ""),
        ("import tf_keras\nx = tf_keras.preprocessing.image.ImageDataGenerator()\n", "", ""),
    ],
)
def test_the_package_keras_at_each_target(tmp_path: Path, source: str, at_2_15: str, at_2_21: str) -> None:
    assert fixed(tmp_path, source, "--unsafe-fixes", "--target", "2.15") == (at_2_15 or source)
    assert fixed(tmp_path, source, "--unsafe-fixes", "--target", "2.21") == (at_2_21 or source)


def test_a_learning_rate_that_was_ignored_is_only_given_on_request(tmp_path: Path) -> None:
    source = "import tensorflow as tf\n\nx = tf.keras.optimizers.Adam(lr=0.1)\n"
    expected = source.replace("lr=", "learning_rate=")
    assert fixed(tmp_path, source, "--target", "2.15") == source
    assert fixed(tmp_path, source, "--target", "2.15", "--unsafe-fixes") == expected
    assert fixed(tmp_path, source, "--target", "2.16") == expected


LAYER = """\
import tensorflow as tf


class Scale(tf.keras.layers.Layer):
  def __init__(self, factor, offset=0.0, **kwargs):
    super().__init__(**kwargs)
    self.factor = factor
    self._offset = offset

  def get_config(self):
    config = super().get_config()
    config.update({"factor": self.factor})
    return config
"""
UPDATED = 'config.update({"factor": self.factor})'


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (UPDATED, 'config.update({"factor": self.factor, "offset": self._offset})'),
        (
            'config.update({\n      "factor": self.factor\n    })',
            'config.update({\n      "factor": self.factor,\n      "offset": self._offset\n    })',
        ),
        (
            'config.update({\n      "factor": self.factor,\n    })',
            'config.update({\n      "factor": self.factor,\n      "offset": self._offset,\n    })',
        ),
        (
            'config.update({\n      "factor": self.factor  # x\n    })',
            'config.update({\n      "factor": self.factor, "offset": self._offset  # x\n    })',
        ),
        (
            "config['factor'] = self.factor  # x",
            "config['factor'] = self.factor  # x\n    config['offset'] = self._offset",
        ),
        ("config.update(factor=self.factor)", "config.update(factor=self.factor)"),
    ],
)
def test_a_config_gets_the_arguments_that_it_leaves_out(tmp_path: Path, config: str, expected: str) -> None:
    source = LAYER.replace(UPDATED, config)
    assert fixed(tmp_path, source, "--unsafe-fixes") == LAYER.replace(UPDATED, expected)
    computed = source.replace("= offset", "= float(offset)")
    assert fixed(tmp_path, computed, "--unsafe-fixes") == computed, "what it was given is not known any more"


SAVED = """\
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units)

    def call(self, x):
        return self.dense(x)


net = Net(4)
net(tf.ones([1, 3]))
net.save("net.keras")
"""
LOADABLE = """\
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class Net(tf.keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = tf.keras.layers.Dense(units)

    def call(self, x):
        return self.dense(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


net = Net(4)
net(tf.ones([1, 3]))
net.save("net.keras")
"""


def test_a_model_that_is_saved_gets_a_config(tmp_path: Path) -> None:
    assert fixed(tmp_path, SAVED, "--unsafe-fixes") == LOADABLE
    assert fixed(tmp_path, SAVED) == SAVED
    taken = SAVED.replace("self.dense =", "self.units = 3 * units\n        self.dense =")
    assert fixed(tmp_path, taken, "--unsafe-fixes") == taken


METRIC = """\
import tensorflow as tf


class Noisy(tf.keras.metrics.Mean):
    @tf.function
    def reset_states(self):
        super().reset_states()


metric = Noisy()
metric.reset_states()
"""


def test_a_metric_resets_itself_in_a_method_with_another_name(tmp_path: Path) -> None:
    before, _, after = METRIC.partition("super().reset_states()\n")
    assert fixed(tmp_path, METRIC) == f"{before}super().reset_state()\n{after}"
    named = f"{before}super().reset_state()\n\n    reset_state = reset_states\n{after}"
    assert fixed(tmp_path, METRIC, "--unsafe-fixes") == named


BACKEND = "from keras import backend as K\n"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("K.mean(K.square(x - y), axis=-1)", "ops.mean(ops.square(x - y), axis=-1)"),
        ("K.clip(x, 0, 1)", "ops.clip(x, 0, 1)"),
        ("K.sum(x, keepdims=True) + K.epsilon()", "ops.sum(x, keepdims=True) + K.epsilon()"),
        # A tuple of sizes, which is no operand.
        ("K.shape(x)[1:3] * 2", "ops.convert_to_tensor(ops.shape(x))[1:3] * 2"),
        ("K.abs(-K.shape(x))", "ops.abs(-ops.convert_to_tensor(ops.shape(x)))"),
        ("K.shape(x)[0] * 2", "ops.shape(x)[0] * 2"),
        ("K.sum([K.shape(x)] * 2)", "ops.sum([ops.shape(x)] * 2)"),
        ("K.reshape(x, K.shape(y))", "ops.reshape(x, ops.shape(y))"),
        # Other parameters, or other defaults.
        ("K.concatenate([x, y])", "ops.concatenate([x, y], axis=-1)"),
        ("K.relu(x, alpha=0.1)", "activations.relu(x, negative_slope=0.1)"),
        ("K.set_value(v, x + y)", "v.assign(x + y)"),
        ("K.set_value(v.optimizer.lr, x)", "v.optimizer.learning_rate.assign(x)"),
        ("K.set_value(self.lr, x)", "self.lr.assign(x)"),
        ("K.clip(x, min_value=0, max_value=1)", ""),
        # What may be anything, or has no one equivalent.
        ("K.switch(x, y, z)", ""),
        ("K.mean(*x)", ""),
        ("K.sum(x, **options)", ""),
    ],
)
def test_functions_of_the_backend_become_operations(tmp_path: Path, call: str, expected: str) -> None:
    module, written = expected.partition(".")[0], expected or call
    head = BACKEND if "K." in written else ""
    heads = {"activations": f"from keras import activations\n{head}", "ops": f"{head}from keras import ops\n"}
    after = f"{heads.get(module, head)}r = {written}\n"
    assert fixed(tmp_path, f"{BACKEND}r = {call}\n", "--unsafe-fixes") == after
    is_proven = "relu" in call
    assert fixed(tmp_path, f"{BACKEND}r = {call}\n") == (after if is_proven else f"{BACKEND}r = {call}\n")


def test_imports_that_lose_their_last_use(tmp_path: Path) -> None:
    head = "import keras.backend as B\n\n__all__ = ['B']\n"
    source = f"from keras import utils, backend as K, losses\n{head}print(K.square(1), B.square(2))\n"
    expected = f"from keras import ops\nfrom keras import utils, losses\n{head}print(ops.square(1), ops.square(2))\n"
    assert fixed(tmp_path, source, "--unsafe-fixes") == expected


def proven_calls() -> Iterator[tuple[str, str]]:
    """Yields calls of the backend, each with what computes the same on TensorFlow 2.21."""
    lines = (Path(__file__).parent.parent / "table" / "backend_calls.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            old, _, new = line.partition(" | ")
            yield old, new


def test_what_is_written_instead_of_a_function_of_the_backend_computes_the_same() -> None:
    engine, written = Engine(Settings()), 0
    for call, expected in proven_calls():
        findings = engine.check(f"{BACKEND}import tensorflow as tf\nr = {call}\n", "p.py").findings
        fixes = [one for one in findings if one.fix is not None and one.rewritten is not None]
        for one in fixes:
            written += 1
            assert one.rewritten is not None
            assert one.rewritten.code in expected
    assert written > 30
