"""Serializes results for the cache, in a form that is compact and quick to read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.runner.file_checker import FileResult

if TYPE_CHECKING:
    from typing import Any


def serialize(checked: FileResult) -> str:
    """Returns a result as text, without the path of its file."""
    _, findings, *counts = checked
    return json.dumps([[_row(located) for located in findings], *counts], separators=(",", ":"))


def deserialize(text: str, path: str) -> FileResult:
    """Returns the result that was serialized.

    Args:
        text: the output of `serialize`.
        path: the path of the file.
    """
    rows, *counts = json.loads(text)
    return FileResult(path, tuple(_located(row, path) for row in rows), *counts)


def _row(located: Located) -> list[Any]:
    finding = located.finding
    return [
        finding.code, finding.name, finding.severity.value, finding.message, *finding.span, finding.symbol,
        finding.replacements, located.cell, located.line,
    ]  # fmt: skip


def _located(row: list[Any], path: str) -> Located:
    code, name, severity, message, line, column, end_line, end_column, symbol, replacements, cell, text = row
    span = Span(line, column, end_line, end_column)
    finding = Finding(code, name, Severity(severity), message, path, span, symbol, tuple(replacements))
    return Located(finding, cell, text)
