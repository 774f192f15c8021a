"""Workflow commands for GitHub Actions, which shows them as annotations in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.model import Severity
from tf2lint.reporters.summary import cell_prefix
from tf2lint.source import shown_path

if TYPE_CHECKING:
    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, _style: Style) -> str:
    """Renders the report, one command per finding."""
    return "".join(f"{_command(located)}\n" for located in report.findings)


def _command(located: Located) -> str:
    finding, span = located.finding, located.finding.span
    properties = {"file": shown_path(finding.path)}
    if located.cell is None:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # GitHub accepts columns only for a single line
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(cell_prefix(located) + full_message(finding))}"


def _escaped(text: str, others: str = "") -> str:
    for character in f"%\r\n{others}":  # the percent sign first, as the others are replaced by percent codes
        text = text.replace(character, f"%{ord(character):02X}")
    return text
