"""The migration report: a self-contained HTML page that shows a team how much work is left."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.linting import HOME, parse_rule_docs, rule_page_url
from tf2lint.model import Severity
from tf2lint.reporters.charts import Part, bar, stack
from tf2lint.reporters.summary import coverage, pluralized
from tf2lint.rules import rules
from tf2lint.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.model import Finding, Located
    from tf2lint.reporters.summary import Report

FAMILIES: Final = {
    "TF0": "Files and unused suppressions",
    "TF1": "Names",
    "TF2": "tf.contrib and packages",
    "TF3": "Variables shared by name",
    "TF4": "Global collections",
    "TF5": "Graphs and sessions",
    "TF6": "Arguments",
    "TF7": "Keras models",
    "TF8": "Behavior",
}
#: Rules whose findings are fixed by renaming a function or an argument; the rest of the line stays the same.
_RENAMES: Final = frozenset({"TF101", "TF601"})
#: Families whose findings are fixed by a different call if there is a replacement; others require restructuring.
_CALL_FAMILIES: Final = ("TF1", "TF2", "TF6")
#: The maximum number of rows in the tables of packages, files and names.
_MAX_ROWS: Final = 25
_SEVERITIES: Final = tuple(Severity)
_BREAK: Final = re.compile(r"(?<=[/._])(?=\w)")


@dataclass(frozen=True, slots=True)
class BaselineProgress:
    """Changes since the baseline was written.

    Attributes:
        accepted: the number of the baseline's findings that still exist.
        gone: the number of the baseline's findings that no longer exist.
        new: the number of findings that are not in the baseline.
    """

    accepted: int
    gone: int
    new: int


def render_migration_page(report: Report, title: str, progress: BaselineProgress | None = None) -> str:
    """Renders the page as HTML.

    Args:
        report: the report, with all findings, including those that a baseline accepts.
        title: the heading, such as the project's name.
        progress: the changes since the baseline; None if there is no baseline.
    """
    sections = [_tiles(report), _effort(report.findings), *([_progress(progress)] if progress else [])]
    if report.findings:
        sections += [
            _families(report.findings), _packages(report.findings), _files(report.findings), _names(report.findings),
            _codes(report),
        ]  # fmt: skip
    template = Template(Path(__file__).with_name("migration_page.html").read_text("utf-8"))
    page = template.substitute(
        title=escape(title), target=escape(report.target), version=__version__, coverage=coverage(report),
        body="\n".join(sections), rules=f"{HOME}/blob/main/docs/rules/README.md",
    )  # fmt: skip
    return page.encode("utf-8", "replace").decode()  # file names may contain surrogates


def _tiles(report: Report) -> str:
    counts = report.by_severity()
    files = len({located.finding.path for located in report.findings})
    numbers = [(len(report.findings), pluralized(len(report.findings), "finding"))]
    numbers.append((files, f"{pluralized(files, 'file')} with findings"))
    numbers += [(counts[severity], pluralized(counts[severity], severity)) for severity in _SEVERITIES]
    tiles = "".join(f"<li><b>{number:,}</b> {text}</li>" for number, text in numbers)
    return f'<ul class="tiles">{tiles}</ul>'


def _effort(findings: Sequence[Located]) -> str:
    if not findings:
        return "<h2>Nothing left to do</h2>\n<p>Nothing was found that breaks or changes behavior at this version.</p>"
    counts = Counter(_effort_color(located.finding) for located in findings)
    parts = [
        Part(counts["easy"], "easy", "plain renames: only a name changes"),
        Part(counts["info"], "info", "different calls: the replacement is known, but check its arguments"),
        Part(counts["hard"], "hard", "need thought: the program's structure changes, or there is no replacement"),
    ]
    return f"<h2>How much is a plain rename</h2>\n{stack(parts)}"


def _effort_color(finding: Finding) -> str:
    if finding.code in _RENAMES:
        return "easy"
    return "info" if finding.code.startswith(_CALL_FAMILIES) and finding.replacements else "hard"


def _progress(progress: BaselineProgress) -> str:
    parts = [
        Part(progress.gone, "easy", "gone since the baseline"),
        Part(progress.accepted, "warning", "in the baseline and still there"),
        Part(progress.new, "error", "new since the baseline"),
    ]
    return f"<h2>Since the baseline</h2>\n{stack(parts)}"


def _families(findings: Sequence[Located]) -> str:
    counts = Counter(located.finding.code[:3] for located in findings)
    most = max(counts.values())
    rows = [
        [f"<b>{family}</b> {escape(text)}", _number(counts[family]), bar([Part(counts[family], "hard")], most)]
        for family, text in FAMILIES.items()
        if counts[family]
    ]
    return _table("By family", ["family", "#findings", ""], rows)


def _packages(findings: Sequence[Located]) -> str:
    counts: dict[str, Counter[Severity]] = {}
    for package, located in zip(_packages_of(findings), findings, strict=True):
        counts.setdefault(package, Counter())[located.finding.severity] += 1
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MAX_ROWS]
    most = ordered[0][1].total()
    rows = [[_code(package), *_severities(count), bar(_parts(count), most)] for package, count in ordered]
    return _table(_title("By package", len(counts)), ["package", "#errors", "#warnings", "#info", ""], rows)


def _packages_of(findings: Sequence[Located]) -> Iterator[str]:
    """Yields the package of each finding: the subfolder of the findings' common folder that contains its file."""
    folders = [os.path.dirname(shown_path(located.finding.path)) for located in findings]
    common = os.path.commonpath(folders) if all(not os.path.isabs(folder) for folder in folders) else ""
    for folder in folders:
        inner = folder.removeprefix(common).lstrip("/")
        yield "/".join(part for part in (common, inner.partition("/")[0]) if part) or "."


def _files(findings: Sequence[Located]) -> str:
    counts: dict[str, Counter[Severity]] = {}
    for located in findings:
        counts.setdefault(shown_path(located.finding.path), Counter())[located.finding.severity] += 1
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MAX_ROWS]
    most = ordered[0][1].total()
    rows = [[_code(path), *_severities(count), bar(_parts(count), most)] for path, count in ordered]
    title = _title("Files with the most findings", len(counts))
    return _table(title, ["file", "#errors", "#warnings", "#info", ""], rows)


def _names(findings: Sequence[Located]) -> str:
    counts = Counter(located.finding.symbol for located in findings if located.finding.symbol)
    instead = {located.finding.symbol: _instead(located.finding) for located in reversed(findings)}
    rows = [[_code(name), _number(count), instead[name]] for name, count in counts.most_common(_MAX_ROWS)]
    return _table(_title("Names with the most findings", len(counts)), ["name", "#findings", "use instead"], rows)


def _instead(finding: Finding) -> str:
    """Returns the replacements of a finding, or the advice in its message if there are none."""
    if finding.replacements:
        return ", ".join(_code(name) for name in finding.replacements)
    return escape(finding.message.partition("; ")[2])


def _code(text: str) -> str:
    """Returns the HTML of a name or path, which may wrap between its parts."""
    return f"<code>{_BREAK.sub(r'<wbr>', escape(text))}</code>"


def _codes(report: Report) -> str:
    by_code = {rule.code: rule for rule in rules()}
    rows, severities = [], report.severity_by_code()
    for code, count in sorted(report.by_code().items(), key=lambda item: -item[1]):
        rule = by_code[code]
        link = f'<a href="{rule_page_url(rule)}">{code}</a>'
        severity = f'<span class="{severities[code]}">{severities[code]}</span>'
        rows.append([link, f"{escape(rule.name)}", severity, _number(count), escape(parse_rule_docs(rule).summary)])
    return _table("By rule", ["code", "name", "severity", "#findings", "what it finds"], rows)


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Returns the HTML of a table; a heading with a `#` prefix is for numbers, an empty one for bars."""
    kinds = {"#": ' class="number"', "": ' class="bar"'}
    heads = [*heads]
    wide = ' class="wide"' if len(heads) > len(kinds) + 1 else ""
    classes = [kinds.get(head[:1], "") for head in heads]
    head = "".join(f"<th{kind}>{text.lstrip('#')}</th>" for kind, text in zip(classes, heads, strict=True))
    body = "\n".join(
        f"<tr>{''.join(f'<td{kind}>{cell}</td>' for kind, cell in zip(classes, row, strict=True))}</tr>" for row in rows
    )
    return f'<h2>{title}</h2>\n<div class="scroll"><table{wide}>\n<tr>{head}</tr>\n{body}\n</table></div>'


def _severities(count: Counter[Severity]) -> list[str]:
    return [_number(count[severity]) if count[severity] else "" for severity in _SEVERITIES]


def _parts(count: Counter[Severity]) -> list[Part]:
    return [Part(count[severity], severity.value) for severity in _SEVERITIES]


def _number(number: int) -> str:
    return f"{number:,}"


def _title(title: str, count: int) -> str:
    return title if count <= _MAX_ROWS else f"{title} (top {_MAX_ROWS} of {count:,})"
