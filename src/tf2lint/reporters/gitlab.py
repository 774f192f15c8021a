"""GitLab's code quality report, a subset of Code Climate's format, which merge requests show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.model import Severity
from tf2lint.reporters.fingerprints import fingerprints
from tf2lint.reporters.summary import cell_prefix
from tf2lint.source import shown_path

if TYPE_CHECKING:
    from tf2lint.reporters.summary import Report, Style

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, _style: Style) -> str:
    """Renders the report as a JSON document."""
    issues = [
        {
            "description": f"{located.finding.code} {cell_prefix(located)}{full_message(located.finding)}",
            "check_name": located.finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[located.finding.severity],
            "location": {
                "path": shown_path(located.finding.path),
                "lines": {"begin": 1 if located.cell else located.finding.span.line},
            },
        }
        for located, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"
