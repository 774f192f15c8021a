"""The command `tf2lint report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tf2lint.cli.options import CLEAN, configurations, gate, print_errors, print_unless_quiet
from tf2lint.cli.output import write_output
from tf2lint.config import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tf2lint.reporters import Snapshot


def report(options: argparse.Namespace) -> int:
    """Writes the page about the remaining work; returns the exit code."""
    from datetime import datetime

    from tf2lint.reporters import BaselineProgress, counted, render_migration_page
    from tf2lint.runner import head_commit, run

    configs = configurations(options)
    history = _history(options.since) if options.since else []
    outcome = run(options, configs)
    report, findings = outcome.report, outcome.report.findings
    has_baseline = gate(options, outcome, configs, prune=False).has_baseline
    progress = BaselineProgress(report.accepted, report.gone, len(report.findings)) if has_baseline else None
    report.findings = findings  # including those that the baseline accepts
    title, day = options.title or _default_title(options.paths), datetime.now().astimezone().strftime("%Y-%m-%d")
    page = render_migration_page(report, title, progress, day, head_commit(_folder(options.paths)), history)
    write_output(page, options.output)
    numbers = f"{counted(len(findings), 'finding')} in {counted(report.files, 'file')}"
    print_unless_quiet(options, f"wrote {options.output}: {numbers}")
    return print_errors(outcome) or CLEAN


def _history(path: str) -> list[Snapshot]:
    """Returns the history in an older report.

    Raises:
        UsageError: the file can't be read, or is no report.
    """
    from tf2lint.reporters import read_history

    try:
        return read_history(Path(path).read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None


def _folder(paths: Sequence[str]) -> str:
    """Returns the folder of the first path."""
    return paths[0] if os.path.isdir(paths[0]) else os.path.dirname(paths[0]) or "."


def _default_title(paths: Sequence[str]) -> str:
    """Returns the default heading of the report on some paths."""
    path = os.path.abspath(paths[0]) if len(paths) == 1 and paths != ["-"] else os.getcwd()
    return os.path.basename(path) or path
