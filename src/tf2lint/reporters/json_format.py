"""The JSON formats, described by docs/output.schema.json.

Its `version` changes when a field is removed or changes its meaning. Version 2 added `related`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tf2lint.reporters.format_parts import Parts

if TYPE_CHECKING:
    from tf2lint.model import Fix, Located, RelatedLocation
    from tf2lint.reporters.summary import Report, Style

_VERSION: Final = 2
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


def render(report: Report, _style: Style) -> str:
    """Renders the report as a JSON document; lines and columns start at 1, columns count characters."""
    head = {
        "version": _VERSION,
        "target": report.target,
        "summary": {
            "files": report.files,
            "tensorflow_files": report.tensorflow_files,
            "names_resolved": report.names_resolved,
            "names_unresolved": report.names_unresolved,
            "findings": len(report.findings),
            "by_severity": {severity.value: count for severity, count in report.by_severity().items()},
            "by_code": report.by_code(),
            "suppressed": report.suppressed,
            "accepted_by_baseline": report.accepted,
            "gone_from_baseline": report.gone,
            "in_unchanged_lines": report.unchanged,
            "fixed": report.fixed,
            "fixable": report.fixable(),
        },
    }
    # One finding a line: the encoder that is written in C does not indent.
    findings = ",\n".join(f"    {_ENCODER.encode(_finding(located))}" for located in report.findings)
    fields = json.dumps(head, indent=2).removesuffix("\n}")
    return f'{fields},\n  "findings": [\n{findings}\n  ]\n}}\n'


def render_lines(report: Report, style: Style) -> str:
    """Renders the report as one JSON document per finding, each in a line of its own."""
    return "".join([_line(located, style) for located in report.findings])


def _line(located: Located, _style: Style) -> str:
    return f"{_ENCODER.encode(_finding(located))}\n"


def _finding(located: Located) -> dict[str, Any]:
    finding = located.finding
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
        "cell": located.cell,
        "related": [_related(related) for related in finding.related],
        "rewritten": finding.rewritten and finding.rewritten._asdict(),
        "fix": finding.fix and _fix(finding.fix),
        "unfixed": finding.unfixed,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "safety": fix.safety,
        "note": fix.note,
        "edits": [
            {
                "line": edit.span.line,
                "column": edit.span.column,
                "end_line": edit.span.end_line,
                "end_column": edit.span.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }


def _related(related: RelatedLocation) -> dict[str, Any]:
    return {
        "message": related.message,
        "path": related.path,
        "line": related.line,
        "column": related.column,
        "cell": related.cell,
    }


#: Of the format with a document per finding.
PARTS: Final = Parts(_line, lambda _report, _style: "")
