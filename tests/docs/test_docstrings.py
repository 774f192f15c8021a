"""Docstrings of classes name the attributes and constructor arguments that the classes have."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tf2lint

SOURCE = Path(tf2lint.__file__).parent
CLASSES = [
    pytest.param(node, id=f"{path.relative_to(SOURCE).with_suffix('')}.{node.name}")
    for path in sorted(SOURCE.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.ClassDef) and ast.get_docstring(node)
]


def documented(node: ast.ClassDef, section: str) -> set[str]:
    """Returns the names in a section of a class's docstring."""
    text = (ast.get_docstring(node) or "").partition(f"\n{section}:\n")[2].partition("\n\n")[0]
    return set(re.findall(r"^    (\w+): ", text, re.MULTILINE))


def attributes(node: ast.ClassDef) -> set[str]:
    """Returns the names that the body binds, and those that methods assign to `self`."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
            found.add(inner.attr)
        elif isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
            found.add(inner.target.id)
        elif isinstance(inner, ast.FunctionDef):
            found.add(inner.name)
    return found


def parameters(node: ast.ClassDef) -> set[str]:
    """Returns the parameters of the constructor."""
    inits = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
    lists = [(*init.args.args, *init.args.kwonlyargs, *filter(None, [init.args.vararg])) for init in inits]
    return {one.arg for arguments in lists for one in arguments}


def test_there_are_classes() -> None:
    assert len(CLASSES) > 100
    assert sum(bool(documented(one.values[0], "Attributes")) for one in CLASSES) > 50  # type: ignore[arg-type]


@pytest.mark.parametrize("node", CLASSES)
def test_documented_attributes_exist(node: ast.ClassDef) -> None:
    assert documented(node, "Attributes") <= attributes(node)


@pytest.mark.parametrize("node", CLASSES)
def test_documented_arguments_exist(node: ast.ClassDef) -> None:
    inits = parameters(node)
    assert not inits or documented(node, "Args") <= inits
