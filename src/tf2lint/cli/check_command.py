"""The command `tf2lint check`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.cli import fixing
from tf2lint.cli.arguments import AUTO_FORMAT
from tf2lint.cli.options import (
    CLEAN,
    FAILED,
    FOUND,
    configurations,
    gate,
    is_terminal,
    print_errors,
    print_unless_quiet,
)
from tf2lint.cli.output import write_output
from tf2lint.cli.stream import Stream
from tf2lint.config import UsageError
from tf2lint.reporters import CHECK_FORMATS, TEXT_FORMATS, parts, renderer
from tf2lint.runner import print_error, print_message

if TYPE_CHECKING:
    import argparse

    from tf2lint.config import Configurations
    from tf2lint.reporters import Style
    from tf2lint.runner import Outcome

#: The formats for people wrap lines at the width of the terminal, up to this number of columns.
_MAX_WIDTH: Final = 120


def check(options: argparse.Namespace) -> int:
    """Checks files, or fixes them; returns the exit code."""
    from tf2lint.runner import run

    if options.write_baseline is not None and _has_report_options(options):
        raise UsageError(
            "--write-baseline writes no report, so it can't be combined with --format, --output, --statistics,"
            " --prune-baseline or --diff-base"
        )
    fixing.check_options(options)
    configs = configurations(options)
    if options.show_files:
        return _show_files(options, configs)
    stream = _stream(options, configs)
    # Findings and a progress bar on one terminal would be mixed up.
    shows_progress = not options.quiet and (stream is None or not is_terminal())
    outcome = run(options, configs, None if stream is None else stream.add, shows_progress=shows_progress)
    for note in outcome.notes:
        print_unless_quiet(options, note)
    if options.write_baseline is not None:
        _write_baseline(options, outcome)
        return print_errors(outcome) or CLEAN
    if fixing.is_fixing(options):
        return _fix(options, outcome, configs)
    return _write_report(options, outcome, configs, stream)


def _stream(options: argparse.Namespace, configs: Configurations) -> Stream | None:
    """Returns what prints findings while the check goes on; None if they must wait for something."""
    is_whole = options.write_baseline is not None or options.statistics or options.output is not None
    is_whole = is_whole or fixing.is_fixing(options) or options.prune_baseline or options.diff_base is not None
    found = None if is_whole else parts(_format(options))
    return None if found is None else Stream(found, _style(options), configs, is_text=_format(options) in TEXT_FORMATS)


def _fix(options: argparse.Namespace, outcome: Outcome, configs: Configurations) -> int:
    """Fixes what an outcome reports, and reports the rest; returns the exit code."""
    gate(options, outcome, configs, prune=False)
    run = fixing.fixed_run(options, outcome, configs)
    for message in run.messages:
        print_message(message)
    if options.diff:
        write_output(run.diff(), options.output)
        print_unless_quiet(options, fixing.summary(run, would=True))
        return print_errors(outcome) or (FOUND if run.files else CLEAN)
    outcome = run.outcome_after(outcome)
    if outcome.stdin is None:
        outcome.errors += run.write(options.paths)
    else:
        write_output(run.text_of(outcome.stdin), is_text=False)
    status = FOUND if run.files and options.exit_non_zero_on_fix else CLEAN
    if options.fix_only:
        print_unless_quiet(options, fixing.summary(run, would=False))
        return print_errors(outcome) or status
    return _write_report(options, outcome, configs) or status


def _style(options: argparse.Namespace) -> Style:
    from shutil import get_terminal_size

    from tf2lint.reporters import Style

    return Style(
        _use_color(options), options.show_source, options.statistics, not options.quiet,
        min(get_terminal_size().columns, _MAX_WIDTH),
    )  # fmt: skip


def _write_report(
    options: argparse.Namespace, outcome: Outcome, configs: Configurations, stream: Stream | None = None
) -> int:
    """Reports the findings that the baseline does not accept; returns the exit code."""
    compared = gate(options, outcome, configs, prune=options.prune_baseline)
    name = _format(options)
    report = renderer(CHECK_FORMATS[name])(outcome.report, _style(options)) if stream is None else ""
    if stream is not None:
        stream.end(outcome.report)
    elif outcome.stdin is not None and options.fix and options.output is None:
        sys.stderr.write(report)  # the program is on standard output
    else:
        write_output(report, options.output, is_text=name in TEXT_FORMATS)
    return print_errors(outcome) or (FOUND if compared.has_failures() and not options.exit_zero else CLEAN)


def _has_report_options(options: argparse.Namespace) -> bool:
    """Returns whether an option selects findings for the report, or formats it."""
    is_text = options.format == AUTO_FORMAT and options.output is None
    return not is_text or options.statistics or options.prune_baseline or options.diff_base is not None


def _write_baseline(options: argparse.Namespace, outcome: Outcome) -> None:
    from tf2lint.reporters import counted
    from tf2lint.runner import Baseline

    baseline = Baseline(options.write_baseline)
    baseline.add(outcome.report.findings)
    baseline.write()
    print_unless_quiet(options, f"wrote {counted(len(baseline), 'finding')} to {options.write_baseline}")


def _show_files(options: argparse.Namespace, configs: Configurations) -> int:
    """Lists the files that would be checked; returns the exit code."""
    from tf2lint.runner import files_to_check

    files, failures = files_to_check(options, configs)
    write_output("".join(f"{file}\n" for file in files), options.output)
    for failure in failures:
        print_error(failure)
    return FAILED if failures else CLEAN


def _format(options: argparse.Namespace) -> str:
    """Returns the output format."""
    if options.format != AUTO_FORMAT:
        return str(options.format)
    return "full" if options.output is None and is_terminal() else "concise"


def _use_color(options: argparse.Namespace) -> bool:
    if options.color != "auto":
        return bool(options.color == "always")
    if options.output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return is_terminal()
