"""Checks every suggested name against the installed TensorFlow, if any: each must be reachable through attributes."""

from __future__ import annotations

import importlib
import os
from functools import reduce

import pytest

from support.installed import installed
from tf2lint.table.export import TableExport
from tf2lint.table.mapping_table import table_for


@pytest.mark.tensorflow
def test_every_suggested_tensorflow_name_is_reachable() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tensorflow = importlib.import_module("tensorflow")
    suggested = {name for row in TableExport(table_for(installed())).rows() for name in row.replacements}
    checked = sorted(name for name in suggested if name.startswith("tf."))
    assert len(checked) > 1000
    unreachable = []
    for name in checked:
        try:
            reduce(getattr, name.split(".")[1:], tensorflow)
        except AttributeError as error:
            unreachable.append(f"{name}: {error}")
    assert unreachable == []
