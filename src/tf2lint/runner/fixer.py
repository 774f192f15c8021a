"""Applies fixes: pass by pass, until there is nothing left to apply, and only if the file is as good as it was."""

from __future__ import annotations

import ast
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.fixes import compatible, read_content
from tf2lint.rewriting import unused_import
from tf2lint.rules import (
    tf104_compat_v1,
    tf106_private_module,
    tf108_behavior_switch,
    tf109_removed_private_module,
)
from tf2lint.runner.jobs import Failed
from tf2lint.runner.worker import check_safely
from tf2lint.source import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tf2lint.fixes import Content, FixPolicy, FixSelection
    from tf2lint.model import Located
    from tf2lint.runner.file_checker import FileChecker
    from tf2lint.runner.jobs import FileResult, Job

#: Fixes inside others, and those that overlap, are applied one pass later.
_MAX_PASSES: Final = 10
#: The rules that report what a stop-gap writes.
ALLOWED: Final = (tf104_compat_v1.rule.code, tf108_behavior_switch.rule.code)

#: The rules that report what a program gets from modules that are gone, or private, which hides what it is.
_HIDING: Final = (tf106_private_module.rule.code, tf109_removed_private_module.rule.code)


class FixedFile(NamedTuple):
    """A file with fixes applied in memory.

    Attributes:
        result: the result of checking it.
        old: its content before.
        new: its content after.
        fixed: the findings that were fixed, with the line of the old content, from 1; 0 in notebooks.
        refused: the findings in the result whose fixes are not applied because they would break something, with what.
    """

    result: FileResult
    old: Content
    new: Content
    fixed: tuple[tuple[Located, int], ...]
    refused: tuple[tuple[Located, str], ...]


class Fixer:
    """Fixes files in memory.

    Args:
        checker: checks the files, also with fixes applied.
        policy: what the configuration of the files says about fixes.
    """

    def __init__(self, checker: FileChecker, policy: FixPolicy) -> None:
        self._checker = checker
        self._policy = policy

    def fix(
        self, job: Job, data: bytes, result: FileResult, findings: Sequence[Located], selection: FixSelection
    ) -> FixedFile:
        """Fixes one file.

        Args:
            job: the file and its settings.
            data: its content.
            result: the result of checking it.
            findings: the findings that are reported, which may be fewer.
            selection: which fixes to apply.

        Raises:
            SyntaxError: the content isn't valid text.
        """
        old = new = read_content(data, job.path)
        fixed: list[tuple[Located, int]] = []
        old_lines = list(range(1, len(_lines(old)) + 2))
        refused: list[tuple[Located, str]] = []
        is_all = len(findings) == len(result.findings)
        for _ in range(_MAX_PASSES):
            left = {_key(located) for located, _ in refused}
            candidates = [one for one in findings if selection.chooses(one) and _key(one) not in left]
            chosen = _Pass(self._checker, job, new, result)
            chosen.add(compatible(candidates))
            refused += chosen.refused
            if not chosen.applied:
                break
            fixed += [(one, _old_line(one, old_lines)) for one in chosen.applied]
            old_lines = _mapped(old_lines, new, chosen.content)
            new = chosen.content
            result = chosen.result._replace(findings=tuple(map(self._policy.applied, chosen.result.findings)))
            applied = set(map(id, chosen.applied))
            postponed = {fact(one) for one in candidates if id(one) not in applied}
            findings = [one for one in result.findings if is_all or fact(one) in postponed]
        if new != old:
            new, result = self._without_unused_imports(job, old, new, result)
        result, places = _without_fixes(result, {_key(located): why for located, why in refused})
        return FixedFile(result, old, new, tuple(fixed), places)

    def _without_unused_imports(
        self, job: Job, old: Content, new: Content, result: FileResult
    ) -> tuple[Content, FileResult]:
        """Returns fixed content without the imports whose last uses are gone, and the result of checking it."""
        found = new
        try:
            before = ast.parse(old.text)
            while edits := unused_import(before, ast.parse(found.text), found.text):
                found = found.with_edits(edits)
        except (SyntaxError, ValueError, RecursionError):
            return new, result  # a notebook, or Python 2
        checked = check_safely(self._checker, job, found.data) if found != new else None
        if checked is None or isinstance(checked, Failed):
            return new, result
        if Counter(map(fact, checked.findings)) - Counter(map(fact, result.findings)):
            return new, result
        return found, checked._replace(findings=tuple(map(self._policy.applied, checked.findings)))


class _Pass:
    """Fixes that are applied at once, without those that break something.

    Attributes:
        applied: the findings whose fixes are applied.
        refused: those whose fixes are not, with what they would break.
        content: the content with the fixes.
        result: the result of checking it.
    """

    def __init__(self, checker: FileChecker, job: Job, content: Content, result: FileResult) -> None:
        self._checker = checker
        self._job = job
        self._old = content
        self._old_result = result
        self._shown = Counter[tuple[str, str]]()
        self.applied: list[Located] = []
        self.refused: list[tuple[Located, str]] = []
        self.content = content
        self.result = result

    def add(self, group: list[Located]) -> None:
        """Applies the fixes of more findings, as far as they break nothing."""
        if not group:
            return
        fixed = [*self.applied, *group]
        content = self._old.edited(fixed)
        result, problem = self._checked(content, fixed, group)
        if result is not None:
            self.applied += group
            self.content, self.result = content, result
            self._shown += self._revealed(result, group)
        elif len(group) == 1:
            self.refused.append((group[0], problem))
        else:
            middle = len(group) // 2
            self.add(group[:middle])
            self.add(group[middle:])

    def _checked(self, content: Content, fixed: list[Located], group: list[Located]) -> tuple[FileResult | None, str]:
        """Checks edited content; returns the result, or None and what is wrong with it.

        Nothing new must be reported, and what is fixed must be reported less often. What is reported elsewhere may be
        reported more often, because a fix may copy statements. What a fixed finding covers may be reported: it is fixed
        in another pass, if at all. So may what a name of a module that is gone, or private, hid.
        """
        try:
            data = content.data
        except UnicodeEncodeError as error:
            return None, str(error)
        result = check_safely(self._checker, self._job, data)
        if isinstance(result, Failed):
            return None, result.message
        old, gone = Counter(map(fact, self._old_result.findings)), Counter(map(fact, fixed))
        covered = Counter(fact for located in fixed for fact in _covered(located))
        expected = (old - gone) + covered + self._shown + self._revealed(result, group)
        for about, count in Counter(map(fact, result.findings)).items():
            is_left = about in gone and count >= old[about] + covered[about]
            if about[0] not in ALLOWED and (is_left or not expected[about]):
                return None, f"{about[0]} would be reported ({about[1]})"
        return result, ""

    def _revealed(self, result: FileResult, group: list[Located]) -> Counter[tuple[str, str]]:
        """Returns what is reported because it is known now what the names of modules are that are gone, or private.

        That is what is reported in the places of these names, and, if only they are fixed, in lines that do not change.
        """
        hidden = {_place(one) for one in self._old_result.findings if one.finding.code in _HIDING}
        is_of_imports = all(one.finding.code in _HIDING for one in group)
        lines = frozenset(_lines(self._old)) if is_of_imports else frozenset()
        new = (one for one in result.findings if one.finding.code not in _HIDING)
        return Counter(fact(one) for one in new if _place(one) in hidden or one.line in lines)


def _without_fixes(
    result: FileResult, refused: Mapping[tuple[str, str, str], str]
) -> tuple[FileResult, tuple[tuple[Located, str], ...]]:
    """Returns a result whose findings have no fixes that would break something, and these findings, with what breaks.

    Args:
        result: the result of the last check.
        refused: what refused fixes would break, by what identifies their findings.
    """
    findings: list[Located] = []
    places: list[tuple[Located, str]] = []
    for located in result.findings:
        why = refused.get(_key(located))
        if why is not None:
            located = located._replace(finding=located.finding._replace(fix=None, unfixed=why))
            places.append((located, why))
        findings.append(located)
    return result._replace(findings=tuple(findings)), tuple(places)


def _lines(content: Content) -> list[str]:
    return split_lines(content.text)


def _old_line(located: Located, old_lines: Sequence[int]) -> int:
    return 0 if located.cell is not None else old_lines[located.finding.span.line - 1]


def _mapped(old_lines: Sequence[int], before: Content, after: Content) -> list[int]:
    """Returns which line of the oldest content each line comes from after more edits."""
    lines, new_lines = _lines(before), _lines(after)
    found: list[int] = []
    for _, start, end, new_start, new_end in SequenceMatcher(None, lines, new_lines, autojunk=False).get_opcodes():
        found += [old_lines[min(start + offset, max(end - 1, start))] for offset in range(new_end - new_start)]
    return [*found, old_lines[-1]]


def fact(located: Located) -> tuple[str, str]:
    """Returns what a finding is about, whatever its line."""
    return located.finding.code, located.finding.symbol or located.finding.message


def _covered(located: Located) -> Iterator[tuple[str, str]]:
    """Yields the facts of the findings that one covers."""
    for covered in located.finding.covered:
        if covered.symbol:
            yield covered.code, covered.symbol


def _place(located: Located) -> tuple[int | None, str, int]:
    """Returns where a finding is, by the text of its line, which fixes of imports do not change."""
    return located.cell, located.line, located.finding.span.column


def _key(located: Located) -> tuple[str, str, str]:
    """Returns what identifies a finding while lines move."""
    return located.finding.code, located.finding.message, located.line
