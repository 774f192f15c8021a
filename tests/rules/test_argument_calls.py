"""Calls whose arguments changed their meaning: what the rules report, and what TensorFlow does."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest

from tf2lint.engine import Engine

CALLS = [
    tuple(line.split(" | "))
    for line in Path(__file__).with_name("argument_calls.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
EACH_CALL = pytest.mark.parametrize(("old", "new"), CALLS, ids=[old for old, _ in CALLS])
ENGINE = Engine()


def codes(call: str) -> set[str]:
    """Returns the codes that are reported for a call, in a file written for TensorFlow 1."""
    source = f"import tensorflow as tf\n\ntf.placeholder(tf.float32)\n{call}\n"
    return {finding.code for finding in ENGINE.check(source, "/nowhere/program.py").findings if finding.span.line == 4}


@EACH_CALL
def test_the_old_call_is_reported_and_the_new_one_is_not(old: str, new: str) -> None:
    assert codes(old)
    assert all(code.startswith(("TF60", "TF803")) for code in codes(old))
    assert codes(new) == set()


def flat(value: Any) -> list[Any]:
    """Returns the arrays in a result, as nested lists of numbers or strings."""
    if isinstance(value, list | tuple):
        return [part for item in value for part in flat(item)]
    if hasattr(value, "dense_shape"):
        return flat([value.indices, value.values, value.dense_shape])
    value = value.numpy() if hasattr(value, "numpy") else value
    return [value.tolist() if hasattr(value, "tolist") else value]


@pytest.mark.tensorflow
@EACH_CALL
def test_tensorflow_runs_the_calls_as_the_rules_say(old: str, new: str) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tf = importlib.import_module("tensorflow")
    names = {
        "m": tf.constant([[1.0, 2.0], [3.0, 4.0]]),
        "v": tf.constant([1.0, 2.0, 3.0]),
        "i": tf.constant([0, 1]),
        "b": tf.constant([True, False]),
        "img": tf.reshape(tf.range(16.0), [1, 4, 4, 1]),
        "k": tf.ones([2, 2, 1, 1]),
    }
    before = flat(eval(old, {**names, "tf": tf.compat.v1}))
    assert flat(eval(new, {**names, "tf": tf})) == before
    try:
        now = flat(eval(old, {**names, "tf": tf}))
    except (TypeError, ValueError, AttributeError, tf.errors.OpError):
        return
    assert now != before
