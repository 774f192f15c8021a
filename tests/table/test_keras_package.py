"""The table with a certain Keras: the package keras, tf.keras beside it, and Keras 2 by means of tf_keras."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tf2lint.table import Area, Safety, UnknownVersionError, table_for

if TYPE_CHECKING:
    from tf2lint.table import Entry

BACKEND_CALLS = [
    line.split(" | ")
    for line in Path(__file__).with_name("backend_calls.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def entry(name: str, target: str = "2.21", keras: str | None = None) -> Entry:
    found = table_for(target, keras).package.lookup(name)
    assert not found.rest
    return found.entry


@pytest.mark.parametrize(
    ("target", "wanted", "tf_keras", "package"),
    [
        ("2.21", None, "3.15", "3.15"),
        ("2.16", None, "3.15", "3.15"),
        ("2.16", "3.4.1", "3.4", "3.4"),
        ("2.21", "3", "3.15", "3.15"),
        ("2.21", "2", "2.15", "3.15"),
        ("2.21", "2.15", "2.15", "3.15"),
        ("2.15", None, "2.15", "2.15"),
        ("2.15", "2", "2.15", "2.15"),
        ("2.4", None, "2.4", "2.4"),
        ("2.1", None, "2.1", "2.3"),
    ],
)
def test_which_keras(target: str, wanted: str | None, tf_keras: str, package: str) -> None:
    keras = table_for(target, wanted).keras
    assert (keras.tf_keras.version, keras.package.version) == (tf_keras, package)


@pytest.mark.parametrize(("target", "wanted"), [("2.21", "3.4"), ("2.21", "2.4"), ("2.15", "3.0"), ("2.16", "x")])
def test_a_keras_that_does_not_run_with_tensorflow(target: str, wanted: str) -> None:
    with pytest.raises(UnknownVersionError, match=f"unknown Keras version '{wanted}' beside TensorFlow {target}"):
        table_for(target, wanted)


@pytest.mark.parametrize(
    ("name", "area", "advice"),
    [
        ("keras.backend.sum", Area.CORE, "use keras.ops.sum"),
        ("keras.backend.ctc_decode", Area.CORE, "only tf.keras.backend.ctc_decode still has it"),
        ("keras.losses.MSE", Area.CORE, "use keras.losses.mean_squared_error"),
        ("keras.optimizers.adam", Area.PRIVATE, "use keras.optimizers.Adam"),
        ("keras.layers.core.Dense", Area.PRIVATE, "use keras.layers.Dense"),
        ("keras.engine.topology.Layer", Area.PRIVATE, "use keras.layers.Layer"),
        ("keras.utils.np_utils", Area.PRIVATE, "use keras.utils"),
        ("keras.objectives.mse", Area.PRIVATE, "use keras.losses.mean_squared_error"),
        ("keras.backend.tensorflow_backend.set_session", Area.PRIVATE, "delete it: there is no session"),
    ],
)
def test_names_that_the_package_lost(name: str, area: Area, advice: str) -> None:
    found = entry(name)
    assert (found.exists, found.area) == (False, area)
    assert found.advice.startswith(advice)


def test_a_name_is_looked_up_in_its_package() -> None:
    table = table_for("2.21")
    assert table.lookup("keras.backend.sum").entry.exists
    assert not table.package.lookup("keras.backend.sum").entry.exists
    assert table_for("2.15").package.lookup("keras.backend.sum").entry.exists


def test_keras_2_with_a_later_tensorflow() -> None:
    legacy = table_for("2.21", "2")
    assert legacy.lookup("compat.v1.layers.dense").entry.exists
    assert legacy.lookup("keras.backend.learning_phase").entry.exists
    add = legacy.lookup("keras.ops.add").entry
    assert f"{add.absence_clause}; {add.advice}" == "is new in Keras 3.0; Keras 2.15 does not have it"
    assert (legacy.facts.member_signature("keras.metrics.Metric", "add_weight", "2.21") or "").startswith("(name,")
    assert "jit_compile" in (legacy.facts.signature("keras.optimizers.SGD", "2.21") or "")
    assert legacy.tf_keras_package.lookup("keras.src.backend.sum").entry.exists
    assert legacy.package.lookup("keras.ops.add").entry.exists


@pytest.mark.tensorflow
@pytest.mark.filterwarnings("ignore:__array__ implementation")  # Keras does, for its own variables
@pytest.mark.parametrize(("call", "advised"), BACKEND_CALLS)
def test_advice_about_the_backend_gives_the_same_values(call: str, advised: str) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    np, tf, keras = (pytest.importorskip(name) for name in ("numpy", "tensorflow", "keras"))
    x, y, z, c = (tf.random.stateless_uniform(shape, (1, 2)) for shape in ((3, 4), (3, 4), (2, 3, 4), (2, 6, 6, 3)))
    names: dict[str, Any] = {
        "K": tf.keras.backend, "keras": keras, "tf": tf, "math": math, "x": x, "y": y[::-1], "z": z, "c": c,
        "i": tf.constant([0, 2, 1]), "b": x > 0.5, "v": keras.Variable(x), "p": tf.nn.softmax(y),
    }  # fmt: skip
    old, new = eval(call, names), eval(advised, names)
    if isinstance(old, str | bool | int):
        assert old == new
    else:
        np.testing.assert_allclose(np.asarray(old), np.asarray(new), rtol=1e-4, atol=1e-5)
        lines = table_for("2.21").package_rewrites.of(f"keras.backend.{call[2 : call.index('(')]}")
        if lines and all(line.safety is Safety.SAFE for line in lines):
            assert np.asarray(old).dtype == np.asarray(new).dtype
