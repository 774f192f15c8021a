"""Chooses the findings whose fixes are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import SAFE, UNSAFE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Located, TextEdit


class FixPolicy(NamedTuple):
    """What the configuration of a file says about fixes.

    Attributes:
        fixable: the codes of the rules whose findings are fixed.
        safe: the codes of the rules whose unsafe fixes count as safe.
        unsafe: the codes of the rules whose safe fixes count as unsafe.
    """

    fixable: frozenset[str]
    safe: frozenset[str] = frozenset()
    unsafe: frozenset[str] = frozenset()

    def applied(self, located: Located) -> Located:
        """Returns a finding without its fix if it is not to be fixed, or with the safety that the fix counts as."""
        finding = located.finding
        code, fix = finding.code, finding.fix
        if fix is None:
            return located
        if code not in self.fixable:
            fix = None
        elif fix.safety == UNSAFE and code in self.safe:
            fix = fix._replace(safety=SAFE)
        elif fix.safety == SAFE and code in self.unsafe:
            fix = fix._replace(safety=UNSAFE)
        return located if fix is finding.fix else located._replace(finding=finding._replace(fix=fix))


class FixSelection(NamedTuple):
    """Which fixes a run applies, besides safe ones.

    Attributes:
        unsafe: whether to apply fixes after which something may differ.
        stop_gap: whether to apply fixes that keep TensorFlow 1's functions, in `tf.compat.v1`.
    """

    unsafe: bool = False
    stop_gap: bool = False

    def chooses(self, located: Located) -> bool:
        """Returns whether a finding is to be fixed."""
        fix = located.finding.fix
        if fix is None:
            return False
        return fix.safety == SAFE or (self.unsafe if fix.safety == UNSAFE else self.stop_gap)


def compatible(findings: Iterable[Located]) -> list[Located]:
    """Returns those of the findings of a file whose fixes can be applied at once, the smallest and first ones first."""
    chosen: list[Located] = []
    edits: set[TextEdit] = set()
    by_line: dict[tuple[int | None, int], list[TextEdit]] = {}
    for located in sorted(findings, key=_extent):
        fix = located.finding.fix
        if fix is None:
            continue
        added = [edit for edit in fix.edits if edit not in edits]
        lines = [((edit.cell, line), edit) for edit in added for line in _lines(edit)]
        if not any(_conflict(edit, other) for line, edit in lines for other in by_line.get(line, ())):
            edits.update(added)
            for line, edit in lines:
                by_line.setdefault(line, []).append(edit)
            chosen.append(located)
    return chosen


def _lines(edit: TextEdit) -> range:
    return range(edit.span.line, edit.span.end_line + 1)


def _extent(located: Located) -> int:
    """Returns how many lines the largest edit of a fix replaces: what is in them is fixed before."""
    edits = located.finding.fix.edits if located.finding.fix is not None else ()
    return max((edit.span.end_line - edit.span.line for edit in edits), default=0)


def _conflict(edit: TextEdit, other: TextEdit) -> bool:
    """Returns whether edits overlap, or one adds text where the other one is: the two may depend on each other."""
    first, second = edit.span, other.span
    if first[:2] == first[2:] or second[:2] == second[2:]:
        return first[:2] <= second[2:] and second[:2] <= first[2:]
    return first[:2] < second[2:] and second[:2] < first[2:]
