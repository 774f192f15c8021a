"""Packages that load their modules on first use re-export the same names for type checkers and at run time."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import tf2lint

SOURCE = Path(tf2lint.__file__).parent
LAZY = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py") if "lazy_exports(" in path.read_text("utf-8"))


def test_there_are_lazy_packages() -> None:
    assert "source" in LAZY


@pytest.mark.parametrize("package", LAZY)
def test_both_lists_of_names_are_the_same(package: str) -> None:
    tree = ast.parse((SOURCE / package / "__init__.py").read_text("utf-8"))
    prefix = f"tf2lint.{package}."
    declared = {
        node.module.removeprefix(prefix): {alias.name for alias in node.names}
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(prefix)
    }
    call = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "lazy_exports"
    )
    assert declared == {module: set(names) for module, names in ast.literal_eval(call.args[1]).items()}


@pytest.mark.parametrize("package", LAZY)
def test_every_name_is_there_at_run_time_and_no_other(package: str) -> None:
    module = import_module(f"tf2lint.{package}")
    tree = ast.parse((SOURCE / package / "__init__.py").read_text("utf-8"))
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"tf2lint.{package}.")
        for alias in node.names
    ]
    assert names
    for name in names:
        assert hasattr(module, name)
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018
