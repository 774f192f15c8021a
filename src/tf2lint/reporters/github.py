"""Workflow commands for GitHub Actions, which shows them as annotations in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting import full_message
from tf2lint.model import Severity
from tf2lint.reporters.format_parts import Parts
from tf2lint.reporters.summary_text import summary_lines
from tf2lint.reporters.text_parts import painter, position
from tf2lint.source import printable, shown_path

if TYPE_CHECKING:
    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, style: Style) -> str:
    """Renders the report, one command per finding, and a summary for the log."""
    return "".join([*(_command(located, style) for located in report.findings), summary_lines(report, style)])


def _command(located: Located, _style: Style) -> str:
    finding, span = located.finding, located.finding.span
    properties = {"file": printable(shown_path(finding.path), keeps_lines=True)}
    if located.cell is None:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # GitHub accepts columns only for a single line
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    # The log shows nothing but the text.
    text = f"{position(located, painter(color=False))}: {finding.code} {full_message(finding)}"
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(text)}\n"


def _escaped(text: str, others: str = "") -> str:
    for character in f"%\r\n{others}":  # the percent sign first, as the others are replaced by percent codes
        text = text.replace(character, f"%{ord(character):02X}")
    return text


PARTS: Final = Parts(_command, summary_lines)
