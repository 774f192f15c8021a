"""Which lines have changed since a revision: git tells."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections import defaultdict
from contextlib import suppress
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from tf2lint.config import UsageError
from tf2lint.runner.messages import warn
from tf2lint.runner.notebooks import read_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.model import Located

_HUNK: Final = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_NAME: Final = re.compile(r'\+\+\+ (?:b/(.*?)|("b/.*"))\t?')
_OLD_NAME: Final = re.compile(r'--- (?:a/(.*?)|("a/.*"))\t?')


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

    def know(self, path: str) -> None:
        """Makes sure that the revision is known where a file is, if that is a repository.

        Raises:
            UsageError: it isn't.
        """
        path = os.path.realpath(path)
        with suppress(_NoRepositoryError):
            self._repository(path, path)

    def cover(self, located: Located) -> bool:
        """Whether one of the lines of a finding has changed.

        Raises:
            UsageError: its file is in no repository, or that knows no such revision.
        """
        path = os.path.realpath(located.finding.path)
        repository = self._repository(path, located.finding.path)
        return repository.covers(os.path.relpath(path, repository.top).replace(os.sep, "/"), located)

    def _repository(self, path: str, shown: str) -> _Repository:
        top = self._top(os.path.dirname(path), shown)
        if top not in self._repositories:
            self._repositories[top] = _Repository(top, self._revision)
        return self._repositories[top]

    def _top(self, folder: str, path: str) -> str:
        if folder not in self._tops:
            top = folder
            while not os.path.exists(os.path.join(top, ".git")):
                if top == os.path.dirname(top):
                    raise _NoRepositoryError(
                        f"{path}: it is in no git repository, so there is nothing to compare it with"
                    )
                top = os.path.dirname(top)
            self._tops[folder] = top
        return self._tops[folder]


class _NoRepositoryError(UsageError):
    """A file is in no repository."""


class _SilentError(UsageError):
    """Git failed without a word, as it does if it was asked to verify something."""


class _Repository:
    def __init__(self, top: str, revision: str) -> None:
        self.top = top
        self._base = self._branching_point(revision)
        self._lines, self._old_paths = _changed_lines(
            self._git("diff", *_PLAIN, "--unified=0", "--find-renames", self._base, "--")
        )
        self._known = frozenset(self._git("ls-files", "-z").split("\0"))
        self._cells: dict[str, frozenset[tuple[int, int]] | None] = {}

    def covers(self, path: str, located: Located) -> bool:
        if path not in self._known:
            return True
        if path not in self._lines:
            return False
        span, lines = located.finding.span, self._lines[path]
        if located.cell is None:
            return any(line in lines for line in range(span.line, span.end_line + 1))
        if path not in self._cells:
            self._cells[path] = self._changed_in_cells(path)
        changed = self._cells[path]
        return changed is None or any((located.cell, line) in changed for line in range(span.line, span.end_line + 1))

    def _changed_in_cells(self, path: str) -> frozenset[tuple[int, int]] | None:
        """The numbers of cells, with those of lines in them, that the old notebook does not have.

        Returns:
            None for all: what was checked is no longer there.
        """
        try:
            with open(os.path.join(self.top, path), encoding="utf-8-sig") as file:
                new = _cell_lines(file.read())
        except (OSError, ValueError):
            return None
        try:
            old = _cell_lines(self._git("show", f"{self._base}:{self._old_paths.get(path, path)}"))
        except (UsageError, ValueError):
            old = []
        matcher = SequenceMatcher(None, [text for _, _, text in old], [text for _, _, text in new], autojunk=False)
        parts = [new[first:last] for kind, _, _, first, last in matcher.get_opcodes() if kind != "equal"]
        return frozenset((cell, line) for part in parts for cell, line, _ in part)

    def _branching_point(self, revision: str) -> str:
        try:
            self._git("rev-parse", "--git-dir")  # so that what is wrong with the repository is told as such
            commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
        except _SilentError:
            raise UsageError(f"{self.top}: git knows no revision {revision!r}") from None
        try:
            return self._git("merge-base", commit, "HEAD").strip()
        except UsageError:
            warn(f"{self.top}: there is no history between {revision} and HEAD, so {revision} itself is compared with")
            return commit

    def _git(self, *arguments: str) -> str:
        command = ["git", "-c", "core.quotepath=on", *arguments]
        environment = {name: value for name, value in os.environ.items() if name != "GIT_DIFF_OPTS"}
        try:
            done = subprocess.run(command, cwd=self.top, capture_output=True, check=False, env=environment)
        except FileNotFoundError:
            raise UsageError("there is no git on this machine, which --diff-base asks what has changed") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            fatal = [line.removeprefix("fatal: ") for line in said if line.startswith("fatal: ")]
            if not said:
                raise _SilentError(f"{self.top}: git {arguments[0]} failed")
            raise UsageError(f"{self.top}: {(fatal or said)[0]}")
        return done.stdout.decode("utf-8", "surrogateescape")


#: Whatever the user has set for people.
_PLAIN: Final = (
    "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--inter-hunk-context=0", "--src-prefix=a/",
    "--dst-prefix=b/",
)  # fmt: skip


def _changed_lines(diff: str) -> tuple[dict[str, set[int]], dict[str, str]]:
    """The changed lines of each file, and what it was called, from what `git diff --unified=0` says."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    old_paths: dict[str, str] = {}
    path, old_path, behind_name = None, None, False
    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            path, old_path, behind_name = None, None, False
        elif not behind_name and (name := _OLD_NAME.fullmatch(line)):
            old_path = name[1] if name[1] is not None else _unquoted(name[2])
        elif not behind_name and (name := _NAME.fullmatch(line)):
            path, behind_name = name[1] if name[1] is not None else _unquoted(name[2]), True
            old_paths.update({path: old_path} if old_path is not None else {})
        elif path is not None and (hunk := _HUNK.match(line)):
            first = int(hunk[1])
            found[path].update(range(first, first + int(hunk[2] or 1)))
    return found, old_paths


def _unquoted(name: str) -> str:
    quoted: bytes = ast.literal_eval(f"b{name}")
    return quoted.decode("utf-8", "surrogateescape")[2:]


def _cell_lines(text: str) -> Sequence[tuple[int, int, str]]:
    cells = read_cells(text)
    return [(cell.number, number, line) for cell in cells for number, line in enumerate(cell.text.split("\n"), 1)]
