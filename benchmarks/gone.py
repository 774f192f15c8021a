"""A simple reference scan of programs: the lines that use a TensorFlow 1.15 name that the target no longer has.

This is the yardstick for what tools find, so it shares only the list of names with them. It reads all imports of a
file, including those inside functions, and checks each dotted name that starts with an imported name. It ignores
assignments, re-exports, control flow and guards, so a program contains more to find, and some lines that it counts
would not fail.
"""

from __future__ import annotations

import ast
import json
import subprocess
import warnings
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A file's path and a line number.
Line = tuple[str, int]


class Names(NamedTuple):
    """The public names of TensorFlow 1.15, without `tf.`, by whether the target has them.

    Attributes:
        gone: names that the target lacks, each with the table's advice.
        there: names that the target has.
    """

    gone: dict[str, str]
    there: frozenset[str]


def names(program: Path) -> Names:
    """Returns the names from tf2lint's table at the newest target.

    Args:
        program: path of the command `tf2lint`.
    """
    listed = subprocess.run([program, "table", "--format", "json"], check=True, capture_output=True, encoding="utf-8")
    entries = [entry for entry in json.loads(listed.stdout)["entries"] if "()" not in entry["name"]]
    gone = {_short_name(entry): entry["note"] for entry in entries if entry["since"] == "1.15" and not entry["exists"]}
    return Names({"contrib": "", **gone}, frozenset(_short_name(entry) for entry in entries if entry["exists"]))


def _short_name(entry: dict[str, str]) -> str:
    return entry["name"].removeprefix("tf.")


def lines(folder: Path, known: Names) -> set[Line]:
    """Returns the lines of a folder's programs that use a name that is gone.

    Args:
        folder: the folder with the programs.
        known: the names that are gone and those that exist.
    """
    found: set[Line] = set()
    for path in folder.rglob("*.py"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(path.read_bytes())
            except (SyntaxError, ValueError):
                continue
        bound = dict(_imported_names(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.stmt) and any(
                _is_gone(name, known) for name in _used_names(node, bound)
            ):
                found.add((str(path), node.lineno))
    return found


def _is_gone(name: str, known: Names) -> bool:
    """Returns whether the shortest prefix of a dotted name that the target lacks existed in 1.15."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        part = ".".join(parts[:end])
        if part in known.gone:
            return True
        if part not in known.there:
            return False
    return False


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yields each name that the file's imports bind to a TensorFlow name, and that name without `tf.`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "tensorflow" or (alias.name.startswith("tensorflow.") and not alias.asname):
                    yield alias.asname or "tensorflow", ""
                elif alias.name.startswith("tensorflow."):
                    yield alias.asname or "", alias.name.removeprefix("tensorflow.")
        elif isinstance(node, ast.ImportFrom) and _is_tensorflow(node):
            module = (node.module or "").removeprefix("tensorflow").removeprefix(".")
            for alias in node.names:
                yield alias.asname or alias.name, f"{module}.{alias.name}".removeprefix(".")


def _is_tensorflow(node: ast.ImportFrom) -> bool:
    return not node.level and (node.module or "").partition(".")[0] == "tensorflow"


def _used_names(node: ast.AST, bound: dict[str, str]) -> Iterator[str]:
    """Yields the TensorFlow names that a node uses, without `tf.`."""
    if isinstance(node, ast.Import):
        yield from (alias.name.removeprefix("tensorflow.") for alias in node.names if "tensorflow." in alias.name)
    elif isinstance(node, ast.ImportFrom) and _is_tensorflow(node):
        module = (node.module or "").removeprefix("tensorflow").removeprefix(".")
        yield from (f"{module}.{alias.name}".removeprefix(".") for alias in node.names)
    elif isinstance(node, ast.Attribute):
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name) and inner.id in bound:
            yield ".".join([bound[inner.id], *reversed(parts)]).removeprefix(".")
