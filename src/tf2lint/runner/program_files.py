"""The files of a program that are changed together, in memory: all of them, or none."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import STOP_GAP, Fix
from tf2lint.rewriting import GraphModeFile, NativeImports
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.file_results import placed_fix
from tf2lint.runner.fixer import Fixer, fact
from tf2lint.runner.jobs import Failed
from tf2lint.runner.source_files import read_file
from tf2lint.runner.worker import check_safely

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.fixes import Content, FixPolicy, FixSelection
    from tf2lint.model import Located, TextEdit
    from tf2lint.runner.jobs import FileResult, Job
    from tf2lint.runner.source_files import Source


class CannotConvertError(Exception):
    """A program can't run in graph mode; the text says why.

    Args:
        reason: why.
        untouched: a file that stays as it is, because it tells why.
    """

    def __init__(self, reason: str, untouched: str = "") -> None:
        super().__init__(reason)
        self.untouched = untouched


class Checked(NamedTuple):
    """A file that is checked.

    Attributes:
        job: the file and its settings.
        policy: what its configuration says about fixes.
        data: its content.
        result: the result of checking it.
    """

    job: Job
    policy: FixPolicy
    data: bytes
    result: FileResult


class ProgramFile:
    """A file that is converted.

    Args:
        path: the file.
        content: its content.

    Raises:
        CannotConvertError: it can't be parsed.
    """

    def __init__(self, path: str, content: Content) -> None:
        self._path = path
        self._content = content
        self._source: Source = read_file(content.text, path)
        if self._source.tree is None or self._source.errors:
            raise CannotConvertError(f"{path} can't be parsed")

    @cached_property
    def graph_mode(self) -> GraphModeFile:
        """What the file needs for graph mode."""
        return GraphModeFile(self.tree, self.text)

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        assert self._source.tree is not None
        return self._source.tree

    @property
    def text(self) -> str:
        """The text that Python parses."""
        return self._source.text

    def native_edits(self) -> tuple[TextEdit, ...]:
        """Returns the edits with which the file uses TensorFlow itself.

        Raises:
            CannotConvertError: it has a switch that can't be deleted.
        """
        edits = NativeImports(self.tree, self.text).edits()
        if edits is None:
            raise CannotConvertError(f"{self._path} has a switch that can't be deleted")
        return edits

    def with_edits(self, edits: Iterable[TextEdit]) -> Content:
        """Returns the content with edits of the text that Python parses.

        Raises:
            CannotConvertError: an edit is in a line that only Python 2 parses.
        """
        placed = placed_fix(Fix(tuple(edits), STOP_GAP, ""), self._source)
        if placed is None:
            raise CannotConvertError(f"a line of {self._path} is not Python 3")
        return self._content.with_edits(placed.edits)


class FilesTogether:
    """Files that are checked and fixed with each other's new content.

    Args:
        checked: the files as they are.
        contents: their new content.

    Attributes:
        contents: their content, with fixes.
        results: the results of checking it.
        notes: what to look at after the fixes in each file.

    Raises:
        CannotConvertError: a file can't be checked.
    """

    def __init__(self, checked: Mapping[str, Checked], contents: Mapping[str, Content]) -> None:
        self._checked = checked
        self.contents = dict(contents)
        self.notes: dict[str, dict[str, None]] = {path: {} for path in contents}
        data = {os.path.abspath(path): content.data for path, content in contents.items()}
        self._checker = FileChecker(contents=data)
        self.results = {path: self._check(path, content) for path, content in contents.items()}

    def _check(self, path: str, content: Content) -> FileResult:
        result = check_safely(self._checker, self._checked[path].job, content.data)
        if isinstance(result, Failed):
            raise CannotConvertError(result.message)
        policy = self._checked[path].policy
        return result._replace(findings=tuple(map(policy.applied, result.findings)))

    def fix(self, selection: FixSelection, is_meant: Callable[[Located], bool]) -> None:
        """Applies fixes, also of what other fixes leave unused.

        Args:
            selection: which fixes to apply.
            is_meant: returns whether to fix a finding.
        """
        for path, checked in self._checked.items():
            fixer = Fixer(self._checker, checked.policy)
            while True:
                content, result = self.contents[path], self.results[path]
                findings = [one for one in result.findings if is_meant(one)]
                fixed = fixer.fix(checked.job, content.data, result, findings, selection)
                if not fixed.fixed:
                    break
                self.contents[path], self.results[path] = fixed.new, fixed.result
                fixes = (located.finding.fix for located, _ in fixed.fixed)
                self.notes[path].update((fix.note, None) for fix in fixes if fix is not None and fix.note)


def settled(before: FileResult, after: FileResult, safety: str, note: str) -> Iterator[Located]:
    """Yields the findings that are not reported any more, with what settled them; the first one with a note.

    Args:
        before: the result of checking a file.
        after: the result after the change of its program.
        safety: how safe that is.
        note: what to look at.
    """
    left = Counter(map(fact, after.findings))
    for located in before.findings:
        if left[fact(located)]:
            left[fact(located)] -= 1
        else:
            yield located._replace(finding=located.finding._replace(fix=Fix((), safety, note)))
            note = ""
