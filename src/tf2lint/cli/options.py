"""What several commands do with their options: settings, baselines, messages."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.config import UsageError
from tf2lint.model import Severity
from tf2lint.runner import print_error, print_message
from tf2lint.table import table_for

if TYPE_CHECKING:
    import argparse

    from tf2lint.config import Configurations
    from tf2lint.runner import Gate, Outcome

#: The exit codes.
CLEAN: Final = 0
FOUND: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130


def configurations(options: argparse.Namespace) -> Configurations:
    """Returns the configurations of files, with the options of the command line applied."""
    from tf2lint.config import AUTO, Configurations, check_selectors

    check_selectors([*(options.select or ()), *(options.extend_select or ()), *(options.ignore or ())])
    baseline, cache_dir, fail_on = options.baseline, options.cache_dir, options.fail_on
    overrides = {
        "target": options.target if options.target in (None, AUTO) else table_for(options.target).target,
        "keras-version": options.keras_version,
        "source-version": options.source_version,
        "select": options.select,
        "extend-select": options.extend_select,
        "ignore": options.ignore,
        "force-exclude": options.force_exclude,
        "respect-gitignore": options.respect_gitignore,
        "time-limit": options.time_limit,
        "fail-on": None if fail_on is None else Severity(fail_on),
        "baseline": None if baseline is None else os.path.abspath(baseline),
        "cache-dir": None if cache_dir is None else os.path.abspath(cache_dir),
    }
    return Configurations(overrides, options.config, isolated=options.isolated)


def gate(options: argparse.Namespace, outcome: Outcome, configs: Configurations, *, prune: bool) -> Gate:
    """Removes from an outcome what a baseline or a revision accepts; returns what did."""
    from tf2lint.runner import Gate

    found = Gate(outcome, configs)
    for message in found.compare(prune=prune):
        print_unless_quiet(options, message)
    if options.prune_baseline and not found.has_baseline:
        raise UsageError("--prune-baseline requires a baseline; set it with --baseline or in the configuration")
    if options.diff_base is not None:
        found.keep_changed(options.diff_base)
    return found


def print_unless_quiet(options: argparse.Namespace, message: str) -> None:
    """Prints a line on standard error, unless the user wants none."""
    if not options.quiet:
        print_message(message)


def print_errors(outcome: Outcome) -> int:
    """Prints the errors of an outcome; returns the exit code, 0 if there are none."""
    for error in outcome.errors:
        print_error(error.message, error.trace)
    return FAILED if outcome.errors else 0


def is_terminal() -> bool:
    """Returns whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()
