"""Output of the namespace-mapping table: single names as text or JSON, the whole table as JSON or Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.table import Answer, RewriteRow, Row

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


def written(rewrite: RewriteRow) -> str:
    """Returns what to write instead of a call, in words: the code, for which calls, and what to know."""
    code = f"{rewrite.write or 'nothing'}{f' {rewrite.when}' if rewrite.when else ''}"
    return f"{code}; {rewrite.note}" if rewrite.note else code


def versions(row: Row) -> str:
    """Returns the range of versions that have a name, such as `2.2 to 2.15`; empty if none has it."""
    if row.since is None or row.until is None:
        return f"{row.since} and later" if row.since else ""
    return row.since if row.since == row.until else f"{row.since} to {row.until}"


def _state(row: Row) -> str:
    availability = "available" if row.exists else "not available"
    return f"{availability}, {row.outcome}{', deprecated' if row.deprecated else ''}"


def render_lookup_json(answers: Sequence[Answer], target: str) -> str:
    """Renders the answers of `tf2lint lookup` as JSON; names that no version has are listed under `unknown`."""
    entries = [{"asked": answer.asked, **asdict(answer.row)} for answer in answers if answer.row is not None]
    unknown = [{"asked": a.asked, "closest": a.closest or None} for a in answers if a.row is None]
    return f"{json.dumps({'version': _VERSION, 'target': target, 'entries': entries, 'unknown': unknown}, indent=2)}\n"


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
        )
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
