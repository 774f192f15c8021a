"""Command line arguments and help texts."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any, Final

from tf2lint import __version__
from tf2lint.cli.option_groups import add_baseline, add_diff_base, add_files, add_fixes, add_settings, add_target
from tf2lint.cli.suggesting_parser import SuggestingParser
from tf2lint.model import Severity
from tf2lint.reporters import CHECK_FORMATS, LOOKUP_FORMATS, RULES_FORMATS, TABLE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The format that suits where the output goes.
AUTO_FORMAT: Final = "text"
SHELLS: Final = ("bash", "fish", "zsh")

_EXIT_CODES: Final = """\
exit codes:
  0  no findings at or above the --fail-on severity
  1  findings
  2  errors, printed on standard error: an invalid option or configuration, or
     a file that can't be read or written
  130  interrupted
"""
_MAIN: Final = f"""\
examples:
  tf2lint check src/                      report what breaks on TensorFlow 2
  tf2lint check src/ --target auto        on the version that the project requires
  tf2lint check . --write-baseline tf2lint-baseline.json
  tf2lint check . --baseline tf2lint-baseline.json
                                          report only new findings
  tf2lint report src/ -o migration.html   summarize the remaining work on a page
  tf2lint lookup tf.layers.dense          show the replacement of a name
  tf2lint explain TF304                   show what a rule reports and how to fix it

{_EXIT_CODES}"""
_CHECK: Final = f"""\
CODES is a comma-separated list of rule codes (TF101), code prefixes (TF1),
rule names (removed-name), or ALL. If several match a rule, the longest one wins.
PATTERNS is a comma-separated list of patterns as in .gitignore files.

Each file uses the nearest tf2lint.toml, or pyproject.toml with a table
[tool.tf2lint], in its folder or above; the command line overrides it.
`tf2lint config` shows the settings of a file and where they come from.

A comment suppresses the findings in its line: `# noqa: TF101` or
`# tf2lint: ignore[TF101]`; `# tf2lint: ignore-file[TF101]` those in its file.
--extend-select TF003 reports unused suppressions.

{_EXIT_CODES}"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps the line breaks of texts, with a wider column for options."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, max_help_position=30, **settings)


def parser() -> argparse.ArgumentParser:
    """Returns the parser of the command line, which stores the name of the command in `command`."""
    main = SuggestingParser(
        prog="tf2lint",
        description="Finds what a TensorFlow 1.x program must change to run on TensorFlow 2.",
        epilog=_MAIN,
        formatter_class=_Help,
    )
    _add_version(main)
    commands = main.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    _add_check(_command(commands, "check", "check files and folders", _CHECK))
    _add_report(_command(commands, "report", "write an HTML page that summarizes the remaining work"))
    _add_explain(_command(commands, "explain", "show what a rule reports, why, and what to use instead"))
    _add_rules(_command(commands, "rules", "list all rules"))
    _add_config(_command(commands, "config", "show the settings of a file or folder and where they come from"))
    _add_lookup(_command(commands, "lookup", "show the status and replacements of names"))
    _add_table(_command(commands, "table", "print the table of all names"))
    _command(commands, "help", "show this help message")
    completion = _command(commands, "completion", "print a completion script for a shell")
    completion.add_argument("shell", choices=SHELLS, help='for bash, use: eval "$(tf2lint completion bash)"')
    return main


def all_actions(command: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yields the arguments of a command and its subcommands."""
    for action in command._actions:  # argparse has no public API for this
        if isinstance(action, argparse._SubParsersAction):
            for subcommand in action.choices.values():
                yield from all_actions(subcommand)
        else:
            yield action


def _command(commands: Any, name: str, summary: str, epilog: str | None = None) -> argparse.ArgumentParser:
    description = f"{summary[0].upper()}{summary[1:]}."
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=textwrap.fill(description), epilog=epilog, formatter_class=_Help
    )
    _add_version(added)
    return added


def _add_version(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--version", action="store_true", default=argparse.SUPPRESS,
        help="show the version and the supported TensorFlow versions",
    )  # fmt: skip


def _add_check(check: argparse.ArgumentParser) -> None:
    add_files(check)
    add_settings(check)
    gate = check.add_argument_group("what to report")
    gate.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        metavar="SEVERITY",
        help="lowest severity that makes the command exit with status 1: error, warning or info (default: info)",
    )
    gate.add_argument("--exit-zero", action="store_true", help="exit with status 0 even if there are findings")
    add_baseline(gate)
    gate.add_argument("--write-baseline", metavar="FILE", help="accept all current findings by writing them to FILE")
    gate.add_argument("--prune-baseline", action="store_true", help="remove findings that are gone from the baseline")
    add_diff_base(gate)
    add_fixes(check)
    check.add_argument("--show-files", action="store_true", help="list the files that would be checked, and stop")
    output = check.add_argument_group("output")
    output.add_argument(
        "--output-format", "--format", dest="format", choices=(*CHECK_FORMATS, AUTO_FORMAT), default=AUTO_FORMAT,
        metavar="FORMAT",
        help=f"output format: {', '.join(CHECK_FORMATS)} (default: full on a terminal, concise elsewhere)",
    )  # fmt: skip
    output.add_argument("-o", "--output", metavar="FILE", help="output file (default: standard output)")
    output.add_argument("--statistics", action="store_true", help="count findings by rule and by name instead")
    output.add_argument("--show-source", action="store_true", help="show source lines, with findings underlined")
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", metavar="WHEN",
        help="when to use colors: auto (on a terminal, unless NO_COLOR is set), always, never",
    )  # fmt: skip
    output.add_argument("-q", "--quiet", action="store_true", help="print only findings and errors")


def _add_report(report: argparse.ArgumentParser) -> None:
    add_files(report)
    add_settings(report)
    output = report.add_argument_group("output")
    output.add_argument("--baseline", metavar="FILE", help="show progress since the findings in FILE")
    output.add_argument("-o", "--output", metavar="FILE", required=True, help="output file, such as report.html")
    output.add_argument("--since", metavar="FILE", help="an older report, to show the trend since then")
    output.add_argument("--title", metavar="TEXT", help="heading of the page (default: the folder's name)")
    output.add_argument("-q", "--quiet", action="store_true", help="print only errors")
    report.set_defaults(fail_on=None, prune_baseline=False, diff_base=None)


def _add_explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument("rule", metavar="RULE", help="a code such as TF304, or a name such as reuse-parameter")
    explain.add_argument("--format", choices=("text", "markdown"), default="text", help="output format (default: text)")


def _add_rules(rules: argparse.ArgumentParser) -> None:
    rules.add_argument("--format", choices=RULES_FORMATS, default="text", help="output format (default: text)")


def _add_config(config: argparse.ArgumentParser) -> None:
    config.add_argument("path", nargs="?", default=".", metavar="PATH", help="a file or folder (default: .)")
    config.add_argument("--schema", action="store_true", help="print the JSON Schema of configuration files instead")
    add_settings(config)
    config.set_defaults(
        force_exclude=None, respect_gitignore=None, time_limit=None, fail_on=None, baseline=None, cache_dir=None
    )


def _add_lookup(lookup: argparse.ArgumentParser) -> None:
    lookup.add_argument(
        "names",
        nargs="+",
        metavar="NAME",
        help="a name such as tf.layers.dense, a pattern such as 'tf.layers.*', or a call",
    )
    add_target(lookup)
    lookup.add_argument("--format", choices=LOOKUP_FORMATS, default="text", help="output format (default: text)")


def _add_table(table: argparse.ArgumentParser) -> None:
    add_target(table)
    table.add_argument("--format", choices=TABLE_FORMATS, required=True, help="output format")


def version() -> str:
    """Returns the output of `--version`."""
    from tf2lint.table import known_versions

    known = known_versions()
    return f"tf2lint {__version__} (supports TensorFlow 1.15 and {known[0]} to {known[-1]})"
