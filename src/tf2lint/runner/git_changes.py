"""Determines from git which lines have changed since a revision."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from contextlib import contextmanager, suppress
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final

from tf2lint.config import UsageError
from tf2lint.runner.discovery import SUFFIXES
from tf2lint.runner.git_command import GitFailedError, git_output, run_git
from tf2lint.runner.messages import print_warning
from tf2lint.runner.notebooks import read_cells
from tf2lint.source import MAX_SIZE, read_regular, relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.model import Located

_HUNK: Final = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_NAME: Final = re.compile(r'\+\+\+ (?:b/(.*?)|("b/.*"))\t?')
_OLD_NAME: Final = re.compile(r'--- (?:a/(.*?)|("a/.*"))\t?')


#: Up to so many pairs of lines are compared here; of more, git decides which equal lines belong together.
_MAX_COMPARISONS: Final = 1_000_000
#: The number of a cell, that of a line in it, and the line.
_CellLine = tuple[int, int, str]


class Changes:
    """The lines that have changed since the merge base with a revision, in the files of one or more repositories.

    Args:
        revision: a branch, tag or commit that exists in each repository. Lines are compared with its merge base with
            HEAD, so that later changes by others on that branch do not count.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._repositories: dict[str, _Repository] = {}
        self._roots: dict[str, str] = {}

    def verify(self, path: str) -> None:
        """Checks that the revision exists in the repository of a file; a file outside of any is ignored.

        Raises:
            UsageError: git is missing, or the repository has no such revision.
        """
        path = os.path.realpath(path)
        with suppress(_NoRepositoryError):
            self._repository(path, path)

    def is_changed(self, located: Located) -> bool:
        """Returns whether a line of a finding has changed.

        Raises:
            UsageError: git is missing, or the file is not in a repository that has the revision.
        """
        path = os.path.realpath(located.finding.path)
        repository = self._repository(path, located.finding.path)
        return repository.is_changed(relative_path(path, repository.root).replace(os.sep, "/"), located)

    def _repository(self, path: str, shown: str) -> _Repository:
        root = self._root(os.path.dirname(path), shown)
        if root not in self._repositories:
            self._repositories[root] = _Repository(root, self._revision)
        return self._repositories[root]

    def _root(self, folder: str, path: str) -> str:
        if folder not in self._roots:
            root = folder
            while not os.path.exists(os.path.join(root, ".git")):
                if root == os.path.dirname(root):
                    raise _NoRepositoryError(
                        f"{path}: not in a git repository, so --diff-base has nothing to compare it with"
                    )
                root = os.path.dirname(root)
            self._roots[folder] = root
        return self._roots[folder]


def head_commit(folder: str) -> str:
    """Returns the abbreviated commit that a folder has checked out; empty without git, a repository, or a commit."""
    try:
        done = run_git(folder, "rev-parse", "--short", "HEAD")
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.decode("ascii", "replace").strip()


class _NoRepositoryError(UsageError):
    """A file is not in a git repository."""


class _SilentError(UsageError):
    """Git failed without a message, as `rev-parse --verify --quiet` does."""


class _Repository:
    def __init__(self, root: str, revision: str) -> None:
        self.root = root
        self._base = self._merge_base(revision)
        self._changed: dict[str, set[int]] = {}
        self._old_paths: dict[str, str] = {}
        # Other files, which may be large and binary, are only compared if they are checked.
        self._compare(*(f":(glob)**/*{suffix}" for suffix in SUFFIXES))
        self._tracked = frozenset(self._git("ls-files", "-z").split("\0"))
        self._cells: dict[str, frozenset[tuple[int, int]] | None] = {}

    def is_changed(self, path: str, located: Located) -> bool:
        if path not in self._tracked:
            return True
        if not path.endswith(SUFFIXES) and path not in self._changed:
            self._changed[path] = set()
            self._compare(f":(literal){path}")
        if path not in self._changed:
            return False
        span, lines = located.finding.span, self._changed[path]
        if located.cell is None:
            return any(line in lines for line in range(span.line, span.end_line + 1))
        if path not in self._cells:
            self._cells[path] = self._changed_in_cells(path)
        changed = self._cells[path]
        return changed is None or any((located.cell, line) in changed for line in range(span.line, span.end_line + 1))

    def _compare(self, *paths: str) -> None:
        """Finds the changed lines of the files that git names so."""
        command = ("diff", *_DIFF_OPTIONS, "--unified=0", "--find-renames", self._base, "--", *paths)
        with self._output(*command) as output:
            changed, old_paths = _changed_lines(line.decode("utf-8", "surrogateescape") for line in output)
        self._changed.update(changed)
        self._old_paths.update(old_paths)

    def _changed_in_cells(self, path: str) -> frozenset[tuple[int, int]] | None:
        """Returns the changed lines of a notebook, as pairs of a cell number and a line number in that cell.

        Returns:
            None if the notebook can no longer be read, so that all lines count as changed.
        """
        try:
            new = _cell_lines(read_regular(os.path.join(self.root, path)).decode("utf-8-sig"))
        except (OSError, ValueError, SyntaxError):
            return None
        try:
            old = _cell_lines(self._old_text(path))
        except (UsageError, ValueError, SyntaxError):
            old = []
        changed = self._changed_between([line for _, _, line in old], [line for _, _, line in new])
        return frozenset(new[index][:2] for index in changed)

    def _old_text(self, path: str) -> str:
        """Returns the text of a file at the merge base; empty if it is too large."""
        with self._output("show", f"{self._base}:{self._old_paths.get(path, path)}") as output:
            data = output.read(MAX_SIZE + 1)
        return data.decode("utf-8-sig") if len(data) <= MAX_SIZE else ""

    def _changed_between(self, old: Sequence[str], new: Sequence[str]) -> Iterable[int]:
        """Returns the indexes of the new lines that have changed."""
        same = next((number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
        old, new = old[same:], new[same:]
        if len(old) * len(new) > _MAX_COMPARISONS:
            return (same + number - 1 for number in self._changed_by_git(old, new))
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return (same + index for kind, _, _, first, last in codes if kind != "equal" for index in range(first, last))

    def _changed_by_git(self, old: Sequence[str], new: Sequence[str]) -> set[int]:
        """Returns the numbers of the new lines that have changed; git is quick where many lines are the same."""
        with TemporaryDirectory() as folder:
            for name, lines in (("old", old), ("new", new)):
                Path(folder, name).write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
            done = run_git(folder, "diff", "--no-index", *_DIFF_OPTIONS, "--unified=0", "--", "old", "new")
        changed, _ = _changed_lines(done.stdout.decode("utf-8", "surrogateescape").split("\n"))
        return changed.get("new", set())

    def _merge_base(self, revision: str) -> str:
        try:
            self._git("rev-parse", "--git-dir")  # fails with a message if something is wrong with the repository
            commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
        except _SilentError:
            raise UsageError(f"{self.root}: unknown git revision {revision!r}") from None
        try:
            return self._git("merge-base", commit, "HEAD").strip()
        except UsageError:
            print_warning(f"{self.root}: {revision} and HEAD have no common ancestor; comparing with {revision} itself")
            return commit

    def _git(self, *arguments: str) -> str:
        with self._output(*arguments) as output:
            return output.read().decode("utf-8", "surrogateescape")

    @contextmanager
    def _output(self, *arguments: str) -> Iterator[IO[bytes]]:
        """Yields the output of git, see `git_output`.

        Raises:
            UsageError: git is missing, or fails.
        """
        try:
            with git_output(self.root, *arguments) as output:
                yield output
        except FileNotFoundError:
            raise UsageError("--diff-base requires git, which was not found") from None
        except GitFailedError as error:
            messages = error.errors.strip().splitlines()
            fatal = [line.removeprefix("fatal: ") for line in messages if line.startswith("fatal: ")]
            if not messages:
                raise _SilentError(f"{self.root}: git {arguments[0]} failed") from None
            raise UsageError(f"{self.root}: {(fatal or messages)[0]}") from None


#: Options that override the user's configuration of `git diff`.
_DIFF_OPTIONS: Final = (
    "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--inter-hunk-context=0", "--src-prefix=a/",
    "--dst-prefix=b/", "--ignore-submodules=all",
)  # fmt: skip


def _changed_lines(diff: Iterable[str]) -> tuple[dict[str, set[int]], dict[str, str]]:
    """Parses the output of `git diff --unified=0`; returns the changed lines of each file, and its old path."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    old_paths: dict[str, str] = {}
    path, old_path, is_after_name = None, None, False
    for line in diff:
        line = line.removesuffix("\n")
        if line.startswith("diff --git "):
            path, old_path, is_after_name = None, None, False
        elif not is_after_name and (name := _OLD_NAME.fullmatch(line)):
            old_path = name[1] if name[1] is not None else _unquoted(name[2])
        elif not is_after_name and (name := _NAME.fullmatch(line)):
            path, is_after_name = name[1] if name[1] is not None else _unquoted(name[2]), True
            old_paths.update({path: old_path} if old_path is not None else {})
        elif path is not None and (hunk := _HUNK.match(line)):
            first = int(hunk[1])
            found[path].update(range(first, first + int(hunk[2] or 1)))
    return found, old_paths


def _unquoted(name: str) -> str:
    quoted: bytes = ast.literal_eval(f"b{name}")
    return quoted.decode("utf-8", "surrogateescape")[2:]


def _cell_lines(text: str) -> Sequence[_CellLine]:
    cells = read_cells(text)
    return [(cell.number, number, line) for cell in cells for number, line in enumerate(cell.text.split("\n"), 1)]
