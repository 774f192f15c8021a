"""SARIF 2.1.0, the OASIS format for static analysis results, which GitHub code scanning accepts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tf2lint import __version__
from tf2lint.linting import HOME, parse_rule_docs, rule_page, rule_page_url
from tf2lint.model import Severity
from tf2lint.reporters.fingerprints import fingerprints
from tf2lint.reporters.summary import cell_prefix, shown_path
from tf2lint.rules import rules

if TYPE_CHECKING:
    from tf2lint.linting import Rule
    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(report: Report, _style: Style) -> str:
    """Renders the report as a JSON document."""
    codes = list(report.by_code())
    known = {rule.code: rule for rule in rules()}
    driver = {
        "name": "tf2lint",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_rule(known[code]) for code in codes],
    }
    results = [
        _result(located, codes.index(located.finding.code), fingerprint)
        for located, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {"target": report.target},
        "results": results,
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    docs = parse_rule_docs(rule)
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": docs.summary},
        "fullDescription": {"text": " ".join(docs.sections["What it does"].split())},
        "help": {"text": " ".join(docs.sections["Why it matters"].split()), "markdown": rule_page(rule)},
        "helpUri": rule_page_url(rule),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["tensorflow", "migration"], "problem.severity": _PROBLEMS[rule.severity]},
    }


def _result(located: Located, index: int, fingerprint: str) -> dict[str, Any]:
    finding = located.finding
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{cell_prefix(located)}{finding.message}"},
        "locations": [{"physicalLocation": _location(located)}],
        "partialFingerprints": {"tf2lint/v1": fingerprint},
        "properties": {"symbol": finding.symbol, "replacements": list(finding.replacements)},
    }


def _location(located: Located) -> dict[str, Any]:
    path = shown_path(located.finding.path)
    artifact = {"uri": quote(os.fsencode(path)), "uriBaseId": "%SRCROOT%"}
    if os.path.isabs(path):
        artifact = {"uri": Path(path).as_uri()}
    location: dict[str, Any] = {"artifactLocation": artifact}
    if located.cell is None:  # lines in a cell are not lines of the file
        span = located.finding.span
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return location
