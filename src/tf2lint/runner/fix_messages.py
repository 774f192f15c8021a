"""What is said about findings that are not fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.model import Located


def left(findings: Iterable[Located]) -> Iterator[str]:
    """Yields why constructs are left as they are, once for each."""
    done = set[str]()
    for located in findings:
        why = located.finding.unfixed
        if why and why not in done:
            done.add(why)
            yield f"{place(located)} not fixed: {why}"


def place(located: Located) -> str:
    """Returns where a finding is, and its code."""
    finding = located.finding
    cell = "" if located.cell is None else f"cell {located.cell}:"
    return f"{finding.path}:{cell}{finding.span.line}:{finding.span.column}: {finding.code}"
