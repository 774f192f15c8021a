"""`tf2lint check`: which files there are, what is in force for each, what is found, and what becomes of that."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tf2lint.command.checker import Checked, Checker, Job
from tf2lint.command.config import AUTO, Config, Configs
from tf2lint.command.discovery import Discovery
from tf2lint.command.problems import UsageError, complain, reason, warn
from tf2lint.command.progress import shown
from tf2lint.command.workers import check_all, cores
from tf2lint.model import Severity
from tf2lint.report.summary import Report
from tf2lint.symbols import table_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from tf2lint.command.baseline import Baseline, Comparison
    from tf2lint.model import Located

STDIN: Final = "-"
#: What a program that is read from standard input is called if nobody says.
_UNNAMED: Final = "<stdin>"
_WORST_FIRST: Final = tuple(Severity)
_UNPARSED: Final = "TF001"


@dataclass
class Run:
    """The check of all files.

    Args:
        options: what the command line says.

    Attributes:
        configs: what is in force for each file.
        paths: the files that were checked.
        findings: in the order of the files and of their text.
        errors: what could not be done, a line each.
        report: what the check gave, for every format.

    Raises:
        UsageError: a configuration file says something that can't be.
    """

    options: argparse.Namespace
    configs: Configs = field(init=False)
    paths: list[str] = field(default_factory=list)
    findings: list[Located] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        self._targets: dict[Config, str] = {}
        self._baselines: dict[str, Baseline] = {}
        self.configs = configs_of(self.options)
        self.report = Report("")
        if STDIN in self.options.paths and len(self.options.paths) > 1:
            raise UsageError("standard input can't be checked together with files")
        if self.options.paths == [STDIN]:
            results: Iterable[Any] = self._check_stdin()
        else:
            jobs = [self._job(path) for path in self._discover()]
            processes = cores() if self.options.jobs is None else self.options.jobs
            results = check_all(jobs, processes)
            results = results if self.options.quiet else shown(results, len(jobs))
        for result in results:
            self._add(result)
        targets = sorted(set(self._targets.values()) or {self._target(self.configs.below(os.getcwd()))})
        self.report.target = ", ".join(targets)

    def _discover(self) -> list[str]:
        failures: list[OSError] = []
        files = list(Discovery(self.configs, self.options.exclude or (), failures.append).files(self.options.paths))
        self.errors += map(reason, failures)
        if not files and not failures and not self.options.quiet:
            warn("there are no Python files in what was to be checked")
        return files

    def _check_stdin(self) -> Iterable[Checked]:
        path = self.options.stdin_filename or _UNNAMED
        data = sys.stdin.buffer.read()
        discovery = Discovery(self.configs, self.options.exclude or (), self._ignore)
        if not self.options.stdin_filename or not discovery.is_forced_out(path):
            yield Checker().check(self._job(path), data)

    @staticmethod
    def _ignore(_error: OSError) -> None:
        """Nothing is looked for on the disk, so nothing can fail there."""

    def _job(self, path: str) -> Job:
        config = self.configs.of(path)
        return Job(path, self._target(config), tuple(sorted(config.codes)), config.ignored_in(path))

    def _target(self, config: Config) -> str:
        if config not in self._targets:
            is_known = config.target != AUTO
            self._targets[config] = table_for(config.target).target if is_known else self._find_target(config)
        return self._targets[config]

    def _find_target(self, config: Config) -> str:
        from tf2lint.command.requirements import find_target

        found = find_target(config.folder)
        if not self.options.quiet:
            sys.stderr.write(f"tf2lint: target {found.version}: {found.reason}\n")
        return found.version

    def _add(self, result: Any) -> None:
        if not isinstance(result, Checked):
            self.errors.append(result.message)
            return
        self.paths.append(result.path)
        self.findings += result.findings
        self.report.files += 1
        self.report.tensorflow_files += result.uses_tensorflow
        self.report.names_resolved += result.names_resolved
        self.report.names_unresolved += result.names_unresolved
        self.report.suppressed += result.suppressed

    def compare(self) -> None:
        """Leaves out what the baselines accept, and what is in lines that did not change.

        Raises:
            UsageError: a baseline can't be read, or git can't tell what changed.
        """
        new = self.findings
        for path in dict.fromkeys(self.configs.of(path).baseline for path in self.paths):
            if path is not None:
                comparison = self._compare(path, new)
                kept = set(map(id, comparison.accepted))
                new = [located for located in new if id(located) not in kept]
                self.report.accepted += len(comparison.accepted)
                self.report.gone += comparison.gone.total()
        if self.options.diff_base is not None:
            from tf2lint.command.changes import Changes

            changes = Changes(self.options.diff_base)
            changed = [located for located in new if changes.cover(located)]
            self.report.unchanged, new = len(new) - len(changed), changed
        self.report.findings = new

    def has_baseline(self) -> bool:
        """Whether the findings of a file were compared with a baseline."""
        return any(self.configs.of(path).baseline is not None for path in self.paths)

    def _compare(self, path: str, findings: Sequence[Located]) -> Comparison:
        from tf2lint.command.baseline import Baseline

        baseline = Baseline.read(path)
        mine = [one for one in findings if self.configs.of(one.finding.path).baseline == path]
        unparsed = {one.finding.path for one in mine if one.finding.code == _UNPARSED}
        checked = {os.path.abspath(one): one for one in self.paths if one not in unparsed}

        def is_judged(place: str, code: str) -> bool:
            if place not in checked:
                return not os.path.exists(place)
            config = self.configs.of(checked[place])
            return code in config.codes and code not in config.ignored_in(checked[place])

        comparison = baseline.compare(mine, is_judged)
        if self.options.prune_baseline and comparison.gone:
            baseline.prune(comparison)
            baseline.write()
            self.say(f"took {comparison.gone.total()} out of {os.path.relpath(path)}, which now has {len(baseline)}")
            comparison.gone.clear()
        return comparison

    def write_baseline(self, path: str) -> None:
        """Accepts all findings from now on.

        Raises:
            UsageError: the file can't be written.
        """
        from tf2lint.command.baseline import Baseline

        baseline = Baseline(path)
        baseline.add(self.findings)
        baseline.write()
        self.say(f"{path} accepts {len(baseline)} findings now")

    def say(self, text: str) -> None:
        """Tells people what was done."""
        if not self.options.quiet:
            sys.stderr.write(f"tf2lint: {text}\n")

    def complain(self) -> None:
        """Tells people what could not be done."""
        for error in self.errors:
            complain(error)

    def has_failed(self) -> bool:
        """Whether there is a finding that the gate is there for."""
        return any(
            _WORST_FIRST.index(one.finding.severity) <= _WORST_FIRST.index(self.configs.of(one.finding.path).fail_on)
            for one in self.report.findings
        )


def configs_of(options: argparse.Namespace) -> Configs:
    """What the command line says of configurations.

    Raises:
        UsageError: it says something that can't be.
    """
    target = options.target
    if target is not None and target != AUTO:
        target = table_for(target).target
    baseline = options.baseline
    overrides = {
        "target": target,
        "select": options.select,
        "extend-select": options.extend_select,
        "ignore": options.ignore,
        "force-exclude": options.force_exclude,
        "respect-gitignore": options.respect_gitignore,
        "fail-on": None if options.fail_on is None else Severity(options.fail_on),
        "baseline": None if baseline is None else os.path.abspath(baseline),
    }
    return Configs(overrides, options.config, isolated=options.isolated)
