"""The baseline: findings that are accepted for now, so that only new ones are reported.

Findings with the same file, code and symbol are of one kind. The baseline accepts as many findings of a kind as it
contains: first those whose line has the same text, then the others in their order. So a finding stays accepted when
code moves or its line is reformatted, while an additional finding of the same kind is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tf2lint.config import UsageError, reason
from tf2lint.reporters import normalized_line
from tf2lint.runner.atomic_write import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.model import Located

_VERSION: Final = 1


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
    """

    new: list[Located] = field(default_factory=list)
    accepted: list[Located] = field(default_factory=list)
    gone: Counter[Kind] = field(default_factory=Counter)


class Baseline:
    """The findings that a baseline file accepts.

    Args:
        path: the baseline file.
        counts: for each kind, the number of accepted findings by the text of their lines.
    """

    def __init__(self, path: str, counts: dict[Kind, Counter[str]] | None = None) -> None:
        self.path = path
        self._folder = os.path.dirname(os.path.realpath(path))
        self._paths: dict[str, str] = {}
        self._counts = counts or {}

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Reads a baseline file.

        Raises:
            UsageError: the file can't be read or is not a baseline.
        """
        try:
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
        except OSError as error:
            raise UsageError(reason(error)) from None
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}: not a baseline: {error}") from None
        if not isinstance(document, dict) or document.get("version") != _VERSION:
            raise UsageError(f"{path}: not a baseline of version {_VERSION}; recreate it with --write-baseline")
        counts: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
        entries = document.get("findings")
        for number, entry in enumerate(entries if isinstance(entries, list) else [None], 1):
            kind, line, count = _entry(entry, f"{path}: finding {number}")
            counts[kind][line] += count
        return cls(path, counts)

    def add(self, findings: Iterable[Located]) -> None:
        """Accepts findings."""
        for located in findings:
            self._counts.setdefault(self._kind(located), Counter())[normalized_line(located)] += 1

    def compare(self, findings: Iterable[Located], is_judged: Callable[[str, str], bool]) -> Comparison:
        """Splits findings into new and accepted ones, and counts those that are gone.

        Args:
            findings: the findings, ordered by file and position.
            is_judged: takes the real path of a file and a code; returns whether the check would have reported findings
                of this code there.
        """
        by_kind: defaultdict[Kind, list[Located]] = defaultdict(list)
        for located in findings:
            by_kind[self._kind(located)].append(located)
        comparison = Comparison()
        for kind, same_kind in by_kind.items():
            _compare(same_kind, self._counts.get(kind, Counter()).copy(), comparison)
        for kind, lines in self._counts.items():
            gone = lines.total() - len(by_kind.get(kind, ()))
            if gone > 0 and is_judged(os.path.realpath(os.path.join(self._folder, kind.path)), kind.code):
                comparison.gone[kind] = gone
        return comparison

    def prune(self, comparison: Comparison) -> None:
        """Removes the findings that are gone."""
        for kind in comparison.gone:
            del self._counts[kind]
        self.add(located for located in comparison.accepted if self._kind(located) in comparison.gone)

    def write(self) -> None:
        """Writes the file, with one line per entry and sorted, so that diffs are readable.

        Raises:
            UsageError: the file can't be written.
        """
        entries = sorted((*kind, line, count) for kind, lines in self._counts.items() for line, count in lines.items())
        keys = ("path", "code", "symbol", "line", "count")
        lines = [json.dumps(dict(zip(keys, entry, strict=True)), ensure_ascii=False) for entry in entries]
        joined = "".join(f"\n{line}," for line in lines)[:-1]
        write_file(self.path, f'{{"version": {_VERSION}, "findings": [{joined}\n]}}\n')

    def __len__(self) -> int:
        return sum(lines.total() for lines in self._counts.values())

    def _kind(self, located: Located) -> Kind:
        finding = located.finding
        if finding.path not in self._paths:
            relative = os.path.relpath(os.path.realpath(finding.path), self._folder)
            self._paths[finding.path] = relative.replace(os.sep, "/")
        return Kind(self._paths[finding.path], finding.code, finding.symbol or "")


def _compare(findings: list[Located], lines: Counter[str], comparison: Comparison) -> None:
    """Accepts findings of one kind: those whose lines are in the baseline, then as many others as it has left."""
    unmatched = []
    for index, located in enumerate(findings):
        line = normalized_line(located)
        if lines[line] > 0:
            lines[line] -= 1
        else:
            unmatched.append(index)
    new = frozenset(unmatched[lines.total() :])
    for index, located in enumerate(findings):
        (comparison.new if index in new else comparison.accepted).append(located)


def _entry(entry: Any, where: str) -> tuple[Kind, str, int]:
    match entry:
        case {"path": str(path), "code": str(code), "symbol": str(symbol), "line": str(line), "count": int(n)} if n > 0:
            return Kind(path, code, symbol), line, n
    raise UsageError(f"{where} is not a valid baseline entry")
