"""Command line arguments and help texts."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any, Final

from tf2lint import __version__
from tf2lint.cli.suggesting_parser import SuggestingParser
from tf2lint.config import MAX_TIME_LIMIT, SOURCE_VERSIONS
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
    _add_files(check)
    _add_settings(check)
    gate = check.add_argument_group("what to report")
    gate.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        metavar="SEVERITY",
        help="lowest severity that makes the command exit with status 1: error, warning or info (default: info)",
    )
    gate.add_argument("--exit-zero", action="store_true", help="exit with status 0 even if there are findings")
    _add_baseline(gate)
    gate.add_argument("--write-baseline", metavar="FILE", help="accept all current findings by writing them to FILE")
    gate.add_argument("--prune-baseline", action="store_true", help="remove findings that are gone from the baseline")
    _add_diff_base(gate)
    _add_fixes(check)
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


def _add_fixes(check: argparse.ArgumentParser) -> None:
    fixes = check.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="write what can be fixed safely, and report the rest")
    fixes.add_argument("--fix-only", action="store_true", help="write what can be fixed, and report nothing")
    fixes.add_argument("--diff", action="store_true", help="print a patch of what --fix would write; write nothing")
    fixes.add_argument(
        "--unsafe-fixes", action="store_true",
        help="with --fix or --diff: also apply fixes after which something may differ",
    )  # fmt: skip
    fixes.add_argument(
        "--stop-gap", action="store_true",
        help="with --unsafe-fixes: also apply fixes that keep functions of TensorFlow 1, in tf.compat.v1",
    )  # fmt: skip
    fixes.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with status 1 if anything was fixed")


def _add_files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH",
        help="a Python file or notebook, a folder to search for them, or - for standard input (default: .)",
    )  # fmt: skip
    files = command.add_argument_group("files")
    files.add_argument(
        "--exclude", metavar="PATTERNS", type=_comma_separated, action="extend",
        help="skip these in folders, in addition to what the configuration excludes",
    )  # fmt: skip
    files.add_argument(
        "--force-exclude", action="store_const", const=True,
        help="skip excluded files even if they are named, for pre-commit",
    )  # fmt: skip
    files.add_argument(
        "--no-respect-gitignore", dest="respect_gitignore", action="store_const", const=False,
        help="also check files that git ignores",
    )  # fmt: skip
    files.add_argument("--stdin-filename", metavar="PATH", help="path of the program on standard input")
    execution = command.add_argument_group("execution")
    execution.add_argument(
        "-j", "--jobs", type=_positive, metavar="N", help="maximum number of processes (default: the number of cores)"
    )
    execution.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    execution.add_argument("--cache-dir", metavar="DIR", help="cache folder (default: among the caches of the user)")
    execution.add_argument(
        "--time-limit", type=_seconds, metavar="SECONDS",
        help="stop checking a file after this time and report that (default: 60; 0 for no limit)",
    )  # fmt: skip


def _add_settings(command: argparse.ArgumentParser) -> None:
    settings = command.add_argument_group("settings")
    settings.add_argument(
        "--target", metavar="VERSION",
        help="target TensorFlow version, such as 2.16; auto for the version that the project requires or that is"
        " installed (default: the newest supported version)",
    )  # fmt: skip
    settings.add_argument(
        "--keras-version", metavar="VERSION",
        help="version of Keras, such as 3.15; 2 for Keras 2 (tf_keras) with any TensorFlow; auto for the version that"
        " the project requires or that is installed (default: the newest that pip installs with the target)",
    )  # fmt: skip
    settings.add_argument(
        "--source-version", choices=SOURCE_VERSIONS, metavar="VERSION",
        help="the TensorFlow that the files are written for: 1, 2, or auto to decide by their code (default: auto)",
    )  # fmt: skip
    for option, text in (
        ("--select", "report only these (default: all rules except noisy ones)"),
        ("--extend-select", "also report these"),
        ("--ignore", "do not report these"),
    ):
        settings.add_argument(option, metavar="CODES", type=_comma_separated, action="extend", help=text)
    source = settings.add_mutually_exclusive_group()
    source.add_argument("--config", metavar="FILE", help="use this configuration file for all files")
    source.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def _add_baseline(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--baseline", metavar="FILE", help="report only findings that are not in FILE")


def _add_diff_base(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--diff-base", metavar="REVISION", help="report only findings in lines changed since a git revision"
    )


def _add_report(report: argparse.ArgumentParser) -> None:
    _add_files(report)
    _add_settings(report)
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
    _add_settings(config)
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
    _add_target(lookup)
    lookup.add_argument("--format", choices=LOOKUP_FORMATS, default="text", help="output format (default: text)")


def _add_table(table: argparse.ArgumentParser) -> None:
    _add_target(table)
    table.add_argument("--format", choices=TABLE_FORMATS, required=True, help="output format")


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--target", metavar="VERSION",
        help="target TensorFlow version, such as 2.16; auto for what the project in this folder requires"
        " (default: the newest supported version)",
    )  # fmt: skip
    command.add_argument(
        "--keras-version", metavar="VERSION",
        help="version of Keras, such as 3.15, or auto (default: the newest that pip installs with the target)",
    )  # fmt: skip


def _comma_separated(text: str) -> list[str]:
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    if not parts:
        raise argparse.ArgumentTypeError(f"must be a comma-separated list, not {text!r}")
    return parts


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a positive integer, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= MAX_TIME_LIMIT:
        raise argparse.ArgumentTypeError(f"must be a number of seconds from 0 to {MAX_TIME_LIMIT}, not {text!r}")
    return seconds


def version() -> str:
    """Returns the output of `--version`."""
    from tf2lint.table import known_versions

    known = known_versions()
    return f"tf2lint {__version__} (supports TensorFlow 1.15 and {known[0]} to {known[-1]})"
