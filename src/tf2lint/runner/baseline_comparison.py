"""Compares findings with the entries of a baseline.

1. Findings with the same file, code and symbol are of one kind. As many of a kind are accepted as the baseline has:
   first those whose line has the same text, then the others in their order.
2. A finding that had another code in an earlier version is also of the kind that it was then.
3. A finding that covers others is accepted by the entries of all of these, if their lines have the same text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.reporters import normalized_line
from tf2lint.table import codes_after, moves_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.model import Located


class Kind(NamedTuple):
    """What interchangeable findings have in common.

    Attributes:
        path: the file, relative to the baseline's folder, with slashes.
        code: the rule's code.
        symbol: the TensorFlow 1 name that is reported; empty if there is none.
    """

    path: str
    code: str
    symbol: str


@dataclass
class Comparison:
    """The result of comparing findings with a baseline.

    Attributes:
        new: the findings that the baseline does not accept.
        accepted: the findings that it accepts.
        gone: the number of findings of each kind that are in the baseline but no longer exist.
        renamed: the accepted findings that the baseline has with other codes.
        outdated: the kinds of which all findings are gone, or are accepted and some of them have other codes now.
    """

    new: list[Located] = field(default_factory=list)
    accepted: list[Located] = field(default_factory=list)
    gone: Counter[Kind] = field(default_factory=Counter)
    renamed: list[Located] = field(default_factory=list)
    outdated: set[Kind] = field(default_factory=set)


class BaselineComparison:
    """Compares findings with a baseline, whose entries it uses up.

    Args:
        counts: for each kind, the number of accepted findings by the text of their lines.
        kind_of: returns the kind of a finding.
    """

    def __init__(self, counts: Mapping[Kind, Counter[str]], kind_of: Callable[[Located], Kind]) -> None:
        self._counts = counts
        self._kind_of = kind_of
        self._left = {kind: lines.copy() for kind, lines in counts.items()}
        self._used: Counter[Kind] = Counter()
        self._used_by_others: set[Kind] = set()

    def compare(self, findings: Iterable[Located], is_judged: Callable[[str, str], bool]) -> Comparison:
        """Splits findings into new and accepted ones, and counts those that are gone.

        Args:
            findings: the findings, ordered by file and position.
            is_judged: takes the path in a kind and a code; returns whether the check would have reported findings of
                this code there.
        """
        findings = list(findings)
        by_kind: defaultdict[Kind, list[Located]] = defaultdict(list)
        for located in findings:
            by_kind[self._kind_of(located)].append(located)
        unmatched = {kind: self._unmatched(kind, same_kind) for kind, same_kind in by_kind.items()}
        self._use_up_covered(findings, unmatched)
        new: set[int] = set()
        renamed: list[Located] = []
        for kind, rest in unmatched.items():
            still_unmatched = self._unmatched_before(kind, rest)
            still_unmatched = [located for located in still_unmatched if not self._accepts_covered(located)]
            new.update(map(id, still_unmatched))
            renamed += [located for located in rest if id(located) not in new]
        comparison = Comparison(renamed=renamed)
        for located in findings:
            (comparison.new if id(located) in new else comparison.accepted).append(located)
        self._count_gone(comparison, is_judged)
        return comparison

    def _unmatched(self, kind: Kind, findings: list[Located]) -> list[Located]:
        """Returns the findings that the entries of a kind do not accept."""
        lines = self._left.get(kind)
        if not lines:
            return findings
        others = [located for located in findings if not self._take(kind, normalized_line(located))]
        count = min(lines.total(), len(others))
        for line in list(lines.elements())[:count]:
            self._take(kind, line)
        return others[count:]

    def _unmatched_before(self, kind: Kind, findings: list[Located]) -> list[Located]:
        """Returns the findings of a kind that the entries of the kinds that it was before do not accept."""
        for move in moves_to(kind.code, kind.symbol) if findings else ():
            before = kind._replace(code=move.old)
            rest = self._unmatched(before, findings)
            if len(rest) < len(findings):
                self._used_by_others.add(before)
            findings = rest
        return findings

    def _take(self, kind: Kind, line: str) -> bool:
        """Uses up an entry; returns whether there was one."""
        lines = self._left.get(kind)
        if lines is None or lines[line] <= 0:
            return False
        lines[line] -= 1
        self._used[kind] += 1
        return True

    def _covered(self, located: Located) -> list[tuple[Kind, str]]:
        """Returns the kinds of the findings that a finding covers, and the texts of their lines."""
        own = self._kind_of(located)
        return [
            (Kind(own.path, other.code, other.symbol or ""), normalized_line(located._replace(line=other.text)))
            for other in located.finding.covered
        ]

    def _use_up_covered(self, findings: Iterable[Located], unmatched: Mapping[Kind, list[Located]]) -> None:
        """Uses up the entries of what accepted findings cover, so that they accept no other finding."""
        others = {id(located) for rest in unmatched.values() for located in rest}
        for located in findings:
            for kind, line in () if id(located) in others else self._covered(located):
                if self._take(kind, line):
                    self._used[kind] -= 1  # it is gone: nothing is reported for it

    def _accepts_covered(self, located: Located) -> bool:
        """Returns whether there are entries for all findings that a finding covers; if so, uses them up."""
        taken: list[tuple[Kind, str]] = []
        covered = self._covered(located)
        for kind, line in covered:
            if not self._take(kind, line):
                break
            taken.append((kind, line))
        if covered and len(taken) == len(covered):
            self._used_by_others.update(kind for kind, _ in taken)
            return True
        for kind, line in taken:
            self._left[kind][line] += 1
            self._used[kind] -= 1
        return False

    def _count_gone(self, comparison: Comparison, is_judged: Callable[[str, str], bool]) -> None:
        for kind, lines in self._counts.items():
            gone = lines.total() - self._used[kind]
            if gone and not all(is_judged(kind.path, code) for code in sorted(codes_after(kind.code, kind.symbol))):
                continue
            if gone:
                comparison.gone[kind] = gone
            if gone or kind in self._used_by_others:
                comparison.outdated.add(kind)
