"""Every suggestion against the TensorFlow that is installed, where one is: attributes must lead to each name."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
from functools import reduce

import pytest

from tf2lint.listing import Listing
from tf2lint.symbols import known_versions, table_for


def installed() -> str:
    """The version of TensorFlow that is installed, if it is one that can be a target; else empty."""
    for distribution in ("tensorflow", "tensorflow-cpu"):
        try:
            version = ".".join(importlib.metadata.version(distribution).split(".")[:2])
        except importlib.metadata.PackageNotFoundError:
            continue
        return version if version in known_versions() else ""
    return ""


@pytest.mark.skipif(not installed(), reason="TensorFlow is not installed")
def test_every_suggested_tensorflow_name_can_be_reached() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tensorflow = importlib.import_module("tensorflow")
    suggested = {name for row in Listing(table_for(installed())).rows() for name in row.replacements}
    checked = sorted(name for name in suggested if name.startswith("tf."))
    assert len(checked) > 1000
    unreachable = []
    for name in checked:
        try:
            reduce(getattr, name.split(".")[1:], tensorflow)
        except AttributeError as error:
            unreachable.append(f"{name}: {error}")
    assert unreachable == []
