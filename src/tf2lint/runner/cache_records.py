"""Results of checks as text, to be kept from run to run: as short as possible, and read back quickly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.runner.file_checker import FileResult

if TYPE_CHECKING:
    from typing import Any


def serialize(checked: FileResult) -> str:
    """A result as text, without the path of its file."""
    _, findings, *counts = checked
    return json.dumps([[_row(found) for found in findings], *counts], separators=(",", ":"))


def deserialize(text: str, path: str) -> FileResult:
    """A result.

    Args:
        text: what `written` gave.
        path: the file.
    """
    rows, *counts = json.loads(text)
    return FileResult(path, tuple(_located(row, path) for row in rows), *counts)


def _row(found: Located) -> list[Any]:
    finding = found.finding
    return [
        finding.code, finding.name, finding.severity.value, finding.message, *finding.span, finding.symbol,
        finding.replacements, found.cell, found.line,
    ]  # fmt: skip


def _located(row: list[Any], path: str) -> Located:
    code, name, severity, message, line, column, end_line, end_column, symbol, replacements, cell, text = row
    span = Span(line, column, end_line, end_column)
    finding = Finding(code, name, Severity(severity), message, path, span, symbol, tuple(replacements))
    return Located(finding, cell, text)
