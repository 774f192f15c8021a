"""The JSON formats, described by docs/output.schema.json.

Its `version` changes when a field is removed or changes its meaning. Version 2 added `related`.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Final

from tf2lint.reporters.format_parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Fix, Located, RelatedLocation
    from tf2lint.reporters.summary import Report, Style

_VERSION: Final = 2


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
    findings = ",\n".join(f"    {_finding(located)}" for located in report.findings)
    fields = json.dumps(head, indent=2).removesuffix("\n}")
    return f'{fields},\n  "findings": [\n{findings}\n  ]\n}}\n'


def render_lines(report: Report, style: Style) -> str:
    """Renders the report as one JSON document per finding, each in a line of its own."""
    return "".join([_line(located, style) for located in report.findings])


def _line(located: Located, _style: Style) -> str:
    return f"{_finding(located)}\n"


def _finding(located: Located) -> str:
    finding = located.finding
    return _FINDING % (
        _text(finding.code),
        _text(finding.name),
        _text(finding.severity),
        _text(finding.message),
        _text(finding.path),
        *finding.span,
        _NULL if finding.symbol is None else _text(finding.symbol),
        _list(map(_text, finding.replacements)),
        _NULL if located.cell is None else located.cell,
        _list(map(_related, finding.related)),
        _NULL if finding.rewritten is None else _REWRITTEN % tuple(map(_text, finding.rewritten)),
        _NULL if finding.fix is None else _fix(finding.fix),
        _text(finding.unfixed),
    )


def _fix(fix: Fix) -> str:
    return _FIX % (
        _text(fix.safety),
        _text(fix.note),
        _list([_EDIT % (*edit.span, _text(edit.text), _number(edit.cell)) for edit in fix.edits]),
    )


def _related(related: RelatedLocation) -> str:
    place = related.line, related.column, _number(related.cell)
    return _RELATED % (_text(related.message), _text(related.path), *place)


def _number(number: int | None) -> int | str:
    return _NULL if number is None else number


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _object(*keys: str) -> str:
    """Returns the template of an object with these keys."""
    return f"{{{', '.join(f'{_text(key)}: %s' for key in keys)}}}"


# An encoder of whole objects takes twice as long, which is most of the time of a run without a change.
_NULL: Final = "null"
_SPAN: Final = ("line", "column", "end_line", "end_column")
_FINDING: Final = _object(
    "code", "name", "severity", "message", "path", *_SPAN, "symbol", "replacements", "cell", "related", "rewritten",
    "fix", "unfixed",
)  # fmt: skip
_REWRITTEN: Final = _object("code", "safety", "note")
_FIX: Final = _object("safety", "note", "edits")
_EDIT: Final = _object(*_SPAN, "text", "cell")
_RELATED: Final = _object("message", "path", "line", "column", "cell")
#: Of the format with a document per finding.
PARTS: Final = Parts(_line, lambda _report, _style: "")
