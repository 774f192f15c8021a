"""What TensorFlow 1's API does in eager mode: the data file, checked against TensorFlow if it is installed."""

from __future__ import annotations

import importlib
import inspect
import os
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import pytest

from tf2lint.table.eager_effects import FAILS, SILENT, load_eager_effects, names_with_effect, read_effects
from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: TensorFlow warns about a summary without a writer.
SUMMARIES = pytest.mark.filterwarnings("ignore:Cannot activate TF2 compatibility support for TF1 summary ops")
#: Arguments for functions that reject a tensor for another reason.
ARGUMENTS = {"compat.v1.train.string_input_producer": ["a"], "compat.v1.train.slice_input_producer": [["a"]]}


def test_every_name_exists_in_some_version_and_has_advice() -> None:
    table = table_for(None)
    for name, effect in load_eager_effects().items():
        found = table.lookup(name)
        assert not found.missing, name
        assert effect.what, name
        assert effect.advice or found.entry.advice, name


@pytest.mark.parametrize(
    "line",
    ["a | fails | b", "a | loud | b | -", "a | fails | b | - | c | d", "a | silent | b | -\na | fails | c | -"],
)
def test_a_malformed_line_is_reported(tmp_path: Path, line: str) -> None:
    file = tmp_path / "eager.txt"
    file.write_text(f"# comment\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"eager\.txt:[23]: expected"):
        read_effects(file)


@pytest.fixture
def tensorflow() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return importlib.import_module("tensorflow")


def attribute(tensorflow: Any, name: str) -> Any:
    try:
        return reduce(getattr, name.split("."), tensorflow)
    except AttributeError:
        return None  # compat.v1 lost the name at some version


@SUMMARIES
@pytest.mark.tensorflow
def test_names_marked_as_failing_fail(tensorflow: Any) -> None:
    called = 0
    dataset = {"compat.v1.data.make_initializable_iterator": tensorflow.data.Dataset.range(1)}
    for name in sorted(names_with_effect(FAILS)):
        function = attribute(tensorflow, name)
        if function is None or "has nothing" in load_eager_effects()[name].what or name.endswith("summary.image"):
            continue
        required = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
        argument = {**ARGUMENTS, **dataset}.get(name, tensorflow.constant(1.0))
        arguments = [argument for one in required if "VAR" not in one.kind.name]
        with pytest.raises((RuntimeError, ValueError), match=r"(?i)eager"):
            function(*arguments)
        called += 1
    assert called > 50
    with pytest.raises(tensorflow.errors.UnimplementedError):
        tensorflow.compat.v1.summary.image("a", tensorflow.zeros([1, 2, 2, 1]))
    with pytest.raises(RuntimeError, match="graph is empty"):
        tensorflow.compat.v1.Session().run(tensorflow.constant(1.0))


@SUMMARIES
@pytest.mark.tensorflow
def test_names_marked_as_silent_are_silent(tensorflow: Any) -> None:
    v1 = tensorflow.compat.v1
    variable = v1.Variable(1.0)
    v1.losses.mean_squared_error([1.0], [2.0])
    v1.losses.add_loss(variable * 2)
    v1.get_variable("regularized", [1], regularizer=lambda _: tensorflow.constant(5.0))
    image, sound = tensorflow.zeros([1, 2, 2, 1]), tensorflow.zeros([1, 3])

    def scoped() -> Any:
        with v1.variable_scope("scope", reuse=v1.AUTO_REUSE):
            return v1.get_variable("variable", [1])

    def returns_nothing(function: Callable[[], list[object]]) -> bool:
        return function() == []

    lists = ("all", "global", "local", "model", "moving_average", "trainable")
    calls: dict[str, Callable[[], bool]] = {
        **{f"{name}_variables": partial(returns_nothing, getattr(v1, f"{name}_variables")) for name in lists},
        "get_collection": lambda: v1.get_collection(v1.GraphKeys.TRAINABLE_VARIABLES) == [],
        "get_collection_ref": lambda: v1.get_collection_ref(v1.GraphKeys.LOSSES) == [],
        "losses.add_loss": lambda: v1.losses.get_losses() == [],
        "losses.get_losses": lambda: v1.losses.get_losses() == [],
        "losses.get_total_loss": lambda: float(v1.losses.get_total_loss()) == 5.0,
        "train.get_global_step": lambda: v1.train.get_global_step() is None,
        "get_variable": lambda: scoped() is not scoped(),
        "variable_scope": lambda: scoped() is not scoped(),
        "summary.audio": lambda: v1.summary.audio("a", sound, 1.0).dtype == tensorflow.string,
        "summary.histogram": lambda: v1.summary.histogram("a", image).dtype == tensorflow.string,
        "summary.scalar": lambda: v1.summary.scalar("a", 1.0).dtype == tensorflow.string,
        "summary.tensor_summary": lambda: v1.summary.tensor_summary("a", image).dtype == tensorflow.string,
        "summary.text": lambda: v1.summary.text("a", tensorflow.constant("b")).dtype == tensorflow.string,
    }
    assert {f"compat.v1.{name}" for name in calls} == names_with_effect(SILENT)
    assert [name for name, is_silent in calls.items() if not is_silent()] == []
