"""A plain reading of programs: the lines that name something of TensorFlow 1.15 which the target no longer has.

This is the yardstick for what tools find, so it shares nothing with them but the list of names. It reads the imports of
a file, whatever function they stand in, and takes each dotted name that begins with what they bind. It follows no
assignments, no re-exports, no flow, and takes no guard for one: there is more to find in a program, and not all that it
counts would fail.
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

#: A file, and the number of a line.
Line = tuple[str, int]


class Names(NamedTuple):
    """What became of the public names of TensorFlow 1.15, without `tf.`.

    Attributes:
        gone: those that the target lacks, with what the table says of each.
        there: those that it has.
    """

    gone: dict[str, str]
    there: frozenset[str]


def names(program: Path) -> Names:
    """Asks the table of names for those of the newest target.

    Args:
        program: the command `tf2lint`.
    """
    listed = subprocess.run([program, "table", "--format", "json"], check=True, capture_output=True, encoding="utf-8")
    entries = [one for one in json.loads(listed.stdout)["entries"] if "()" not in one["name"]]
    gone = {_plain(one): one["note"] for one in entries if one["since"] == "1.15" and not one["exists"]}
    return Names({"contrib": "", **gone}, frozenset(_plain(one) for one in entries if one["exists"]))


def _plain(entry: dict[str, str]) -> str:
    return entry["name"].removeprefix("tf.")


def lines(folder: Path, known: Names) -> set[Line]:
    """The lines of a folder's programs that name something which is gone.

    Args:
        folder: with the programs.
        known: what is gone.
    """
    found: set[Line] = set()
    for path in folder.rglob("*.py"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(path.read_bytes())
            except (SyntaxError, ValueError):
                continue
        bound = dict(_bound(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.stmt) and any(_is_gone(name, known) for name in _named(node, bound)):
                found.add((str(path), node.lineno))
    return found


def _is_gone(name: str, known: Names) -> bool:
    """Whether the first part of a dotted name that is not there was there once."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        part = ".".join(parts[:end])
        if part in known.gone:
            return True
        if part not in known.there:
            return False
    return False


def _bound(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What the imports of a file bind to names of TensorFlow, without `tf.`."""
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


def _named(node: ast.AST, bound: dict[str, str]) -> Iterator[str]:
    """What a node names of TensorFlow."""
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
