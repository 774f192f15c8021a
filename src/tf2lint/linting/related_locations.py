"""Writes the related locations of a finding as clauses for its message: what they show, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.source import printable, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Finding, RelatedLocation


def full_message(finding: Finding) -> str:
    """Returns the message of a finding with a clause for each related location that makes it better."""
    shown = [related for related in finding.related if related.in_message] if finding.related else ()
    return (
        with_clauses(finding.message, (_clause(related, finding.path) for related in shown))
        if shown
        else finding.message
    )


def related_clauses(finding: Finding) -> list[str]:
    """Returns a clause for each related location of a finding: "train() is called with a tf.Session in line 80"."""
    return [_clause(related, finding.path) for related in finding.related]


def with_clauses(message: str, clauses: Iterable[str]) -> str:
    """Returns a message with clauses, at least one, in parentheses behind it."""
    return f"{message} ({'; '.join(clauses)})"


def _clause(related: RelatedLocation, path: str) -> str:
    """Returns what is in a related location, and where; other files are named in the same way in all hosts."""
    return f"{related.message} in {_place(related, path)}"


def _place(related: RelatedLocation, path: str) -> str:
    if related.path != path:
        return f"{printable(shown_path(related.path))}:{related.line}"
    return f"line {related.line}" if related.cell is None else f"cell {related.cell}, line {related.line}"
