"""The command `tf2lint report`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tf2lint.cli.options import CLEAN, configurations, gate, print_errors, print_unless_quiet
from tf2lint.cli.output import write_output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def report(options: argparse.Namespace) -> int:
    """Writes the page about the remaining work; returns the exit code."""
    from tf2lint.reporters import BaselineProgress, counted, render_migration_page
    from tf2lint.runner import run

    configs = configurations(options)
    outcome = run(options, configs)
    report, findings = outcome.report, outcome.report.findings
    has_baseline = gate(options, outcome, configs, prune=False).has_baseline
    progress = BaselineProgress(report.accepted, report.gone, len(report.findings)) if has_baseline else None
    report.findings = findings  # including those that the baseline accepts
    page = render_migration_page(
        report, options.title or _default_title(options.paths), progress, _state(options.paths)
    )
    write_output(page, options.output)
    numbers = f"{counted(len(findings), 'finding')} in {counted(report.files, 'file')}"
    print_unless_quiet(options, f"wrote {options.output}: {numbers}")
    return print_errors(outcome) or CLEAN


def _state(paths: Sequence[str]) -> str:
    """Returns the date, and the commit that the first path has checked out."""
    from datetime import datetime

    from tf2lint.runner import head_commit

    folder = paths[0] if os.path.isdir(paths[0]) else os.path.dirname(paths[0]) or "."
    commit = head_commit(folder)
    date = datetime.now().astimezone().strftime("%Y-%m-%d")
    return f"{date}, commit {commit}" if commit else date


def _default_title(paths: Sequence[str]) -> str:
    """Returns the default heading of the report on some paths."""
    path = os.path.abspath(paths[0]) if len(paths) == 1 and paths != ["-"] else os.getcwd()
    return os.path.basename(path) or path
