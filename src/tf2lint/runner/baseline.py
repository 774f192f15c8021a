"""The baseline: findings that are accepted for now, so that only new ones are reported.

The baseline accepts as many findings of a kind as it contains. So a finding stays accepted when code moves or its line
is reformatted, while an additional finding of the same kind is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config import UsageError, reason
from tf2lint.reporters import normalized_line
from tf2lint.runner.atomic_write import write_file
from tf2lint.runner.baseline_comparison import BaselineComparison, Comparison, Kind
from tf2lint.source import read_regular, relative_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.model import Located

_VERSION: Final = 1


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
            document = json.loads(read_regular(path).decode())
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

        def is_path_judged(path: str, code: str) -> bool:
            return is_judged(os.path.realpath(os.path.join(self._folder, path)), code)

        return BaselineComparison(self._counts, self._kind).compare(findings, is_path_judged)

    def prune(self, comparison: Comparison) -> None:
        """Removes the findings that are gone, and gives the others of these kinds, and those renamed, their codes."""
        for kind in comparison.outdated:
            del self._counts[kind]
        renamed = set(map(id, comparison.renamed))
        self.add(
            located
            for located in comparison.accepted
            if id(located) in renamed or self._kind(located) in comparison.outdated
        )

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
            relative = relative_path(os.path.realpath(finding.path), self._folder)
            self._paths[finding.path] = relative.replace(os.sep, "/")
        return Kind(self._paths[finding.path], finding.code, finding.symbol or "")


def _entry(entry: Any, where: str) -> tuple[Kind, str, int]:
    match entry:
        case {"path": str(path), "code": str(code), "symbol": str(symbol), "line": str(line), "count": int(n)} if (
            n > 0 and _is_path(path)
        ):
            return Kind(path, code, symbol), line, n
    raise UsageError(f"{where} is not a valid baseline entry")


def _is_path(text: str) -> bool:
    """Returns whether a file can have this path."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False
