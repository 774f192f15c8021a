"""The command `tf2lint`: reads the command line, does what it says, and ends with the code that tells how it went.

Exit codes: 0 nothing found, 1 findings (or a name that no version has), 2 the job could not be done in full
(a wrong option or configuration, a file that can't be read or written); 2 wins over 1.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.cli.arguments import file_actions, parser, version
from tf2lint.cli.output import write_output
from tf2lint.config import UsageError, closest
from tf2lint.model import Severity
from tf2lint.reporters import CHECK_FORMATS, LOOKUP_FORMATS, RULES_FORMATS, TABLE_FORMATS, renderer
from tf2lint.runner import complain, say
from tf2lint.table import DataError, UnknownVersionError, table_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tf2lint.config import Configurations
    from tf2lint.runner import Gate, Outcome

_CLEAN, _FOUND, _FAILED, _INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Args:
        arguments: what was written after `tf2lint`; None for those of the process.

    Returns:
        The exit code.
    """
    reader = parser()
    options = reader.parse_args(arguments)
    try:
        if options.version:
            write_output(f"{version()}\n")
            return _CLEAN
        if options.command is None:
            reader.error("the following arguments are required: COMMAND")
        return _COMMANDS[options.command](options)
    except (UsageError, UnknownVersionError, DataError) as error:
        complain(str(error))
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _check(options: argparse.Namespace) -> int:
    from tf2lint.reporters import Style
    from tf2lint.runner import run

    if options.write_baseline is not None and _has_report(options):
        raise UsageError(
            "--write-baseline writes no report: it goes with no option about what counts and what to write"
        )
    configs = _configs_of(options)
    outcome = run(options, configs)
    if options.write_baseline is not None:
        _write_baseline(options, outcome)
        return _complain(outcome) or _CLEAN
    gate = _gate(options, outcome, configs)
    style = Style(_has_colours(options), options.show_source, options.statistics, not options.quiet)
    write_output(
        renderer(CHECK_FORMATS[options.format])(outcome.report, style),
        options.output,
        is_for_people=options.format == "text",
    )
    return _complain(outcome) or (_FOUND if gate.is_shut() else _CLEAN)


def _has_report(options: argparse.Namespace) -> bool:
    """Whether something is said of a report, or of what counts in it."""
    is_text = options.format == "text" and options.output is None
    return not is_text or options.statistics or options.prune_baseline or options.diff_base is not None


def _configs_of(options: argparse.Namespace) -> Configurations:
    """What is in force for each file, by what the command line says."""
    from tf2lint.config import AUTO, Configurations, check_selectors

    check_selectors([*(options.select or ()), *(options.extend_select or ()), *(options.ignore or ())])
    baseline, cache_dir, fail_on = options.baseline, options.cache_dir, options.fail_on
    overrides = {
        "target": options.target if options.target in (None, AUTO) else table_for(options.target).target,
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


def _gate(options: argparse.Namespace, outcome: Outcome, configs: Configurations) -> Gate:
    from tf2lint.runner import Gate

    gate = Gate(outcome, configs)
    for done in gate.compare(prune=options.prune_baseline):
        _say(options, done)
    if options.prune_baseline and not gate.has_baseline:
        raise UsageError("there is no baseline to prune: --baseline or the configuration names one")
    if options.diff_base is not None:
        gate.keep_changed(options.diff_base)
    return gate


def _write_baseline(options: argparse.Namespace, outcome: Outcome) -> None:
    from tf2lint.runner import Baseline

    baseline = Baseline(options.write_baseline)
    baseline.add(outcome.report.findings)
    baseline.write()
    _say(options, f"{options.write_baseline} accepts {len(baseline):,} findings now")


def _say(options: argparse.Namespace, message: str) -> None:
    if not options.quiet:
        say(message)


def _complain(outcome: Outcome) -> int:
    """Tells what could not be done; returns the exit code for that, 0 if there is nothing to tell."""
    for error in outcome.errors:
        complain(error)
    return _FAILED if outcome.errors else 0


def _has_colours(options: argparse.Namespace) -> bool:
    if options.color != "auto":
        return bool(options.color == "always")
    if options.output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def _lookup(options: argparse.Namespace) -> int:
    from tf2lint.table import TableExport

    table = table_for(options.target)
    answers = [TableExport(table).answer(name) for name in options.names]
    write_output(renderer(LOOKUP_FORMATS[options.format])(answers, table.target))
    return _CLEAN if all(answer.row is not None for answer in answers) else _FOUND


def _table(options: argparse.Namespace) -> int:
    from tf2lint.table import TableExport

    table = table_for(options.target)
    write_output(renderer(TABLE_FORMATS[options.format])(TableExport(table).rows(), table.target))
    return _CLEAN


def _rules(options: argparse.Namespace) -> int:
    from tf2lint.rules import rules

    write_output(renderer(RULES_FORMATS[options.format])(sorted(rules(), key=lambda rule: rule.code)))
    return _CLEAN


def _explain(options: argparse.Namespace) -> int:
    from tf2lint.linting import rule_page
    from tf2lint.rules import rules

    asked = options.rule.strip()
    found = [rule for rule in rules() if asked.upper() == rule.code or asked.lower() == rule.name]
    if not found:
        known = [word for rule in rules() for word in (rule.code, rule.name)]
        raise UsageError(f"there is no rule {asked!r}{closest(asked, known) or closest(asked.upper(), known)}")
    text = rule_page(found[0])
    if options.format == "text" and sys.stdout is not None and sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        write_output(text)
    return _CLEAN


def _config(options: argparse.Namespace) -> int:
    from tf2lint.config import render_settings

    write_output(render_settings(_configs_of(options), options.path))
    return _CLEAN


def _report(options: argparse.Namespace) -> int:
    from tf2lint.reporters import Since, render_migration_page
    from tf2lint.runner import run

    configs = _configs_of(options)
    outcome = run(options, configs)
    report, findings = outcome.report, outcome.report.findings
    has_baseline = _gate(options, outcome, configs).has_baseline
    since = Since(report.accepted, report.gone, len(report.findings)) if has_baseline else None
    report.findings = findings  # also those that the baseline accepts
    write_output(render_migration_page(report, options.title or _name_of(options.paths), since), options.output)
    _say(options, f"{options.output} shows {len(findings):,} findings in {report.files:,} files")
    return _complain(outcome) or _CLEAN


def _name_of(paths: Sequence[str]) -> str:
    """What a page about some paths is headed with."""
    path = os.path.abspath(paths[0]) if len(paths) == 1 and paths != ["-"] else os.getcwd()
    return os.path.basename(path) or path


def _completion(options: argparse.Namespace) -> int:
    import shtab

    completed = parser()
    for action in file_actions(completed):
        action.complete = shtab.FILE  # type: ignore[attr-defined]
    write_output(shtab.complete(completed, options.shell))
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
