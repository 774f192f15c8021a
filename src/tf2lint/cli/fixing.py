"""The options of `tf2lint check` that fix findings, and what they write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tf2lint.config import UsageError
from tf2lint.reporters import counted

if TYPE_CHECKING:
    import argparse

    from tf2lint.config import Configurations
    from tf2lint.runner import FixRun, Outcome


def is_fixing(options: argparse.Namespace) -> bool:
    """Returns whether a run applies fixes, or shows them."""
    return bool(options.fix or options.fix_only or options.diff)


def check_options(options: argparse.Namespace) -> None:
    """Checks that the options about fixes fit together.

    Raises:
        UsageError: they don't.
    """
    if options.diff and len(options.paths) == 1 and not os.path.exists(options.paths[0]) and options.paths[0] != "-":
        raise UsageError(
            f"{options.paths[0]}: no such file or folder; --diff shows fixes, and --diff-base {options.paths[0]}"
            " reports only changed lines"
        )
    if not is_fixing(options):
        for option, is_given in (
            ("--unsafe-fixes", options.unsafe_fixes),
            ("--stop-gap", options.stop_gap),
            ("--exit-non-zero-on-fix", options.exit_non_zero_on_fix),
        ):
            if is_given:
                raise UsageError(f"{option} widens --fix and --diff; add one of them")
    if options.stop_gap and not options.unsafe_fixes:
        raise UsageError("--stop-gap needs --unsafe-fixes: what TensorFlow 1 had is no safe fix")
    if options.diff and (options.fix or options.fix_only):
        raise UsageError("--diff writes nothing, so it can't be combined with --fix or --fix-only")
    if is_fixing(options) and options.write_baseline is not None:
        raise UsageError("--write-baseline accepts what is found, so it can't be combined with fixing it")


def fixed_run(options: argparse.Namespace, outcome: Outcome, configs: Configurations) -> FixRun:
    """Fixes in memory what an outcome reports.

    Args:
        options: the parsed command line.
        outcome: the outcome of a check, with the findings that are reported.
        configs: the configurations.
    """
    from tf2lint.fixes import FixSelection
    from tf2lint.runner import fix_all

    return fix_all(outcome, configs, FixSelection(options.unsafe_fixes, options.stop_gap))


def summary(run: FixRun, *, would: bool) -> str:
    """Returns a sentence on what was fixed.

    Args:
        run: the fixes of a run.
        would: whether nothing is written.
    """
    if not run.files:
        return "Nothing to fix."
    return f"{'Would fix' if would else 'Fixed'} {counted(run.fixed, 'finding')} in {counted(len(run.files), 'file')}."
