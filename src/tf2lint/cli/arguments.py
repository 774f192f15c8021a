"""What can be written on the command line, and its help."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any, Final

from tf2lint import __version__
from tf2lint.config import LONGEST_TIME_LIMIT
from tf2lint.model import Severity
from tf2lint.reporters import CHECK_FORMATS, LOOKUP_FORMATS, RULES_FORMATS, TABLE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELLS: Final = ("bash", "zsh")

_EXIT_CODES: Final = """\
exit codes:
  0  nothing was found that --fail-on is about
  1  something was found
  2  the job could not be done in full: a wrong option or configuration, a file
     that can't be read or written. Each is told in a line on standard error.
  130  it was interrupted
"""
_MAIN: Final = f"""\
examples:
  tf2lint check src/                      all that TensorFlow 2 breaks, line by line
  tf2lint check src/ --target auto        at the version that the project requires
  tf2lint check . --write-baseline tf2lint-baseline.json
  tf2lint check . --baseline tf2lint-baseline.json
                                          only what is new since then
  tf2lint report src/ -o migration.html   how much there is to do, on one page
  tf2lint lookup tf.layers.dense          what became of a name
  tf2lint explain TF304                   what a finding means, and what to write

{_EXIT_CODES}"""
_CHECK: Final = f"""\
CODES are codes (TF101), beginnings of codes (TF1) or names (removed-name), with
commas between them. Where two of them are about the same rule, the longer one
counts. PATTERNS are written as in a .gitignore file.

Each file has the settings of the nearest tf2lint.toml or pyproject.toml with a
table [tool.tf2lint] above it; what the command line says counts more.
`tf2lint config` shows what is in force, and why.

In a program, a comment accepts the findings of its line: `# noqa: TF101`, or
`# tf2lint: ignore[TF101]`. --extend-select TF003 finds those of no use.

{_EXIT_CODES}"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps texts as they are written, and gives options some room."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, max_help_position=30, **settings)


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `command` tells which command it was."""
    main = argparse.ArgumentParser(
        prog="tf2lint",
        description="Finds what a TensorFlow 1.x program must change to run on TensorFlow 2.",
        epilog=_MAIN,
        formatter_class=_Help,
    )
    main.add_argument("--version", action="store_true", help="show the version, and the TensorFlow versions it knows")
    commands = main.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    _add_check(_command(commands, "check", "check files and folders", _CHECK))
    _add_report(_command(commands, "report", "write a page that shows how much there is to do"))
    _add_explain(_command(commands, "explain", "tell what a rule finds, why, and what to write instead"))
    _add_rules(_command(commands, "rules", "list all rules"))
    _add_config(_command(commands, "config", "show what is in force for a file or folder, and where it comes from"))
    _add_lookup(_command(commands, "lookup", "tell what became of names"))
    _add_table(_command(commands, "table", "write out the whole table of names"))
    completion = _command(commands, "completion", "write what a shell needs to complete this command")
    completion.add_argument("shell", choices=SHELLS, help='of bash: eval "$(tf2lint completion bash)"')
    return main


def file_actions(command: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a command, and of those below it, that are files or folders."""
    for action in command._actions:  # argparse has no other way to tell
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from file_actions(below)
        elif action.metavar in ("PATH", "FILE"):
            yield action


def _command(commands: Any, name: str, summary: str, epilog: str | None = None) -> argparse.ArgumentParser:
    description = f"{summary[0].upper()}{summary[1:]}."
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=textwrap.fill(description), epilog=epilog, formatter_class=_Help
    )
    return added


def _add_check(check: argparse.ArgumentParser) -> None:
    _add_files(check)
    _add_settings(check)
    gate = check.add_argument_group("what counts")
    gate.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        metavar="SEVERITY",
        help="the mildest severity to end with code 1 on: error, warning or info (default: info)",
    )
    _add_baseline(gate)
    gate.add_argument("--write-baseline", metavar="FILE", help="accept all findings from now on: write them into FILE")
    gate.add_argument("--prune-baseline", action="store_true", help="take what is no longer there out of the baseline")
    _add_diff_base(gate)
    output = check.add_argument_group("what to write")
    output.add_argument(
        "--format", choices=CHECK_FORMATS, default="text", metavar="FORMAT",
        help=f"how to write the findings: {', '.join(CHECK_FORMATS)} (default: text)",
    )  # fmt: skip
    output.add_argument("-o", "--output", metavar="FILE", help="where to write them (default: standard output)")
    output.add_argument("--statistics", action="store_true", help="count findings by code instead of listing them")
    output.add_argument("--show-source", action="store_true", help="show the lines, with the place underlined")
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", metavar="WHEN",
        help="when to use colours: auto (on a terminal, unless NO_COLOR is set), always, never",
    )  # fmt: skip
    output.add_argument("-q", "--quiet", action="store_true", help="write findings and errors, and nothing else")


def _add_files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH",
        help="a file, a folder with all Python files and notebooks below it, or - for standard input (default: .)",
    )  # fmt: skip
    files = command.add_argument_group("which files")
    files.add_argument(
        "--exclude", metavar="PATTERNS", type=_listed, action="extend",
        help="leave these out of folders, besides what the configuration leaves out",
    )  # fmt: skip
    files.add_argument(
        "--force-exclude", action="store_const", const=True,
        help="leave excluded files out even if they are named, as pre-commit does",
    )  # fmt: skip
    files.add_argument(
        "--no-respect-gitignore", dest="respect_gitignore", action="store_const", const=False,
        help="check files that git ignores, too",
    )  # fmt: skip
    files.add_argument("--stdin-filename", metavar="PATH", help="where the program on standard input belongs")
    work = command.add_argument_group("how to go about it")
    work.add_argument(
        "-j", "--jobs", type=_positive, metavar="N", help="how many processes may work at once (default: the cores)"
    )
    work.add_argument("--no-cache", action="store_true", help="check all files, and keep nothing for the next run")
    work.add_argument(
        "--cache-dir", metavar="DIR", help="where to keep what was found for the next run (default: .tf2lint_cache)"
    )
    work.add_argument(
        "--time-limit", type=_seconds, metavar="SECONDS",
        help="give the check of a file up after so long, which is a finding (default: 60; 0 for no limit)",
    )  # fmt: skip


def _add_settings(command: argparse.ArgumentParser) -> None:
    settings = command.add_argument_group("what to look for")
    settings.add_argument(
        "--target", metavar="VERSION",
        help="the TensorFlow version to run on, such as 2.16; auto for the one that the project requires, or that is"
        " installed (default: the newest known)",
    )  # fmt: skip
    for option, text in (
        ("--select", "report these (default: all but the noisy ones)"),
        ("--extend-select", "report these besides"),
        ("--ignore", "do not report these"),
    ):
        settings.add_argument(option, metavar="CODES", type=_listed, action="extend", help=text)
    source = settings.add_mutually_exclusive_group()
    source.add_argument("--config", metavar="FILE", help="take this configuration file for all files")
    source.add_argument("--isolated", action="store_true", help="read no configuration file")


def _add_baseline(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--baseline", metavar="FILE", help="count only what is new against the findings in FILE")


def _add_diff_base(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--diff-base", metavar="REVISION", help="count only findings in lines that have changed since a git revision"
    )


def _add_report(report: argparse.ArgumentParser) -> None:
    _add_files(report)
    _add_settings(report)
    output = report.add_argument_group("what to write")
    _add_baseline(output)
    output.add_argument("-o", "--output", metavar="FILE", required=True, help="the page to write, such as report.html")
    output.add_argument("--title", metavar="TEXT", help="what the page is headed with (default: the folder's name)")
    output.add_argument("-q", "--quiet", action="store_true", help="write errors only")
    report.set_defaults(fail_on=None, prune_baseline=False, diff_base=None)


def _add_explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument("rule", metavar="RULE", help="a code such as TF304, or a name such as reuse-parameter")
    explain.add_argument(
        "--format", choices=("text", "markdown"), default="text", help="how to write it (default: text)"
    )


def _add_rules(rules: argparse.ArgumentParser) -> None:
    rules.add_argument("--format", choices=RULES_FORMATS, default="text", help="how to write them (default: text)")


def _add_config(config: argparse.ArgumentParser) -> None:
    config.add_argument("path", nargs="?", default=".", metavar="PATH", help="a file or folder (default: .)")
    _add_settings(config)
    config.set_defaults(
        force_exclude=None, respect_gitignore=None, time_limit=None, fail_on=None, baseline=None, cache_dir=None
    )


def _add_lookup(lookup: argparse.ArgumentParser) -> None:
    lookup.add_argument("names", nargs="+", metavar="NAME", help="a name, such as tf.layers.dense")
    _add_target(lookup)
    lookup.add_argument("--format", choices=LOOKUP_FORMATS, default="text", help="how to write it (default: text)")


def _add_table(table: argparse.ArgumentParser) -> None:
    _add_target(table)
    table.add_argument("--format", choices=TABLE_FORMATS, required=True, help="how to write it")


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--target", metavar="VERSION", help="the TensorFlow version to run on, such as 2.16 (default: the newest known)"
    )


def _listed(text: str) -> list[str]:
    listed = [part for part in (part.strip() for part in text.split(",")) if part]
    if not listed:
        raise argparse.ArgumentTypeError(f"{text!r} names none")
    return listed


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= LONGEST_TIME_LIMIT:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to {LONGEST_TIME_LIMIT}")
    return seconds


def version() -> str:
    """What `--version` shows."""
    from tf2lint.table import known_versions

    known = known_versions()
    return f"tf2lint {__version__} (knows TensorFlow 1.15 and {known[0]} to {known[-1]})"
