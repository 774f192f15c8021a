"""Which findings count: those that no baseline accepts, in lines that have changed, and as bad as asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.model import Severity
from tf2lint.rules import tf001_syntax_error, tf004_too_slow
from tf2lint.runner.baseline import Baseline

if TYPE_CHECKING:
    from tf2lint.config import Configurations
    from tf2lint.runner.baseline import Comparison
    from tf2lint.runner.check import Outcome

_WORST_FIRST: Final = tuple(Severity)
#: The rules whose findings say that others could not be found.
_UNCHECKED: Final = (tf001_syntax_error.rule.code, tf004_too_slow.rule.code)


class Gate:
    """Decides what counts of an outcome.

    Args:
        outcome: what a check gave. Its report is changed to what counts.
        configs: what is in force for each file.
    """

    def __init__(self, outcome: Outcome, configs: Configurations) -> None:
        self._outcome = outcome
        self._configs = configs
        self.has_baseline = False

    def compare(self, *, prune: bool = False) -> list[str]:
        """Leaves out what the baselines accept.

        Args:
            prune: whether to take what is no longer there out of the baselines.

        Returns:
            What was done, a line each.

        Raises:
            UsageError: a baseline can't be read, or not be written.
        """
        report, done = self._outcome.report, list[str]()
        here = self._configs.below("").baseline  # also if there is no file that it is for any more
        for path in dict.fromkeys([here, *(self._configs.of(path).baseline for path in self._outcome.paths)]):
            if path is None:
                continue
            self.has_baseline, baseline = True, Baseline.read(path)
            comparison = self._against(baseline, path)
            accepted = set(map(id, comparison.accepted))
            report.findings = [located for located in report.findings if id(located) not in accepted]
            report.accepted += len(accepted)
            if prune and comparison.gone:
                baseline.prune(comparison)
                baseline.write()
                shown = os.path.relpath(path)
                done.append(f"took {comparison.gone.total()} out of {shown}, which now has {len(baseline)}")
            else:
                report.gone += comparison.gone.total()
        return done

    def _against(self, baseline: Baseline, path: str) -> Comparison:
        """The findings that a baseline is there for, compared with it."""
        findings = self._outcome.report.findings
        mine = [one for one in findings if self._configs.of(one.finding.path).baseline == path]
        unchecked = {one.finding.path for one in mine if one.finding.code in _UNCHECKED}
        paths = (one for one in self._outcome.paths if self._configs.of(one).baseline == path)
        checked = {os.path.realpath(one): one for one in paths if one not in unchecked}

        def is_judged(place: str, code: str) -> bool:
            if place not in checked:
                return not os.path.exists(place)
            config = self._configs.of(checked[place])
            return code in config.codes and code not in config.ignored_in(checked[place])

        return baseline.compare(mine, is_judged)

    def keep_changed(self, revision: str) -> None:
        """Leaves out what is in lines that have not changed since a git revision.

        Raises:
            UsageError: git can't tell.
        """
        from tf2lint.runner.git_changes import Changes

        changes, report = Changes(revision), self._outcome.report
        for path in self._outcome.paths:  # also where nothing was found
            changes.know(path)
        changed = [located for located in report.findings if changes.cover(located)]
        report.unchanged, report.findings = len(report.findings) - len(changed), changed

    def is_shut(self) -> bool:
        """Whether one of the findings that are left is as bad as its configuration asks for."""
        return any(
            _WORST_FIRST.index(one.finding.severity) <= _WORST_FIRST.index(self._configs.of(one.finding.path).fail_on)
            for one in self._outcome.report.findings
        )
