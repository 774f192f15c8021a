"""Compares the names of keras and tf.keras in the table with those of the installed Keras, both ways."""

from __future__ import annotations

import importlib
import os
from functools import reduce
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from support.installed import installed
from tf2lint.table import TF_KERAS, PairedFacts, load_keras_facts
from tf2lint.table.mapping_table import DATA

if TYPE_CHECKING:
    from collections.abc import Callable

#: The implementation of keras, which its root hides.
HIDDEN = ("src", "api")


@pytest.fixture(scope="module")
def version() -> str:
    """The minor version of the installed Keras."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    found: str = importlib.import_module("keras").__version__
    return ".".join(found.split(".")[:2])


def attribute(root: ModuleType, name: str) -> Any:
    """Returns what an attribute path leads to; the error if it leads to nothing."""
    try:
        return reduce(getattr, name.split("."), root)
    except AttributeError as error:
        return error


def differences(root: ModuleType, names: set[str], has: Callable[[str], bool]) -> tuple[int, list[str]]:
    """Returns how many of the names the root has, and those that only one of the root and the table has."""
    found = {name: value for name in names if not isinstance(value := attribute(root, name), AttributeError)}
    only_real = {name for name in found if not has(name)}
    only_table = {name for name in names - set(found) if has(name)}
    modules = {"": root} | {f"{name}.": value for name, value in found.items() if isinstance(value, ModuleType)}
    for prefix, module in modules.items():
        public = {f"{prefix}{name}" for name in dir(module) if not name.startswith("_")} - set(HIDDEN)
        only_real |= {name for name in public if not has(name) and not is_foreign(attribute(root, name))}
    return sum(map(has, names)), sorted(only_real | only_table)


def is_foreign(value: Any) -> bool:
    """Returns whether a value is a module of another package."""
    return isinstance(value, ModuleType) and value.__name__.partition(".")[0] not in ("keras", "tensorflow")


@pytest.mark.tensorflow
def test_every_name_of_keras(version: str) -> None:
    facts = load_keras_facts()

    def has(name: str) -> bool:
        fact = facts.fact(name)
        return fact is not None and bool(fact.object(version))  # stubs, too

    names = {name for name in facts if not name.startswith(TF_KERAS)}
    count, differing = differences(importlib.import_module("keras"), names, has)
    assert differing == []
    assert count > 1000


@pytest.mark.tensorflow
def test_every_name_of_tf_keras(version: str) -> None:
    target = installed()
    facts = PairedFacts(DATA, load_keras_facts, version)

    def has(name: str) -> bool:
        fact = facts.fact(f"keras.{name}")
        return fact is not None and bool(fact.object(target))  # stubs, too

    names = {name.removeprefix("keras.") for name in facts if name.startswith("keras.")}
    for name in facts.mentioning("import-only"):
        fact = facts.fact(name)
        if fact is not None and fact.exists(target) and "import-only" in fact.marks(target):
            importlib.import_module(f"keras._tf_keras.{name}")
    root = importlib.import_module("tensorflow").keras
    count, differing = differences(root, names, has)
    assert differing == []
    assert count > 1000
