"""The machine-readable format; `version` changes when a field changes its meaning or goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tf2lint.model import Finding
    from tf2lint.report.summary import Report

_VERSION: Final = 1


def render(report: Report) -> str:
    """The report as one JSON document. Lines and columns count from 1, columns in characters.

    Args:
        report: what the check of all files gave.
    """
    document = {
        "version": _VERSION,
        "target": report.target,
        "summary": {
            "files": report.files,
            "tensorflow_files": report.tensorflow_files,
            "names_unresolved": report.names_unresolved,
            "findings": len(report.findings),
        },
        "findings": [_finding(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "symbol": finding.symbol,
        "replacements": list(finding.replacements),
        "fix": None,
    }
