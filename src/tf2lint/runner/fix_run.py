"""Fixes the files of a checked outcome, and says what was fixed and what was not."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tf2lint.config import UsageError, reason
from tf2lint.model import SAFE
from tf2lint.reporters import Report
from tf2lint.runner.check import Outcome
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.fix_messages import left, place
from tf2lint.runner.fixer import Fixer
from tf2lint.runner.jobs import Failed
from tf2lint.runner.program_files import Checked
from tf2lint.runner.program_fixes import change_programs
from tf2lint.runner.source_files import program_text
from tf2lint.runner.tree_write import replace_in_tree, tree_of
from tf2lint.source import check_size, decode, read_regular, relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.config import Configurations
    from tf2lint.fixes import FixSelection
    from tf2lint.model import Located
    from tf2lint.runner.fixer import FixedFile
    from tf2lint.runner.jobs import FileResult

_HUNK: Final = re.compile(r"@@ -(\d+)(?:,(\d+))? \+")


@dataclass
class FixRun:
    """The fixes of a run, in memory until they are written.

    Attributes:
        files: the files that change.
        rechecked: the results of files that do not change, but have more or fewer findings than before.
        messages: why fixes are not applied, and what went wrong.
    """

    files: list[FixedFile] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    rechecked: list[FileResult] = field(default_factory=list)

    @property
    def fixed(self) -> int:
        """The number of findings that were fixed."""
        return sum(len(file.fixed) for file in self.files)

    def write(self, named: Iterable[str]) -> list[Failed]:
        """Writes the files; returns those that can't be written.

        Args:
            named: the files and folders that the command line names.
        """
        failures = list[Failed]()
        for file in self.files:
            try:
                path = file.result.path
                replace_in_tree(path, tree_of(path, named), file.new.data)
            except UsageError as error:
                failures.append(Failed(str(error)))
        return failures

    def text_of(self, data: bytes) -> str:
        """Returns the program of standard input after the fixes.

        Args:
            data: the program before.
        """
        return self.files[0].new.text if self.files else decode(data)

    def diff(self) -> str:
        """Returns a patch. Its hunks say which fixes are not safe, and what to look at."""
        return "".join(line for file in self.files for line in _diff(file))

    def outcome_after(self, outcome: Outcome) -> Outcome:
        """Returns an outcome with the results of the fixed files."""
        after = Outcome(Report(outcome.report.target), {}, list(outcome.errors), outcome.jobs, outcome.stdin)
        fixed = {result.path: result for result in (*self.rechecked, *(file.result for file in self.files))}
        for path, result in outcome.results.items():
            after.add(fixed.get(path, result))
        after.report.fixed = self.fixed
        return after


def fix_all(outcome: Outcome, configs: Configurations, selection: FixSelection) -> FixRun:
    """Fixes the findings that are reported, in memory.

    Args:
        outcome: the outcome of a check, with the findings that are reported.
        configs: the configurations.
        selection: which fixes to apply.
    """
    assert outcome.jobs is not None
    by_path: dict[str, list[Located]] = {}
    for located in outcome.report.findings:
        by_path.setdefault(located.finding.path, []).append(located)
    fixed: dict[str, FixedFile] = {}
    messages: dict[str, list[str]] = {}
    same: list[FileResult] = []
    checker = FileChecker()
    for path, findings in by_path.items():
        if not any(map(selection.chooses, findings)):
            messages[path] = [*left(findings)] if selection.unsafe else []
            continue
        fixer, job = Fixer(checker, configs.for_file(path).fix_policy), outcome.jobs.for_file(path)
        try:
            content = read_regular(path) if outcome.stdin is None else outcome.stdin
            found = fixer.fix(job, content, outcome.results[path], findings, selection)
        except (OSError, SyntaxError) as error:
            messages[path] = [reason(error) if isinstance(error, OSError) else f"{path}: {error}"]
            continue
        told = [f"{place(located)} not fixed: {why}" for located, why in found.refused]
        if selection.unsafe:
            told += left(found.result.findings)
        messages[path] = list(dict.fromkeys(told))
        if found.fixed:
            fixed[path] = found
        elif found.refused:
            same.append(found.result)
    if selection.unsafe:
        change_programs(fixed, messages, outcome.report.findings, _checked(outcome, configs), selection)
    files = [fixed[path] for path in outcome.results if path in fixed]
    changed = [file for file in files if file.new != file.old]
    same += [file.result for file in files if file.new == file.old]
    return FixRun(changed, [line for lines in messages.values() for line in lines], same)


def _checked(outcome: Outcome, configs: Configurations) -> dict[str, Checked]:
    """Returns the files of an outcome, with what decides about their fixes."""
    assert outcome.jobs is not None
    found: dict[str, Checked] = {}
    for path, result in outcome.results.items():
        try:
            data = read_regular(path) if outcome.stdin is None else outcome.stdin
            check_size(program_text(decode(data, path), path))
        except (OSError, SyntaxError):
            continue  # it was removed meanwhile, is no text or notebook, or is too large
        found[path] = Checked(outcome.jobs.for_file(path), configs.for_file(path).fix_policy, data, result)
    return found


def _diff(file: FixedFile) -> Iterator[str]:
    """Yields the lines of a patch of a file. What is not safe stands behind the position of its hunk."""
    path = file.result.path
    if os.path.isabs(path):
        path = relative_path(path)
    old, new = file.old.text.splitlines(keepends=True), file.new.text.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, path, path):
        hunk = _HUNK.match(line)
        if hunk is not None:
            first = int(hunk[1])
            notes = _notes(file, range(first, first + int(hunk[2] or 1)))
            yield f"{line.rstrip()}{notes}\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _notes(file: FixedFile, lines: range) -> str:
    """Returns what to look at in some of the old lines, each note with the codes of all findings that have it."""
    codes: dict[tuple[str, str], dict[str, None]] = {}
    for located, line in file.fixed:
        fix = located.finding.fix
        if line in lines and fix is not None and fix.safety != SAFE:
            codes.setdefault((fix.safety, fix.note), {})[located.finding.code] = None
    notes = [
        f"{safety}: {', '.join(found)}" + (f" ({note})" if note else "") for (safety, note), found in codes.items()
    ]
    return " " + "; ".join(notes) if notes else ""
