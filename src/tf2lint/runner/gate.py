"""Filters findings by baseline and changed lines, and decides whether the rest make the command fail."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.model import Severity
from tf2lint.runner.baseline import Baseline
from tf2lint.source import relative_path

if TYPE_CHECKING:
    from tf2lint.config import Configurations
    from tf2lint.runner.baseline_comparison import Comparison
    from tf2lint.runner.check import Outcome

_MOST_SEVERE_FIRST: Final = tuple(Severity)


class Gate:
    """Filters the findings of an outcome.

    Args:
        outcome: the outcome of a check, whose report is modified.
        configs: the configurations.
    """

    def __init__(self, outcome: Outcome, configs: Configurations) -> None:
        self._outcome = outcome
        self._configs = configs
        self.has_baseline = False

    def compare(self, *, prune: bool = False) -> list[str]:
        """Removes the findings that the baselines accept from the report.

        Args:
            prune: whether to remove findings that are gone from the baselines.

        Returns:
            Messages about changed baselines.

        Raises:
            UsageError: a baseline can't be read or written.
        """
        report, messages = self._outcome.report, list[str]()
        own = self._configs.for_folder("").baseline  # applies even if no file is left that uses it
        for path in dict.fromkeys([own, *(self._configs.for_file(path).baseline for path in self._outcome.results)]):
            if path is None:
                continue
            self.has_baseline, baseline = True, Baseline.read(path)
            comparison = self._compare_with(baseline, path)
            accepted = set(map(id, comparison.accepted))
            report.findings = [located for located in report.findings if id(located) not in accepted]
            report.accepted += len(accepted)
            if prune and comparison.outdated:
                messages.append(_pruned(baseline, comparison))
            else:
                report.gone += comparison.gone.total()
        return messages

    def _compare_with(self, baseline: Baseline, path: str) -> Comparison:
        """Compares a baseline with the findings in the files that use it."""
        findings = [
            located
            for located in self._outcome.report.findings
            if self._configs.for_file(located.finding.path).baseline == path
        ]
        from tf2lint.rules import tf001_syntax_error, tf004_too_slow  # most runs have no baseline

        # Other findings may be missing in files that could not be checked.
        codes = (tf001_syntax_error.rule.code, tf004_too_slow.rule.code)
        unchecked = {located.finding.path for located in findings if located.finding.code in codes}
        paths = (checked for checked in self._outcome.results if self._configs.for_file(checked).baseline == path)
        checked_paths = {os.path.realpath(checked): checked for checked in paths if checked not in unchecked}

        def is_judged(real_path: str, code: str) -> bool:
            if real_path not in checked_paths:
                return not os.path.exists(real_path)
            config = self._configs.for_file(checked_paths[real_path])
            return code in config.codes and code not in config.ignored_in(checked_paths[real_path])

        return baseline.compare(findings, is_judged)

    def keep_changed(self, revision: str) -> None:
        """Removes the findings in lines that have not changed since a git revision.

        Raises:
            UsageError: git can't determine the changed lines.
        """
        from tf2lint.runner.git_changes import Changes

        changes, report = Changes(revision), self._outcome.report
        for path in self._outcome.results:  # files without findings, too, so that a wrong revision is always an error
            changes.verify(path)
        changed = [located for located in report.findings if changes.is_changed(located)]
        report.unchanged, report.findings = len(report.findings) - len(changed), changed

    def has_failures(self) -> bool:
        """Returns whether a remaining finding is at least as severe as `fail-on` in its configuration."""
        return any(
            _MOST_SEVERE_FIRST.index(located.finding.severity)
            <= _MOST_SEVERE_FIRST.index(self._configs.for_file(located.finding.path).fail_on)
            for located in self._outcome.report.findings
        )


def _pruned(baseline: Baseline, comparison: Comparison) -> str:
    """Updates a baseline; returns a message about it."""
    before, renamed = len(baseline), len(comparison.renamed)
    baseline.prune(comparison)
    baseline.write()
    message = f"removed {before - len(baseline)} of {before} findings from {relative_path(baseline.path)}"
    return f"{message}, and updated the code of {renamed}" if renamed else message
