"""JUnit XML, which most CI servers show: a suite for each file with findings, a failed test for each finding."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from tf2lint.linting import full_message
from tf2lint.reporters.summary import cell_prefix
from tf2lint.source import printable, shown_path

if TYPE_CHECKING:
    from tf2lint.model import Located
    from tf2lint.reporters.summary import Report, Style

#: Characters that XML does not allow, not even escaped.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, _style: Style) -> str:
    """Renders the report as an XML document."""
    count = str(len(report.findings))
    root = ElementTree.Element("testsuites", name="tf2lint", tests=str(max(len(report.findings), 1)), failures=count)
    for path, findings in groupby(report.findings, key=lambda located: located.finding.path):
        _suite(root, shown_path(path), list(findings))
    if not report.findings:
        suite = ElementTree.SubElement(root, "testsuite", name="tf2lint", tests="1", failures="0", errors="0")
        name = f"{report.files} files checked for TensorFlow {report.target}"
        ElementTree.SubElement(suite, "testcase", classname="tf2lint", name=name)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(root: ElementTree.Element, path: str, findings: list[Located]) -> None:
    path, count = _sanitized(path), str(len(findings))
    suite = ElementTree.SubElement(root, "testsuite", name=path, tests=count, failures=count, errors="0")
    for located in findings:
        finding = located.finding
        position = f"{cell_prefix(located).rstrip(': ') or f'line {finding.span.line}'}, column {finding.span.column}"
        attributes = {"classname": path, "name": f"{finding.code} {finding.name} at {position}", "file": path}
        if located.cell is None:  # lines in a cell are not lines of the file
            attributes["line"] = str(finding.span.line)
        case = ElementTree.SubElement(suite, "testcase", attributes)
        message = _sanitized(full_message(finding))
        failure = ElementTree.SubElement(case, "failure", type=finding.severity.value, message=message)
        failure.text = f"{printable(path)}: {position}: {message}"  # is not escaped, as attributes are


def _sanitized(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
