"""The calls in the areas that the tests of the official converter cover: at least 85 % become native TensorFlow 2."""

from __future__ import annotations

import importlib
import inspect
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from support.yardstick import Yardstick, calls, calls_of_tensorflow

if TYPE_CHECKING:
    from support.yardstick import Outcome, YardstickCall

CALLS = calls()
EACH_CALL = pytest.mark.parametrize("call", CALLS, ids=[call.source for call in CALLS])


@cache
def outcome(call: YardstickCall) -> Outcome:
    return yardstick().outcome(call)


@cache
def yardstick() -> Yardstick:
    return Yardstick()


@EACH_CALL
def test_a_call_becomes_native_or_has_a_finding_with_the_reason(call: YardstickCall) -> None:
    found = outcome(call)
    assert found.problems == ()
    assert found.is_fixed is call.is_fixed, found
    assert all(found.reasons)


def test_at_least_85_percent_are_fixed() -> None:
    assert len(CALLS) > 400
    assert sum(call.is_fixed for call in CALLS) >= 0.85 * len(CALLS)


@EACH_CALL
def test_nothing_of_tensorflow_1_is_written(call: YardstickCall) -> None:
    names = ("compat.v1", "contrib")
    assert [name for name in names if outcome(call).source.count(name) > call.source.count(name)] == []


@pytest.mark.tensorflow
@pytest.mark.parametrize("call", [call for call in CALLS if call.is_fixed])
def test_each_call_binds_on_tensorflow(call: YardstickCall) -> None:
    tensorflow: Any = importlib.import_module("tensorflow")
    for name, node in calls_of_tensorflow(outcome(call).source):
        function = tensorflow
        for part in name.split("."):
            function = getattr(function, part)
        try:
            signature = inspect.signature(function)
        except ValueError:
            continue
        signature.bind(*node.args, **{one.arg: one.value for one in node.keywords if one.arg is not None})
