"""What makes something that lasts: how the file of names is read, and that the names are those of TensorFlow 1."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

import pytest

from tf2lint.table import gives_other_values, makes_something_lasting, read_patterns, table_for
from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name", ["Variable", "get_variable", "layers.dense", "contrib.layers.conv2d", "train.Saver", "train.AdamOptimizer"]
)
def test_makes_something(name: str) -> None:
    assert makes_something_lasting(name)


@pytest.mark.parametrize(
    "name", ["", "matmul", "nn.relu", "VariableAggregation", "layers", "initializers.zeros", "train.exponential_decay"]
)
def test_only_computes(name: str) -> None:
    assert not makes_something_lasting(name)


@pytest.mark.parametrize("name", ["random_normal", "random.uniform", "nn.dropout", "image.random_hue"])
def test_gives_other_values(name: str) -> None:
    assert gives_other_values(name)


@pytest.mark.parametrize("name", ["", "zeros", "nn.relu", "random", "set_random_seed"])
def test_gives_the_same_values(name: str) -> None:
    assert not gives_other_values(name)


@pytest.mark.parametrize("file", ["lasting.txt", "changing.txt", "queued.txt"])
def test_the_names_are_those_of_tensorflow_1(file: str) -> None:
    names = table_for(None).names()
    classes_and_functions = [name.partition("().")[0] for name in read_patterns(DATA / file)]
    assert [name for name in classes_and_functions if not fnmatch.filter(names, name)] == []


@pytest.mark.parametrize("line", ["Variable", "tf.Variable\ntf.Variable"])
def test_bad_lines(tmp_path: Path, line: str) -> None:
    file = tmp_path / "lasting.txt"
    file.write_text(f"# names\n\n{line}\n")
    with pytest.raises(DataError, match=r"lasting\.txt:"):
        read_patterns(file)
