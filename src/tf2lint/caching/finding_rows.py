"""Findings as rows that JSON can hold, compact and quick to read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

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
from tf2lint.source import path_like

if TYPE_CHECKING:
    from typing import Any

_SEVERITIES: Final = {severity.value: severity for severity in Severity}


def row_of(located: Located) -> list[Any]:
    """Returns a finding as a row, without the path of its file."""
    finding = located.finding
    related = [_related_row(other, finding.path) for other in finding.related]
    return [
        finding.code, finding.name, finding.severity.value, finding.message, *finding.span, finding.symbol,
        finding.replacements, located.cell, located.line, related,
        finding.rewritten, finding.covered, finding.fix, finding.unfixed,
    ]  # fmt: skip


def finding_of(row: list[Any], path: str) -> Located:
    """Returns the finding of a row.

    Args:
        row: the output of `row_of`.
        path: the path of the file.
    """
    code, name, severity, message, line, column, end_line, end_column, symbol, replacements, cell, text, *more = row
    related, rewritten, covered, fix, unfixed = more
    finding = Finding(
        code, name, _SEVERITIES[severity], message, path, Span(line, column, end_line, end_column), symbol,
        tuple(replacements),
        tuple([_related(row, path) for row in related]) if related else (),
        None if rewritten is None else Rewritten(*rewritten),
        tuple([CoveredFinding(*other) for other in covered]) if covered else (),
        None if fix is None else _fix(*fix),
        unfixed,
    )  # fmt: skip
    return Located(finding, cell, text)


def _fix(edits: list[Any], safety: str, note: str) -> Fix:
    return Fix(tuple([TextEdit(Span(*place), written, cell) for place, written, cell in edits]), safety, note)


def _related_row(related: RelatedLocation, path: str) -> list[Any]:
    """Returns a related location in a form that depends on no current folder; without a path for the file itself."""
    other = "" if related.path == path else os.path.abspath(related.path)
    return [other, *related[1:]]


def _related(row: list[Any], path: str) -> RelatedLocation:
    other, line, column, message, cell, in_message = row
    return RelatedLocation(path_like(path, other) if other else path, line, column, message, cell, in_message)
