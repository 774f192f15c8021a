"""The migration report: a self-contained HTML page that shows a team how much work is left."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.linting import parse_rule_docs, rule_page_url
from tf2lint.model import SAFE, STOP_GAP, UNSAFE, Severity
from tf2lint.reporters.charts import Part, bar, stack
from tf2lint.reporters.effort import Effort, effort
from tf2lint.reporters.html_tables import in_code, in_digits, table
from tf2lint.reporters.summary import coverage, pluralized
from tf2lint.reporters.text_parts import fact_and_help
from tf2lint.reporters.trend import Snapshot, history_element, in_words
from tf2lint.rules import rules
from tf2lint.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
#: What the kinds of work mean, for people who do not know TensorFlow, and their colors.
_EFFORTS: Final = {
    Effort.DELETE: ("delete", "delete a line or an argument: it has no effect any more"),
    Effort.RENAME: ("easy", "rename: only a name changes"),
    Effort.REWRITE: ("call", "rewrite a call: the replacement is known, but check its arguments"),
    Effort.REDESIGN: ("hard", "redesign: the structure of the program changes, or there is no replacement"),
}
_FIXES: Final = {
    SAFE: ("easy", "done by tf2lint check --fix, with the same results"),
    UNSAFE: ("call", "done by --fix --unsafe-fixes; someone must check the result"),
    STOP_GAP: ("delete", "done by --stop-gap for now: it runs, but still has to be ported"),
}
#: The maximum number of rows in the tables of packages, files and names.
_MAX_ROWS: Final = 25
#: What the severities mean, for people who do not know TensorFlow.
_SEVERITIES: Final = {
    Severity.ERROR: "the program fails here",
    Severity.WARNING: "results may change",
    Severity.INFO: "works, but outdated",
}
#: What to use instead of a name that has several answers.
_BY_CALL: Final = '<span class="faint">depends on the call: see below</span>'


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


def render_migration_page(
    report: Report,
    title: str,
    progress: BaselineProgress | None = None,
    day: str = "",
    commit: str = "",
    history: Sequence[Snapshot] = (),
) -> str:
    """Renders the page as HTML.

    Args:
        report: the report, with all findings, including those that a baseline accepts.
        title: the heading, such as the project's name.
        progress: the changes since the baseline; None if there is no baseline.
        day: when the page was made, such as `2026-11-30`.
        commit: the abbreviated commit that it is about; empty if there is none.
        history: what the older reports said, oldest first.
    """
    counts = Counter(effort(located.finding) for located in report.findings)
    history = [*history, Snapshot(day, commit, report.target, tuple(counts[kind] for kind in Effort))]
    sections = [_tiles(report), _effort(counts)]
    sections += [_progress(progress)] if progress else []
    sections += [_trend(history)] if len(history) > 1 else []
    if report.findings:
        sections += [
            _fixable(report),
            _families(report.findings), _packages(report.findings), _files(report.findings), _names(report.findings),
            _codes(report), _all_findings(report.findings),
        ]  # fmt: skip
    template = Template(Path(__file__).with_name("migration_page.html").read_text("utf-8"))
    page = template.substitute(
        title=escape(title), target=escape(report.target), version=__version__, coverage=coverage(report),
        body="\n".join(sections), state=escape(f"{day}, commit {commit}" if commit else day),
        history=history_element(history),
    )  # fmt: skip
    return page.encode("utf-8", "replace").decode()  # file names may contain surrogates


def _tiles(report: Report) -> str:
    counts = report.by_severity()
    files = len({located.finding.path for located in report.findings})
    numbers = [(len(report.findings), pluralized(len(report.findings), "finding"), "places to change")]
    numbers.append((files, f"{pluralized(files, 'file')} with findings", f"of {report.files:,}"))
    numbers += [(counts[kind], pluralized(counts[kind], kind), meaning) for kind, meaning in _SEVERITIES.items()]
    tiles = "".join(f"<li><b>{number:,}</b> {text}<small>{meaning}</small></li>" for number, text, meaning in numbers)
    return f'<ul class="tiles">{tiles}</ul>'


def _effort(counts: Counter[Effort]) -> str:
    if not counts:
        return "<h2>Nothing left to do</h2>\n<p>Nothing was found that breaks or changes behavior at this version.</p>"
    parts = [Part(counts[kind], *words) for kind, words in _EFFORTS.items()]
    return f"<h2>How much work it is</h2>\n{stack(parts)}"


def _fixable(report: Report) -> str:
    counts = report.fixable()
    parts = [Part(counts[safety], *words) for safety, words in _FIXES.items() if counts[safety]]
    left = len(report.findings) - sum(counts.values())
    return f"<h2>How much tf2lint can do for you</h2>\n{stack([*parts, Part(left, 'hard', 'to be done by hand')])}"


def _progress(progress: BaselineProgress) -> str:
    parts = [
        Part(progress.gone, "easy", "gone since the baseline"),
        Part(progress.accepted, "warning", "in the baseline and still there"),
        Part(progress.new, "error", "new since the baseline"),
    ]
    return f"<h2>Since the baseline</h2>\n{stack(parts)}"


def _trend(history: Sequence[Snapshot]) -> str:
    """Returns how much work was left in each report."""
    most = max(one.findings for one in history)
    rows, before = [], history[0]
    for one in history:
        change = one.findings - before.findings
        parts = [Part(count, _EFFORTS[kind][0]) for kind, count in zip(Effort, one.efforts, strict=True)]
        shown = f"{change:+,}".replace("-", "\N{MINUS SIGN}") if change else ""
        commit = f" {in_code(one.commit)}" if one.commit else ""
        made = f'{one.date} <span class="faint">for {one.target}{commit}</span>'
        rows.append([made, in_digits(one.findings), shown, bar(parts, most)])
        before = one
    heads = ["report", "#findings", "#change", ""]
    return table("Trend", heads, rows, f"<p>{in_words(history)}</p>")


def _families(findings: Sequence[Located]) -> str:
    counts = Counter(located.finding.code[:3] for located in findings)
    most = max(counts.values())
    rows = [
        [f"<b>{family}</b> {escape(text)}", in_digits(counts[family]), bar([Part(counts[family], "hard")], most)]
        for family, text in FAMILIES.items()
        if counts[family]
    ]
    return table("By family", ["family", "#findings", ""], rows)


def _packages(findings: Sequence[Located]) -> str:
    counts: dict[str, Counter[Effort]] = {}
    for package, located in zip(_packages_of(findings), findings, strict=True):
        counts.setdefault(package, Counter())[effort(located.finding)] += 1
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MAX_ROWS]
    most = ordered[0][1].total()
    rows = [
        [
            in_code(package), *(in_digits(count[kind]) if count[kind] else "" for kind in Effort),
            bar([Part(count[kind], _EFFORTS[kind][0]) for kind in Effort], most),
        ]
        for package, count in ordered
    ]  # fmt: skip
    heads = ["package", *(f"#{kind.value}" for kind in Effort), ""]
    return table(_title("By package", len(counts)), heads, rows)


def _packages_of(findings: Sequence[Located]) -> Iterator[str]:
    """Yields the package of each finding: the subfolder of the findings' common folder that contains its file."""
    folders = [os.path.dirname(shown_path(located.finding.path)) for located in findings]
    is_one_tree = len({os.path.isabs(folder) for folder in folders}) == 1
    common = os.path.commonpath(folders) if is_one_tree else ""
    for folder in folders:
        inner = folder.removeprefix(common).lstrip("/").partition("/")[0]
        outer = os.path.basename(common) if os.path.isabs(common) else common
        yield "/".join(filter(None, (outer, inner))) or "."


def _files(findings: Sequence[Located]) -> str:
    counts: dict[str, Counter[Severity]] = {}
    for located in findings:
        counts.setdefault(shown_path(located.finding.path), Counter())[located.finding.severity] += 1
    ordered = sorted(counts.items(), key=lambda item: -item[1].total())[:_MAX_ROWS]
    most = ordered[0][1].total()
    rows = [[in_code(path), *_severities(count), bar(_parts(count), most)] for path, count in ordered]
    title = _title("Files with the most findings", len(counts))
    return table(title, ["file", "#errors", "#warnings", "#info", ""], rows)


def _all_findings(findings: Sequence[Located]) -> str:
    """Returns all findings, to be opened by file, and by name."""
    by_file: dict[str, list[Located]] = {}
    by_name: dict[str, list[Located]] = {}
    for located in findings:
        by_file.setdefault(shown_path(located.finding.path), []).append(located)
        by_name.setdefault(located.finding.symbol or located.finding.name, []).append(located)
    files = "\n".join(_opened(path, found, _in_file) for path, found in by_file.items())
    names = "\n".join(_opened(name, found, _of_name) for name, found in sorted(by_name.items(), key=_most_first))
    return f"<h2>All findings, by file</h2>\n{files}\n<h2>All findings, by name</h2>\n{names}"


def _most_first(item: tuple[str, list[Located]]) -> tuple[int, str]:
    return -len(item[1]), item[0]


def _opened(title: str, findings: Sequence[Located], shown: Callable[[Located], str]) -> str:
    listed = "".join(f"<li>{shown(located)}</li>" for located in findings)
    return f"<details><summary>{in_code(title)} <b>{len(findings):,}</b></summary><ul>{listed}</ul></details>"


def _in_file(located: Located) -> str:
    fact, advice = fact_and_help(located.finding)
    code = f'<span class="{located.finding.severity}">{located.finding.code}</span>'
    return f"line {_line(located)}: {code} {escape(fact)}{_advice(advice)}"


def _of_name(located: Located) -> str:
    fact, advice = fact_and_help(located.finding)
    return f"{in_code(shown_path(located.finding.path))}:{_line(located)}{_advice(advice or fact)}"


def _line(located: Located) -> str:
    cell = "" if located.cell is None else f"{located.finding.span.line} of cell {located.cell}"
    return cell or str(located.finding.span.line)


def _advice(advice: str) -> str:
    return f'<br><span class="faint">{escape(advice)}</span>' if advice else ""


def _names(findings: Sequence[Located]) -> str:
    counts = Counter(located.finding.symbol for located in findings if located.finding.symbol)
    instead: dict[str | None, set[str]] = {}
    for located in findings:
        instead.setdefault(located.finding.symbol, set()).add(_instead(located.finding))
    rows = [
        [in_code(name), in_digits(count), instead[name].pop() if len(instead[name]) == 1 else _BY_CALL]
        for name, count in counts.most_common(_MAX_ROWS)
    ]
    return table(_title("Names with the most findings", len(counts)), ["name", "#findings", "use instead"], rows)


def _instead(finding: Finding) -> str:
    """Returns the replacements of a finding, or the advice in its message if there are none."""
    if finding.replacements:
        return ", ".join(in_code(name) for name in finding.replacements)
    return escape(finding.message.partition("; ")[2])


def _codes(report: Report) -> str:
    by_code = {rule.code: rule for rule in rules()}
    rows, severities = [], report.severity_by_code()
    for code, count in sorted(report.by_code().items(), key=lambda item: -item[1]):
        rule = by_code[code]
        url = rule_page_url(rule)
        link = f'<a href="{url}">{code}</a>' if url else code
        severity = f'<span class="{severities[code]}">{severities[code]}</span>'
        rows.append([link, f"{escape(rule.name)}", severity, in_digits(count), escape(parse_rule_docs(rule).summary)])
    return table("By rule", ["code", "name", "severity", "#findings", "what it finds"], rows)


def _severities(count: Counter[Severity]) -> list[str]:
    return [in_digits(count[severity]) if count[severity] else "" for severity in _SEVERITIES]


def _parts(count: Counter[Severity]) -> list[Part]:
    return [Part(count[severity], severity.value) for severity in _SEVERITIES]


def _title(title: str, count: int) -> str:
    return title if count <= _MAX_ROWS else f"{title} (top {_MAX_ROWS} of {count:,})"
