"""Compares the findings in a program with those in one that means the same."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from support.cases import job_of
from support.equivalents.program import Equivalent
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Findings by their code and line; the line is 0 where lines can't be compared.
Findings = Counter[tuple[str, int]]
_EXPLAINED: Final = Path(__file__).parent / "explained.txt"


class Difference(NamedTuple):
    """What a change takes away and adds.

    Attributes:
        lost: the findings that only the program has.
        gained: the findings that only the changed one has.
    """

    lost: Findings
    gained: Findings

    def unexplained(self, change: str) -> Difference:
        """Returns what no explanation covers.

        Args:
            change: the name of the change.
        """
        kinds = {"lost": self.lost, "gained": self.gained}
        found = {
            kind: Counter({
                finding: count
                for finding, count in findings.items()
                if not finding[0].startswith(_explained().get((change, kind), ("-",)))
            })
            for kind, findings in kinds.items()
        }  # fmt: skip
        return Difference(found["lost"], found["gained"])

    def __bool__(self) -> bool:
        return bool(self.lost or self.gained)

    def __str__(self) -> str:
        return f"lost {dict(self.lost)}, gained {dict(self.gained)}"


class Comparer:
    """Checks programs as if they were a file.

    Args:
        path: the path of the file.
        target: the target version.
    """

    def __init__(self, path: Path, target: str | None = None) -> None:
        self._path = path
        self._target = target
        self._checker = FileChecker()

    def findings(self, text: str, origins: tuple[int, ...] | None = None) -> Findings:
        """Returns the findings in a text.

        Args:
            text: the text.
            origins: the lines that they are counted for; None for their own.
        """
        return self._checked(self._checker, self._path, text, origins)

    def _checked(self, checker: FileChecker, path: Path, text: str, origins: tuple[int, ...] | None) -> Findings:
        found: Findings = Counter()
        for located in checker.check(job_of(str(path), self._target), text.encode()).findings:
            line = located.finding.span.line
            if origins is not None:
                line = origins[line - 1] if line <= len(origins) else 0
            found[located.finding.code, line] += 1
        return found

    def difference(self, before: Findings, changed: Equivalent) -> Difference:
        """Returns how the findings in a changed program differ.

        Args:
            before: the findings before.
            changed: the program.
        """
        expected: Findings = before
        if not changed.origins:
            expected = Counter()
            for (code, _), count in before.items():
                expected[code, 0] += count
        found = self._with_modules(changed) if changed.modules else self.findings(changed.text, changed.origins)
        return Difference(expected - found, found - expected)

    def _with_modules(self, changed: Equivalent) -> Findings:
        """Returns the findings in a program of several files, which are written beside one another for that."""
        folder = self._path.parent
        files = [(self._path.name, changed.text, changed.origins), *changed.modules]
        for name, text, _ in files:
            (folder / name).write_text(text, "utf-8")
        checker, found = FileChecker(), Counter[tuple[str, int]]()
        for name, text, origins in files:
            of_file = self._checked(checker, folder / name, text, origins)
            # Each file has its own imports.
            found += Counter({finding: count for finding, count in of_file.items() if finding[1]})
        for name, _, _ in files:
            (folder / name).unlink()
        return found


def composed(text: str, changes: Iterable[Callable[[str], Equivalent | None]]) -> Equivalent:
    """Returns a program after several changes, without those that can't be made in it.

    Args:
        text: the program.
        changes: the changes; only the last one may lose the lines.
    """
    result = Equivalent(text, tuple(range(1, text.count("\n") + 2)))
    for change in changes:
        changed = made(change, result.text)
        if changed is not None:
            known = (0, *result.origins)
            origins = tuple(known[line] if line < len(known) else 0 for line in changed.origins)
            result = changed._replace(origins=origins)
    return result


def made(change: Callable[[str], Equivalent | None], text: str) -> Equivalent | None:
    """Returns a changed program; None if the change can't be made, as in code for an older Python."""
    try:
        return change(text)
    except (SyntaxError, ValueError):
        return None


@cache
def _explained() -> dict[tuple[str, str], tuple[str, ...]]:
    """Returns the codes of the findings that each change may take away, and may add."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in _EXPLAINED.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            change, kind, codes, _ = (part.strip() for part in line.split("|"))
            found[change, kind] = found.get((change, kind), ()) + tuple(codes.split(", "))
    return found
