"""Which lines have changed since a revision: git tells."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from tf2lint.command.notebook import read_cells
from tf2lint.command.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.model import Located

_HUNK: Final = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_NAME: Final = re.compile(r'\+\+\+ (?:b/(.*?)\t?|("b/.*"))')


class Changes:
    """The lines that have changed since a revision branched off, in files of one or several repositories.

    Args:
        revision: a branch, tag or commit of each repository. Where the work has gone on from a point before it, that
            point counts: what others have changed on the branch since then is no change of ours.

    Raises:
        UsageError: git isn't there, or knows no such revision.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._repositories: dict[str, _Repository] = {}
        self._tops: dict[str, str] = {}

    def cover(self, located: Located) -> bool:
        """Whether one of the lines of a finding has changed.

        Raises:
            UsageError: its file is in no repository, or that knows no such revision.
        """
        path = os.path.realpath(located.finding.path)
        top = self._top(os.path.dirname(path), located.finding.path)
        if top not in self._repositories:
            self._repositories[top] = _Repository(top, self._revision)
        return self._repositories[top].covers(os.path.relpath(path, top).replace(os.sep, "/"), located)

    def _top(self, folder: str, path: str) -> str:
        if folder not in self._tops:
            top = folder
            while not os.path.exists(os.path.join(top, ".git")):
                if top == os.path.dirname(top):
                    raise UsageError(f"{path}: it is in no git repository, so there is nothing to compare it with")
                top = os.path.dirname(top)
            self._tops[folder] = top
        return self._tops[folder]


class _Repository:
    def __init__(self, top: str, revision: str) -> None:
        self._top = top
        self._base = self._branching_point(revision)
        self._lines = _changed_lines(self._git("diff", *_PLAIN, "--unified=0", "--find-renames", self._base, "--"))
        self._new = frozenset(self._git("ls-files", "--others", "--exclude-standard", "-z").split("\0"))
        self._cells: dict[str, frozenset[tuple[int, int]]] = {}

    def covers(self, path: str, located: Located) -> bool:
        if path in self._new:
            return True
        if path not in self._lines:
            return False
        span, lines = located.finding.span, self._lines[path]
        if located.cell is None:
            return any(line in lines for line in range(span.line, span.end_line + 1))
        if path not in self._cells:
            self._cells[path] = frozenset(self._changed_in_cells(path))
        return any((located.cell, line) in self._cells[path] for line in range(span.line, span.end_line + 1))

    def _changed_in_cells(self, path: str) -> Iterable[tuple[int, int]]:
        """The numbers of cells, with those of lines in them, that the old notebook does not have."""
        with open(os.path.join(self._top, path), encoding="utf-8-sig") as file:
            new = _cell_lines(file.read())
        try:
            old = _cell_lines(self._git("show", f"{self._base}:{path}"))
        except (UsageError, ValueError):
            old = []
        matcher = SequenceMatcher(None, [text for _, _, text in old], [text for _, _, text in new], autojunk=False)
        for kind, _, _, first, last in matcher.get_opcodes():
            if kind != "equal":
                yield from ((cell, line) for cell, line, _ in new[first:last])

    def _branching_point(self, revision: str) -> str:
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
        try:
            return self._git("merge-base", commit, "HEAD").strip()
        except UsageError:  # a clone without the history between them, or without any commit
            return commit

    def _git(self, *arguments: str) -> str:
        command = ["git", "-c", "core.quotepath=off", *arguments]
        try:
            done = subprocess.run(command, cwd=self._top, capture_output=True, check=False)
        except FileNotFoundError:
            raise UsageError("there is no git on this machine, which --diff-base asks what has changed") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            told = said[-1].removeprefix("fatal: ") if said else f"git knows no revision {arguments[-1][:-9]!r}"
            raise UsageError(f"{self._top}: {told}")
        return done.stdout.decode("utf-8", "surrogateescape")


#: Whatever the user has set for people.
_PLAIN: Final = ("--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/")


def _changed_lines(diff: str) -> dict[str, set[int]]:
    """The changed lines of each file, from what `git diff --unified=0` says."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    path, behind_name = None, False
    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            path, behind_name = None, False
        elif not behind_name and (name := _NAME.fullmatch(line)):
            path, behind_name = name[1] if name[1] is not None else _unquoted(name[2]), True
        elif path is not None and (hunk := _HUNK.match(line)):
            first = int(hunk[1])
            found[path].update(range(first, first + int(hunk[2] or 1)))
    return found


def _unquoted(name: str) -> str:
    quoted: bytes = ast.literal_eval(f"b{name}") if name.isascii() else name[1:-1].encode("utf-8", "surrogateescape")
    return quoted.decode("utf-8", "surrogateescape").removeprefix("b/")


def _cell_lines(text: str) -> Sequence[tuple[int, int, str]]:
    cells = read_cells(text)
    return [(cell.number, number, line) for cell in cells for number, line in enumerate(cell.text.split("\n"), 1)]
