"""Serializes results for the cache, in a form that is compact and quick to read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tf2lint.model import (
    CoveredFinding,
    Finding,
    Fix,
    Located,
    RelatedLocation,
    Rewritten,
    Severity,
    Span,
    TextEdit,
)
from tf2lint.runner.jobs import FileResult
from tf2lint.source import path_like

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
    rows, *counts, notes = json.loads(text)
    result = FileResult(path, tuple(_located(row, path) for row in rows), *counts)
    return result._replace(notes=tuple((line, note) for line, note in notes)) if notes else result


def _row(located: Located) -> list[Any]:
    finding = located.finding
    related = [_related_row(other, finding.path) for other in finding.related]
    return [
        finding.code, finding.name, finding.severity.value, finding.message, *finding.span, finding.symbol,
        finding.replacements, located.cell, located.line, related,
        finding.rewritten, finding.covered, finding.fix, finding.unfixed,
    ]  # fmt: skip


def _located(row: list[Any], path: str) -> Located:
    code, name, severity, message, line, column, end_line, end_column, symbol, replacements, cell, text, *more = row
    related, rewritten, covered, fix, unfixed = more
    span = Span(line, column, end_line, end_column)
    others = tuple([_related(row, path) for row in related])
    finding = Finding(code, name, Severity(severity), message, path, span, symbol, tuple(replacements), others)
    if unfixed:
        finding = finding._replace(unfixed=unfixed)
    if rewritten is not None:
        finding = finding._replace(rewritten=Rewritten(*rewritten))
    if fix is not None:
        edits, safety, note = fix
        texts = tuple([TextEdit(Span(*place), written) for place, written in edits])
        finding = finding._replace(fix=Fix(texts, safety, note))
    if covered:
        finding = finding._replace(covered=tuple([CoveredFinding(*other) for other in covered]))
    return Located(finding, cell, text)


def _related_row(related: RelatedLocation, path: str) -> list[Any]:
    """Returns a related location in a form that depends on no current folder; without a path for the file itself."""
    other = "" if related.path == path else os.path.abspath(related.path)
    return [other, *related[1:]]


def _related(row: list[Any], path: str) -> RelatedLocation:
    other, line, column, message, cell, in_message = row
    return RelatedLocation(path_like(path, other) if other else path, line, column, message, cell, in_message)
