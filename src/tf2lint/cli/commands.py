"""The command `tf2lint`.

Exit codes: 0 for no findings, 1 for findings (or a name that no version has), 2 for errors (an invalid option or
configuration, a file that can't be read or written). If there are errors and findings, the code is 2.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint.cli.arguments import parser, version
from tf2lint.cli.check_command import check
from tf2lint.cli.options import CLEAN, FAILED, FOUND, INTERRUPTED, configurations
from tf2lint.cli.output import write_output
from tf2lint.cli.report_command import report
from tf2lint.config import UsageError, closest
from tf2lint.reporters import LOOKUP_FORMATS, RULES_FORMATS, TABLE_FORMATS, renderer
from tf2lint.runner import print_error
from tf2lint.table import DataError, UnknownVersionError, table_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tf2lint.table import TensorFlowTable


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
            return CLEAN
        if options.command in (None, "help"):
            write_output(argument_parser.format_help())
            return CLEAN if options.command else FAILED
        return _COMMANDS[options.command](options)
    except (UsageError, UnknownVersionError, DataError) as error:
        print_error(str(error))
        return FAILED
    except FileNotFoundError:
        if _has_folder():
            raise
        print_error("the current folder does not exist any more")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _has_folder() -> bool:
    """Returns whether the current folder exists."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def _lookup(options: argparse.Namespace) -> int:
    from tf2lint.cli.lookup import look_up

    table = _table_at(options)
    answers = look_up(options.names, table)
    write_output(renderer(LOOKUP_FORMATS[options.format])(answers, table.target))
    return CLEAN if all(answer.row is not None for answer in answers) else FOUND


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
    return CLEAN


def _rules(options: argparse.Namespace) -> int:
    from tf2lint.rules import rules

    write_output(renderer(RULES_FORMATS[options.format])(sorted(rules(), key=lambda rule: rule.code)))
    return CLEAN


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
    return CLEAN


def _config(options: argparse.Namespace) -> int:
    from tf2lint.config import render_schema, render_settings

    write_output(render_schema() if options.schema else render_settings(configurations(options), options.path))
    return CLEAN


def _completion(options: argparse.Namespace) -> int:
    from tf2lint.cli.completion import completion_script

    write_output(completion_script(options.shell))
    return CLEAN


_COMMANDS: Final = {
    "check": check,
    "report": report,
    "explain": _explain,
    "rules": _rules,
    "config": _config,
    "lookup": _lookup,
    "table": _table,
    "completion": _completion,
}
