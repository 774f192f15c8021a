"""Serializes results for the cache, in a form that is compact and quick to read."""

from __future__ import annotations

import json

from tf2lint.caching import finding_of, row_of
from tf2lint.runner.jobs import FileResult


def serialize(checked: FileResult) -> str:
    """Returns a result as text, without the path of its file."""
    _, findings, *counts = checked
    return json.dumps([[row_of(located) for located in findings], *counts], separators=(",", ":"))


def deserialize(text: str, path: str) -> FileResult:
    """Returns the result that was serialized.

    Args:
        text: the output of `serialize`.
        path: the path of the file.
    """
    rows, *counts, notes = json.loads(text)
    result = FileResult(path, tuple(finding_of(row, path) for row in rows), *counts)
    return result._replace(notes=tuple((line, note) for line, note in notes)) if notes else result
