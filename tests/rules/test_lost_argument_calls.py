"""Calls with arguments that Keras took for a while: found where TensorFlow 2.21 refuses them, and only there."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest

from tf2lint.engine import Engine

CALLS = [
    line
    for line in Path(__file__).with_name("lost_argument_calls.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ENGINE = Engine()
MODEL = "tf.keras.Sequential([tf.keras.Input((2,)), L.Dense(1)])"
PROGRAM = f"""\
import tensorflow as tf
L = tf.keras.layers
model = {MODEL}
model.compile("sgd", "mse")
folder = "x"
"""


def is_found(call: str) -> bool:
    """Returns whether an argument of a call is reported."""
    findings = ENGINE.check(f"{PROGRAM}{call}\n", "/nowhere/program.py").findings
    return any(finding.code.startswith(("TF60", "TF715")) for finding in findings if finding.span.line == 6)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the calls use."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    names = {"tf": tf, "L": tf.keras.layers, "folder": str(tmp_path_factory.mktemp("lost"))}
    names["model"] = eval(MODEL, names)
    names["model"].compile("sgd", "mse")
    names["model"].save_weights(f"{names['folder']}/x.weights.h5")
    names["model"].save(f"{names['folder']}/x.keras")
    return names


def test_there_are_many_calls_and_most_are_found() -> None:
    found = sum(map(is_found, CALLS))
    assert found >= 60
    assert len(CALLS) - found >= 30


@pytest.mark.tensorflow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_found_where_it_raises(call: str, names: dict[str, Any]) -> None:
    try:
        eval(call, names)
    except (TypeError, ValueError):
        assert is_found(call)
    else:
        assert not is_found(call)
