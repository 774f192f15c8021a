"""The migration report: one page, with all that it needs, that tells a team how much there is to do."""

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
from tf2lint.reporters.summary import looked_at, named, shown_path
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.model import Finding, Located
    from tf2lint.reporters.summary import Report

FAMILIES: Final = {
    "TF0": "Files, and comments of no use",
    "TF1": "Names",
    "TF2": "tf.contrib and packages",
    "TF3": "Variables that are shared by name",
    "TF4": "Global collections",
    "TF5": "Graphs and sessions",
    "TF6": "Arguments",
    "TF7": "Keras models",
    "TF8": "Behaviour",
}
#: Rules whose findings another name mends, of what is called or of an argument: the rest of the line may stay.
_RENAMES: Final = frozenset({"TF101", "TF601"})
#: Families whose findings a call of something else mends, where that is known. The others are about a program's shape.
_OF_CALLS: Final = ("TF1", "TF2", "TF6")
#: How many lines the tables of files and names have.
_MOST: Final = 25
_SEVERITIES: Final = tuple(Severity)
_END_OF_PART: Final = re.compile(r"(?<=[/._])(?=\w)")


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of a baseline.

    Attributes:
        accepted: how many of its findings are still there.
        gone: how many are not.
        new: how many findings it does not have.
    """

    accepted: int
    gone: int
    new: int


def render_migration_page(report: Report, title: str, since: Since | None = None) -> str:
    """The page.

    Args:
        report: with all findings, also those that a baseline accepts.
        title: what the page is about, such as the project's name.
        since: what has become of a baseline; None if there is none.
    """
    sections = [_tiles(report), _effort(report.findings), *([_since(since)] if since else [])]
    if report.findings:
        sections += [
            _families(report.findings), _packages(report.findings), _files(report.findings), _names(report.findings),
            _codes(report),
        ]  # fmt: skip
    template = Template(Path(__file__).with_name("migration_page.html").read_text("utf-8"))
    page = template.substitute(
        title=escape(title), target=escape(report.target), version=__version__, looked=looked_at(report),
        body="\n".join(sections), rules=f"{HOME}/blob/main/docs/rules/README.md",
    )  # fmt: skip
    return page.encode("utf-8", "replace").decode()  # names of files may be no text


def _tiles(report: Report) -> str:
    counts = report.by_severity()
    files = len({located.finding.path for located in report.findings})
    numbers = [(len(report.findings), named(len(report.findings), "finding")), (files, "files with findings")]
    numbers += [(counts[severity], named(counts[severity], severity)) for severity in _SEVERITIES]
    listed = "".join(f"<li><b>{number:,}</b> {text}</li>" for number, text in numbers)
    return f'<ul class="tiles">{listed}</ul>'


def _effort(findings: Sequence[Located]) -> str:
    if not findings:
        return "<h2>Nothing is left to do</h2>\n<p>Nothing was found that breaks or changes at this version.</p>"
    counts = Counter(_colour_of_effort(located.finding) for located in findings)
    parts = [
        Part(counts["easy"], "easy", "plain renames: another name, and the rest of the line stays"),
        Part(counts["info"], "info", "another call: what to write is known, and its arguments are to be looked at"),
        Part(counts["hard"], "hard", "need thought: another shape of the program, or nothing to put there"),
    ]
    return f"<h2>How much of it is a plain rename</h2>\n{stack(parts)}"


def _colour_of_effort(finding: Finding) -> str:
    if finding.code in _RENAMES:
        return "easy"
    return "info" if finding.code.startswith(_OF_CALLS) and finding.replacements else "hard"


def _since(since: Since) -> str:
    parts = [
        Part(since.gone, "easy", "of the baseline are gone"),
        Part(since.accepted, "warning", "of the baseline are left"),
        Part(since.new, "error", "are new since then"),
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
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MOST]
    most = ordered[0][1].total()
    rows = [[_code(package), *_severities(count), bar(_parts(count), most)] for package, count in ordered]
    return _table(_first("By package", len(counts)), ["package", "#errors", "#warnings", "#info", ""], rows)


def _packages_of(findings: Sequence[Located]) -> Iterator[str]:
    """The folder of each finding's file, right below that which has all of them."""
    folders = [os.path.dirname(shown_path(located.finding.path)) for located in findings]
    common = os.path.commonpath(folders) if all(not os.path.isabs(folder) for folder in folders) else ""
    for folder in folders:
        inner = folder.removeprefix(common).lstrip("/")
        yield "/".join(part for part in (common, inner.partition("/")[0]) if part) or "."


def _files(findings: Sequence[Located]) -> str:
    counts: dict[str, Counter[Severity]] = {}
    for located in findings:
        counts.setdefault(shown_path(located.finding.path), Counter())[located.finding.severity] += 1
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MOST]
    most = ordered[0][1].total()
    rows = [[_code(path), *_severities(count), bar(_parts(count), most)] for path, count in ordered]
    return _table(_first("The worst files", len(counts)), ["file", "#errors", "#warnings", "#info", ""], rows)


def _names(findings: Sequence[Located]) -> str:
    counts = Counter(located.finding.symbol for located in findings if located.finding.symbol)
    instead = {located.finding.symbol: _instead(located.finding) for located in reversed(findings)}
    rows = [[_code(name), _number(count), instead[name]] for name, count in counts.most_common(_MOST)]
    return _table(_first("The names that are used most", len(counts)), ["name", "#findings", "use instead"], rows)


def _instead(finding: Finding) -> str:
    """What to write, or else what there is to do."""
    if finding.replacements:
        return ", ".join(_code(one) for one in finding.replacements)
    return escape(finding.message.partition("; ")[2])


def _code(text: str) -> str:
    """A name or path, which may be broken behind its parts."""
    return f"<code>{_END_OF_PART.sub(r'<wbr>', escape(text))}</code>"


def _codes(report: Report) -> str:
    known = {rule.code: rule for rule in rules()}
    rows = []
    for code, count in sorted(report.by_code().items(), key=lambda item: -item[1]):
        rule = known[code]
        link = f'<a href="{rule_page_url(rule)}">{code}</a>'
        severity = f'<span class="{rule.severity}">{rule.severity}</span>'
        rows.append([link, f"{escape(rule.name)}", severity, _number(count), escape(parse_rule_docs(rule).summary)])
    return _table("By rule", ["code", "name", "severity", "#findings", "what it finds"], rows)


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; a head with # before it is that of numbers, an empty one that of bars."""
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


def _first(title: str, count: int) -> str:
    return title if count <= _MOST else f"{title} (the first {_MOST} of {count:,})"
