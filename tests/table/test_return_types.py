"""The classes of the library's return values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA, load_data, table_for
from tf2lint.table.return_types import ReturnTypes

if TYPE_CHECKING:
    from pathlib import Path

RETURN_TYPES = table_for(None).return_types


@pytest.mark.parametrize(
    ("expression", "returned"),
    [
        ("Session()", "Session"),
        ("InteractiveSession()", "Session"),
        ("compat.v1.InteractiveSession()", "compat.v1.Session"),
        ("data.Dataset().map()", "data.Dataset"),
        ("Session().graph", "get_default_graph"),
        ("trainable_variables()", "trainable_variables"),
        ("nn.relu()", "Tensor"),
        ("trainable_variables()[]", "Variable"),
        ("compat.v1.trainable_variables()[]", "compat.v1.Variable"),
        ("Variable() + x", "Tensor"),
        ("as_dtype()", ""),
        ("app.flags.DEFINE_string()", ""),
        ("Session().run", ""),
        ("no_such_name()", ""),
        ("keras.Model().layers[]", "keras.layers.Layer"),
        ("keras.models.Sequential().optimizer", "keras.optimizers.Optimizer"),
        ("keras.applications.vgg16.VGG16()", "keras.Model"),
        ("keras.layers.Dense().build(1)", "keras.KerasTensor().shape"),
        ("keras.layers.Dense().build(2)", ""),
        ("layers.Dense().build(1)", ""),
    ],
)
def test_the_class_that_an_expression_returns(expression: str, returned: str) -> None:
    assert RETURN_TYPES.class_of(expression) == returned


def test_what_returns_its_argument() -> None:
    assert RETURN_TYPES.class_of("python.debug.LocalCLIDebugWrapperSession()") == "Session"
    assert RETURN_TYPES.returns_given("python.debug.LocalCLIDebugWrapperSession()")
    assert not RETURN_TYPES.returns_given("InteractiveSession()")


def test_classes_returned_by_members() -> None:
    assert RETURN_TYPES.reachable_classes("data.Dataset") == {"data.Dataset", "data.Iterator"}


def test_classes_of_items_and_of_shapes() -> None:
    reachable = RETURN_TYPES.reachable_classes("keras.callbacks.Callback")
    assert {"keras.Model", "keras.optimizers.Optimizer", "keras.layers.Layer", "Dimension"} <= reachable
    assert RETURN_TYPES.reachable_classes("keras.KerasTensor().shape") == {"keras.KerasTensor().shape", "Dimension"}


def test_methods_that_the_library_calls() -> None:
    assert RETURN_TYPES.overridden_methods("keras.layers.Dense") == {
        "build": {"keras.KerasTensor().shape"},
        "compute_output_shape": {"keras.KerasTensor().shape"},
    }
    assert RETURN_TYPES.overridden_methods("keras.callbacks.Callback")["on_epoch_end"] == {
        "keras.callbacks.History().history"
    }
    assert RETURN_TYPES.overridden_methods("data.Dataset") == {}


def test_every_class_in_the_file_exists_in_tensorflow() -> None:
    facts, _ = load_data()
    lines = [line for line in (DATA / "results.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        expression, returned = line.removesuffix(", given").split(" | ")
        start = expression.partition("(")[0].removeprefix("tf.").removesuffix(".*")
        known = table_for(None).lookup(start)
        assert returned == "-" or facts.fact(returned.removeprefix("tf.").partition("(")[0]) is not None, line
        assert known.entry.name, line
        assert not known.missing, line


@pytest.mark.parametrize("line", ["tf.Session()", "tf.Session() | tf.Session\ntf.Session() | tf.Graph"])
def test_a_malformed_line_is_reported(line: str, tmp_path: Path) -> None:
    file = tmp_path / "results.txt"
    file.write_text(f"# head\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"results\.txt:[23]: expected"):
        ReturnTypes(file, *load_data())
