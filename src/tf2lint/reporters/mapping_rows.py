"""Output of the namespace-mapping table: single names as text or JSON, the whole table as JSON or Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from tf2lint.table import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.model import Finding
    from tf2lint.table import Answer, ArgumentRow, RewriteRow, Row

_VERSION: Final = 1
_HEADINGS: Final = (
    "name",
    "outcome",
    "since",
    "until",
    "use instead",
    "works on 1.15",
    "install",
    "what to do",
    "write",
    "arguments",
)


def render_text(answers: Sequence[Answer], target: str) -> str:
    """Renders the answers of `tf2lint lookup` as text, one paragraph per name."""
    return "\n".join("".join(f"{line}\n" for line in _paragraph(answer, target)) for answer in answers)


def _paragraph(answer: Answer, target: str) -> Iterator[str]:
    row = answer.row
    if row is None:
        yield f"{answer.asked}: not in TensorFlow 1.15 or any later version"
        if answer.closest:
            yield f"  closest   {answer.closest}"
        return
    yield row.name if row.name == answer.asked else f"{row.name} (for {answer.asked})"
    yield f"  TF {target:<6} {_state(row)}"
    if row.since is not None:
        yield f"  versions  {versions(row)}"
    if row.replacements:
        yield f"  instead   {', '.join(row.replacements)}"
    if row.works_on_1_15 is not None:
        yield f"  in 1.15   {'yes' if row.works_on_1_15 else 'no'}: {row.replacements[0]}"
    if row.package is not None:
        yield f"  install   {row.package}: {row.remark}"
    if row.note:
        yield f"  to do     {row.note}"
    for rewrite in row.rewrites:
        yield f"  write     {written(rewrite)}"
    for argument in row.arguments:
        yield f"  argument  {changed(argument)}"
    yield from (f"  check     {reported}" for reported in _reported(answer))


def _reported(answer: Answer) -> list[str]:
    """Returns what `tf2lint check` reports: the messages for a call, the codes for a name."""
    if answer.call:
        messages = [f"{finding.code} {finding.message}" for finding in answer.findings]
        return messages or ["nothing to report"]
    codes = ", ".join(f"{finding.code} ({finding.severity})" for finding in answer.findings)
    return [codes] if codes else []


def written(rewrite: RewriteRow) -> str:
    """Returns what to write instead of a call, in words: the code, for which calls, and what to know."""
    code = f"{rewrite.write or 'nothing'}{f' {rewrite.when}' if rewrite.when else ''}"
    return f"{code}; {rewrite.note}" if rewrite.note else code


def changed(argument: ArgumentRow) -> str:
    """Returns what happened to an argument, in words: `dimension= is now axis=`."""
    name, now = f"{argument.parameter}=", argument.now
    if argument.change == ChangeKind.RENAMED.value:
        text = f"{name} is now {now}="
    elif argument.change == ChangeKind.REMOVED.value:
        text = f"{name} is no longer accepted"
    elif argument.change == ChangeKind.MOVED.value:
        text = f"position {argument.position} is {f'{now}=' if now else 'no longer accepted'}, not {name}"
    elif argument.change == ChangeKind.REQUIRED.value:
        text = f"{name} is required"
    else:
        text = f"{name}{argument.now} by default, not {argument.before}"
    return f"{text}: {argument.note}" if argument.note else text


def versions(row: Row) -> str:
    """Returns the range of versions that have a name, such as `2.2 to 2.15`; empty if none has it."""
    if row.since is None or row.until is None:
        return f"{row.since} and later" if row.since else ""
    return row.since if row.since == row.until else f"{row.since} to {row.until}"


def _state(row: Row) -> str:
    if row.legacy:
        return f"available, but TensorFlow 1 API; without compat.v1: {row.outcome}"
    availability = "available" if row.exists else "not available"
    return f"{availability}, {row.outcome}{', deprecated' if row.deprecated else ''}"


def render_lookup_json(answers: Sequence[Answer], target: str) -> str:
    """Renders the answers of `tf2lint lookup` as JSON; names that no version has are listed under `unknown`."""
    entries = [
        {
            "asked": answer.asked,
            **asdict(answer.row),
            "call": answer.call or None,
            "findings": list(map(_finding, answer.findings)),
        }
        for answer in answers
        if answer.row is not None
    ]
    unknown = [{"asked": a.asked, "closest": a.closest or None} for a in answers if a.row is None]
    return f"{json.dumps({'version': _VERSION, 'target': target, 'entries': entries, 'unknown': unknown}, indent=2)}\n"


def _finding(finding: Finding) -> dict[str, str | None]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "write": finding.rewritten.code if finding.rewritten is not None else None,
    }


def render_table_json(rows: Iterable[Row], target: str) -> str:
    """Renders the table as JSON, one row per line."""
    entries = ",\n".join(json.dumps(asdict(row)) for row in rows)
    return f'{{"version": {_VERSION}, "target": "{target}", "entries": [\n{entries}\n]}}\n'


def render_table_markdown(rows: Iterable[Row], target: str) -> str:
    """Renders the table as a Markdown table."""
    lines = [f"# TensorFlow names at {target}", "", _line(_HEADINGS), _line("---" for _ in _HEADINGS)]
    return "\n".join([*lines, *map(_markdown, rows), ""])


def _markdown(row: Row) -> str:
    works = "" if row.works_on_1_15 is None else ("yes" if row.works_on_1_15 else "no")
    names = ", ".join(f"`{replacement}`" for replacement in row.replacements)
    outcome = f"{row.outcome}, deprecated" if row.deprecated else row.outcome
    return _line(
        (
            f"`{row.name}`",
            outcome,
            row.since or "",
            row.until or "",
            names,
            works,
            row.package or "",
            row.note,
            "; or ".join(map(written, row.rewrites)),
            "; ".join(map(changed, row.arguments)),
        )
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
