"""SARIF 2.1.0, the OASIS format for static analysis results, which GitHub code scanning accepts."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tf2lint import __version__
from tf2lint.linting import parse_rule_docs, project_address, related_clauses, rule_page, rule_page_url, with_clauses
from tf2lint.model import Severity
from tf2lint.reporters.fingerprints import fingerprints
from tf2lint.reporters.summary import cell_prefix
from tf2lint.rules import rules
from tf2lint.source import shown_path

if TYPE_CHECKING:
    from tf2lint.linting import Rule
    from tf2lint.model import Finding, Fix, Located, RelatedLocation, Span
    from tf2lint.reporters.summary import Report, Style

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
#: The characters that the text of a link must escape, and what replaces them.
_BRACKET: Final = re.compile(r"[\[\]]")
_ESCAPED: Final = r"\\\g<0>"


def render(report: Report, _style: Style) -> str:
    """Renders the report as a JSON document."""
    codes = list(report.by_code())
    known = {rule.code: rule for rule in rules()}
    driver = {
        "name": "tf2lint",
        "version": __version__,
        **_link("informationUri", project_address()),
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


def _link(name: str, url: str) -> dict[str, str]:
    return {name: url} if url else {}


def _rule(rule: Rule) -> dict[str, Any]:
    docs = parse_rule_docs(rule)
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": docs.summary},
        "fullDescription": {"text": " ".join(docs.sections["What it does"].split())},
        "help": {"text": " ".join(docs.sections["Why it matters"].split()), "markdown": rule_page(rule)},
        **_link("helpUri", rule_page_url(rule)),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["tensorflow", "migration"], "problem.severity": _PROBLEMS[rule.severity]},
    }


def _result(located: Located, index: int, fingerprint: str) -> dict[str, Any]:
    finding, span = located.finding, located.finding.span
    region = _region(span)
    result = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{cell_prefix(located)}{_linked_message(finding)}"},
        "locations": [{"physicalLocation": _location(finding.path, region, located.cell)}],
        "partialFingerprints": {"tf2lint/v1": fingerprint},
        "properties": {
            "symbol": finding.symbol,
            "replacements": list(finding.replacements),
            "rewritten": finding.rewritten and finding.rewritten._asdict(),
        },
    }
    if finding.fix is not None and located.cell is None:  # in a cell, there are no positions in the file
        result["fixes"] = [_fix(finding.fix, finding.path)]
    if finding.related:
        result["relatedLocations"] = [_related(number, related) for number, related in enumerate(finding.related, 1)]
    return result


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in sorted(fix.edits, key=lambda edit: edit.span)
    ]
    change = {"artifactLocation": _artifact(path), "replacements": replacements}
    text = f"{fix.safety}: {fix.note}" if fix.note else fix.safety
    return {"description": {"text": text}, "artifactChanges": [change]}


def _linked_message(finding: Finding) -> str:
    """Returns the message with links to all related locations; code scanning shows only those that are linked."""
    if not finding.related:
        return finding.message
    clauses = enumerate(related_clauses(finding), 1)
    return with_clauses(finding.message, (f"[{_BRACKET.sub(_ESCAPED, text)}]({number})" for number, text in clauses))


def _related(number: int, related: RelatedLocation) -> dict[str, Any]:
    region = {"startLine": related.line, "startColumn": related.column}
    location = _location(related.path, region, related.cell)
    return {"id": number, "physicalLocation": location, "message": {"text": related.message}}


def _location(path: str, region: dict[str, int], cell: int | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if cell is None:  # lines in a cell are not lines of the file
        location["region"] = region
    return location


def _artifact(path: str) -> dict[str, str]:
    path = shown_path(path)
    if os.path.isabs(path):
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": "%SRCROOT%"}
