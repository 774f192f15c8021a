"""Commands of GitHub Actions, which shows them as annotations in the changed files of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.model import Severity
from tf2lint.reporters.summary import in_cell, shown_path

if TYPE_CHECKING:
    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, _style: Style) -> str:
    """The report as one command a finding."""
    return "".join(f"{_command(located)}\n" for located in report.findings)


def _command(located: Located) -> str:
    finding, span = located.finding, located.finding.span
    properties = {"file": shown_path(finding.path)}
    if located.cell is None:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # columns are only taken for one line
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(in_cell(located) + finding.message)}"


def _escaped(text: str, others: str = "") -> str:
    for character in f"%\r\n{others}":  # the percent sign first
        text = text.replace(character, f"%{ord(character):02X}")
    return text
