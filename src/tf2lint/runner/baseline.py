"""The baseline: findings that are accepted for now, so that only new ones count.

A finding is of a kind: its file, its code and its symbol. As many of a kind are accepted as the baseline has; which of
them, the text of their lines tells, and where that has changed as well, their order. So neither edits elsewhere nor a
new format of the lines themselves bring an accepted finding back, and one more of a kind is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tf2lint.config import UsageError, reason
from tf2lint.reporters import content
from tf2lint.runner.atomic_write import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.model import Located

_VERSION: Final = 1


class Kind(NamedTuple):
    """What findings have in common that stand for each other.

    Attributes:
        path: the file, from the baseline's folder and with slashes.
        code: of the rule.
        symbol: the 1.x name it is about; empty if it is about none.
    """

    path: str
    code: str
    symbol: str


@dataclass
class Comparison:
    """Findings against a baseline.

    Attributes:
        new: those that are not accepted.
        accepted: those that are.
        gone: how many of each kind are no longer there.
    """

    new: list[Located] = field(default_factory=list)
    accepted: list[Located] = field(default_factory=list)
    gone: Counter[Kind] = field(default_factory=Counter)


class Baseline:
    """The findings that a file accepts.

    Args:
        path: the file.
        counts: how many of each kind are accepted, by the text of their lines.
    """

    def __init__(self, path: str, counts: dict[Kind, Counter[str]] | None = None) -> None:
        self.path = path
        self._folder = os.path.dirname(os.path.realpath(path))
        self._paths: dict[str, str] = {}
        self._counts = counts or {}

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Reads a baseline.

        Raises:
            UsageError: it can't be read, or is none.
        """
        try:
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
        except OSError as error:
            raise UsageError(reason(error)) from None
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}: this is no baseline: {error}") from None
        if not isinstance(document, dict) or document.get("version") != _VERSION:
            raise UsageError(f"{path}: this is no baseline of version {_VERSION}: write it anew with --write-baseline")
        counts: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
        entries = document.get("findings")
        for number, entry in enumerate(entries if isinstance(entries, list) else [None], 1):
            kind, line, count = _entry(entry, f"{path}: finding {number}")
            counts[kind][line] += count
        return cls(path, counts)

    def add(self, findings: Iterable[Located]) -> None:
        """Accepts findings."""
        for located in findings:
            self._counts.setdefault(self._kind(located), Counter())[content(located)] += 1

    def compare(self, findings: Iterable[Located], is_judged: Callable[[str, str], bool]) -> Comparison:
        """Tells new findings from accepted ones, and what is gone.

        Args:
            findings: in the order of files and of their text.
            is_judged: whether findings of a code would have been found in a file, by its real path.
        """
        by_kind: defaultdict[Kind, list[Located]] = defaultdict(list)
        for located in findings:
            by_kind[self._kind(located)].append(located)
        comparison = Comparison()
        for kind, located_ones in by_kind.items():
            _compare(located_ones, self._counts.get(kind, Counter()).copy(), comparison)
        for kind, lines in self._counts.items():
            gone = lines.total() - len(by_kind.get(kind, ()))
            if gone > 0 and is_judged(os.path.realpath(os.path.join(self._folder, kind.path)), kind.code):
                comparison.gone[kind] = gone
        return comparison

    def prune(self, comparison: Comparison) -> None:
        """Leaves out what is gone."""
        for kind in comparison.gone:
            del self._counts[kind]
        self.add(located for located in comparison.accepted if self._kind(located) in comparison.gone)

    def write(self) -> None:
        """Writes the file: a line for each entry, in the order of the files, so that differences can be read.

        Raises:
            UsageError: that can't be done.
        """
        entries = sorted((*kind, line, count) for kind, lines in self._counts.items() for line, count in lines.items())
        keys = ("path", "code", "symbol", "line", "count")
        lines = [json.dumps(dict(zip(keys, entry, strict=True)), ensure_ascii=False) for entry in entries]
        listed = "".join(f"\n{line}," for line in lines)[:-1]
        write_file(self.path, f'{{"version": {_VERSION}, "findings": [{listed}\n]}}\n')

    def __len__(self) -> int:
        return sum(lines.total() for lines in self._counts.values())

    def _kind(self, located: Located) -> Kind:
        finding = located.finding
        if finding.path not in self._paths:
            inner = os.path.relpath(os.path.realpath(finding.path), self._folder)
            self._paths[finding.path] = inner.replace(os.sep, "/")
        return Kind(self._paths[finding.path], finding.code, finding.symbol or "")


def _compare(findings: list[Located], lines: Counter[str], comparison: Comparison) -> None:
    """Of findings of one kind, accepts those whose lines are known, and then as many others as are left."""
    left = []
    for place, located in enumerate(findings):
        line = content(located)
        if lines[line] > 0:
            lines[line] -= 1
        else:
            left.append(place)
    new = frozenset(left[lines.total() :])
    for place, located in enumerate(findings):
        (comparison.new if place in new else comparison.accepted).append(located)


def _entry(entry: Any, where: str) -> tuple[Kind, str, int]:
    match entry:
        case {"path": str(path), "code": str(code), "symbol": str(symbol), "line": str(line), "count": int(n)} if n > 0:
            return Kind(path, code, symbol), line, n
    raise UsageError(f"{where} is no entry of a baseline")
