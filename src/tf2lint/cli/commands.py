"""The command `tf2lint`.

Exit codes: 0 for no findings, 1 for findings (or a name that no version has), 2 for errors (an invalid option or
configuration, a file that can't be read or written). If there are errors and findings, the code is 2.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.cli import fixing
from tf2lint.cli.arguments import AUTO_FORMAT, parser, version
from tf2lint.cli.output import write_output
from tf2lint.config import UsageError, closest
from tf2lint.model import Severity
from tf2lint.reporters import CHECK_FORMATS, LOOKUP_FORMATS, RULES_FORMATS, TABLE_FORMATS, TEXT_FORMATS, renderer
from tf2lint.runner import print_error, print_message
from tf2lint.table import DataError, UnknownVersionError, table_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tf2lint.config import Configurations
    from tf2lint.runner import Gate, Outcome
    from tf2lint.table import TensorFlowTable

_CLEAN, _FOUND, _FAILED, _INTERRUPTED = 0, 1, 2, 130
#: The formats for people wrap lines at the width of the terminal, up to this number of columns.
_MAX_WIDTH: Final = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Args:
        arguments: the command line arguments after `tf2lint`; None for those of the process.

    Returns:
        The exit code.
    """
    argument_parser = parser()
    options = argument_parser.parse_args(arguments)
    try:
        if "version" in options:
            write_output(f"{version()}\n")
            return _CLEAN
        if options.command in (None, "help"):
            write_output(argument_parser.format_help())
            return _CLEAN if options.command else _FAILED
        return _COMMANDS[options.command](options)
    except (UsageError, UnknownVersionError, DataError) as error:
        print_error(str(error))
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _check(options: argparse.Namespace) -> int:
    from tf2lint.runner import run

    if options.write_baseline is not None and _has_report_options(options):
        raise UsageError(
            "--write-baseline writes no report, so it can't be combined with --format, --output, --statistics,"
            " --prune-baseline or --diff-base"
        )
    fixing.check_options(options)
    configs = _configurations(options)
    if options.show_files:
        return _show_files(options, configs)
    outcome = run(options, configs)
    for note in outcome.notes:
        _print_unless_quiet(options, note)
    if options.write_baseline is not None:
        _write_baseline(options, outcome)
        return _print_errors(outcome) or _CLEAN
    if fixing.is_fixing(options):
        return _fix(options, outcome, configs)
    return _write_report(options, outcome, configs)


def _fix(options: argparse.Namespace, outcome: Outcome, configs: Configurations) -> int:
    """Fixes what an outcome reports, and reports the rest; returns the exit code."""
    _gate(options, outcome, configs, prune=False)
    run = fixing.fixed_run(options, outcome, configs)
    for message in run.messages:
        print_message(message)
    if options.diff:
        write_output(run.diff(), options.output)
        _print_unless_quiet(options, fixing.summary(run, would=True))
        return _print_errors(outcome) or (_FOUND if run.files else _CLEAN)
    outcome = run.outcome_after(outcome)
    if outcome.stdin is None:
        outcome.errors += run.write()
    else:
        write_output(run.text_of(outcome.stdin), is_text=False)
    status = _FOUND if run.files and options.exit_non_zero_on_fix else _CLEAN
    if options.fix_only:
        _print_unless_quiet(options, fixing.summary(run, would=False))
        return _print_errors(outcome) or status
    return _write_report(options, outcome, configs) or status


def _write_report(options: argparse.Namespace, outcome: Outcome, configs: Configurations) -> int:
    """Reports the findings that the baseline does not accept; returns the exit code."""
    from shutil import get_terminal_size

    from tf2lint.reporters import Style

    gate = _gate(options, outcome, configs, prune=options.prune_baseline)
    name = _format(options)
    style = Style(
        _use_color(options), options.show_source, options.statistics, not options.quiet,
        min(get_terminal_size().columns, _MAX_WIDTH),
    )  # fmt: skip
    report = renderer(CHECK_FORMATS[name])(outcome.report, style)
    if outcome.stdin is not None and options.fix and options.output is None:
        sys.stderr.write(report)  # the program is on standard output
    else:
        write_output(report, options.output, is_text=name in TEXT_FORMATS)
    return _print_errors(outcome) or (_FOUND if gate.has_failures() and not options.exit_zero else _CLEAN)


def _has_report_options(options: argparse.Namespace) -> bool:
    """Returns whether an option selects findings for the report, or formats it."""
    is_text = options.format == AUTO_FORMAT and options.output is None
    return not is_text or options.statistics or options.prune_baseline or options.diff_base is not None


def _configurations(options: argparse.Namespace) -> Configurations:
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


def _gate(options: argparse.Namespace, outcome: Outcome, configs: Configurations, *, prune: bool) -> Gate:
    from tf2lint.runner import Gate

    gate = Gate(outcome, configs)
    for message in gate.compare(prune=prune):
        _print_unless_quiet(options, message)
    if options.prune_baseline and not gate.has_baseline:
        raise UsageError("--prune-baseline requires a baseline; set it with --baseline or in the configuration")
    if options.diff_base is not None:
        gate.keep_changed(options.diff_base)
    return gate


def _write_baseline(options: argparse.Namespace, outcome: Outcome) -> None:
    from tf2lint.reporters import counted
    from tf2lint.runner import Baseline

    baseline = Baseline(options.write_baseline)
    baseline.add(outcome.report.findings)
    baseline.write()
    _print_unless_quiet(options, f"wrote {counted(len(baseline), 'finding')} to {options.write_baseline}")


def _print_unless_quiet(options: argparse.Namespace, message: str) -> None:
    if not options.quiet:
        print_message(message)


def _print_errors(outcome: Outcome) -> int:
    """Prints the errors of an outcome; returns the exit code, 0 if there are none."""
    for error in outcome.errors:
        print_error(error)
    return _FAILED if outcome.errors else 0


def _show_files(options: argparse.Namespace, configs: Configurations) -> int:
    """Lists the files that would be checked; returns the exit code."""
    from tf2lint.runner import files_to_check

    files, failures = files_to_check(options, configs)
    write_output("".join(f"{file}\n" for file in files), options.output)
    for failure in failures:
        print_error(failure)
    return _FAILED if failures else _CLEAN


def _format(options: argparse.Namespace) -> str:
    """Returns the output format."""
    if options.format != AUTO_FORMAT:
        return str(options.format)
    return "full" if options.output is None and _is_terminal() else "concise"


def _use_color(options: argparse.Namespace) -> bool:
    if options.color != "auto":
        return bool(options.color == "always")
    if options.output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal()


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _lookup(options: argparse.Namespace) -> int:
    from tf2lint.cli.lookup import look_up

    table = _table_at(options)
    answers = look_up(options.names, table)
    write_output(renderer(LOOKUP_FORMATS[options.format])(answers, table.target))
    return _CLEAN if all(answer.row is not None for answer in answers) else _FOUND


def _table_at(options: argparse.Namespace) -> TensorFlowTable:
    """Returns the table at the versions that options name, or that the project in the current folder requires."""
    from tf2lint.config import AUTO, VersionFinder

    target, keras, folder = options.target, options.keras_version, os.getcwd()
    if target == AUTO:
        target = VersionFinder().find_target(folder).version
    if keras == AUTO:
        found = VersionFinder().find_keras(folder, table_for(target).target)
        keras = None if found is None else found.version
    return table_for(target, keras)


def _table(options: argparse.Namespace) -> int:
    from tf2lint.table import TableExport

    table = _table_at(options)
    write_output(renderer(TABLE_FORMATS[options.format])(TableExport(table).rows(), table.target))
    return _CLEAN


def _rules(options: argparse.Namespace) -> int:
    from tf2lint.rules import rules

    write_output(renderer(RULES_FORMATS[options.format])(sorted(rules(), key=lambda rule: rule.code)))
    return _CLEAN


def _explain(options: argparse.Namespace) -> int:
    from tf2lint.linting import rule_page
    from tf2lint.rules import rules

    name = options.rule.strip()
    found = [rule for rule in rules() if name.upper() == rule.code or name.lower() == rule.name]
    if not found:
        known = [word for rule in rules() for word in (rule.code, rule.name)]
        raise UsageError(f"unknown rule {name!r}{closest(name, known) or closest(name.upper(), known)}")
    text = rule_page(found[0])
    if options.format == "text" and sys.stdout is not None and sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        write_output(text)
    return _CLEAN


def _config(options: argparse.Namespace) -> int:
    from tf2lint.config import render_schema, render_settings

    write_output(render_schema() if options.schema else render_settings(_configurations(options), options.path))
    return _CLEAN


def _report(options: argparse.Namespace) -> int:
    from tf2lint.reporters import BaselineProgress, counted, render_migration_page
    from tf2lint.runner import run

    configs = _configurations(options)
    outcome = run(options, configs)
    report, findings = outcome.report, outcome.report.findings
    has_baseline = _gate(options, outcome, configs, prune=False).has_baseline
    progress = BaselineProgress(report.accepted, report.gone, len(report.findings)) if has_baseline else None
    report.findings = findings  # including those that the baseline accepts
    page = render_migration_page(
        report, options.title or _default_title(options.paths), progress, _state(options.paths)
    )
    write_output(page, options.output)
    numbers = f"{counted(len(findings), 'finding')} in {counted(report.files, 'file')}"
    _print_unless_quiet(options, f"wrote {options.output}: {numbers}")
    return _print_errors(outcome) or _CLEAN


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


def _completion(options: argparse.Namespace) -> int:
    from tf2lint.cli.completion import completion_script

    write_output(completion_script(options.shell))
    return _CLEAN


_COMMANDS: Final = {
    "check": _check,
    "report": _report,
    "explain": _explain,
    "rules": _rules,
    "config": _config,
    "lookup": _lookup,
    "table": _table,
    "completion": _completion,
}
