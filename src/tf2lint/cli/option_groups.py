"""The options that several commands share, or that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.cli.argument_types import comma_separated, positive, seconds
from tf2lint.config import SOURCE_VERSIONS

if TYPE_CHECKING:
    import argparse


def add_files(command: argparse.ArgumentParser) -> None:
    """Adds the files to check, and how to read them."""
    command.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH",
        help="a Python file or notebook, a folder to search for them, or - for standard input (default: .)",
    )  # fmt: skip
    files = command.add_argument_group("files")
    files.add_argument(
        "--exclude", metavar="PATTERNS", type=comma_separated, action="extend",
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
        "-j", "--jobs", type=positive, metavar="N", help="maximum number of processes (default: the number of cores)"
    )
    execution.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    execution.add_argument("--cache-dir", metavar="DIR", help="cache folder (default: among the caches of the user)")
    execution.add_argument(
        "--time-limit", type=seconds, metavar="SECONDS",
        help="stop checking a file after this time and report that (default: 60; 0 for no limit)",
    )  # fmt: skip


def add_settings(command: argparse.ArgumentParser) -> None:
    """Adds the settings that files also have."""
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
        settings.add_argument(option, metavar="CODES", type=comma_separated, action="extend", help=text)
    source = settings.add_mutually_exclusive_group()
    source.add_argument("--config", metavar="FILE", help="use this configuration file for all files")
    source.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def add_baseline(group: argparse._ArgumentGroup) -> None:
    """Adds the option for accepted findings."""
    group.add_argument("--baseline", metavar="FILE", help="report only findings that are not in FILE")


def add_diff_base(group: argparse._ArgumentGroup) -> None:
    """Adds the option for changed lines."""
    group.add_argument(
        "--diff-base", metavar="REVISION", help="report only findings in lines changed since a git revision"
    )


def add_fixes(check: argparse.ArgumentParser) -> None:
    """Adds the options of fixes."""
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


def add_target(command: argparse.ArgumentParser) -> None:
    """Adds the versions that a table is about."""
    command.add_argument(
        "--target", metavar="VERSION",
        help="target TensorFlow version, such as 2.16; auto for what the project in this folder requires"
        " (default: the newest supported version)",
    )  # fmt: skip
    command.add_argument(
        "--keras-version", metavar="VERSION",
        help="version of Keras, such as 3.15, or auto (default: the newest that pip installs with the target)",
    )  # fmt: skip
