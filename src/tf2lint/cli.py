"""The command `tf2lint`.

Exit codes: 0 nothing found, 1 findings, 2 the job could not be done in full
(a wrong option, a file that can't be read); 2 wins over 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.engine import Engine, Result, unparsable
from tf2lint.files import python_files, read_source
from tf2lint.guidance import DataError
from tf2lint.model import Settings
from tf2lint.report import json_format, text
from tf2lint.report.summary import Report
from tf2lint.symbols import UnknownVersionError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMATS: Final = {"text": text.render, "json": json_format.render}
_CLEAN, _FOUND, _FAILED, _INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Args:
        arguments: what was written after `tf2lint`; None for those of the process.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    try:
        return _check(options)
    except (UnknownVersionError, DataError) as error:
        _complain(str(error))
        return _FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FOUND
    except KeyboardInterrupt:
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tf2lint", description="Finds what a TensorFlow 1.x program must change to run on TensorFlow 2."
    )
    parser.add_argument("--version", action="version", version=f"tf2lint {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check files and folders", description="Checks Python files.")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all Python files below it")
    check.add_argument(
        "--target", metavar="VERSION", help="the TensorFlow version to run on, such as 2.16 (default: the newest known)"
    )
    check.add_argument("--format", choices=_FORMATS, default="text", help="how to write the findings (default: text)")
    return parser


def _check(options: argparse.Namespace) -> int:
    engine = Engine(Settings(target=options.target))
    report = Report(engine.table.target)
    failures: list[OSError] = []
    for path in python_files(options.paths, failures.append):
        try:
            report.add(_check_file(engine, path))
        except OSError as error:
            failures.append(error)
    sys.stdout.write(_FORMATS[options.format](report))
    sys.stdout.flush()
    for failure in failures:
        _complain(f"{failure.filename}: {failure.strerror}")
    if failures:
        return _FAILED
    return _FOUND if report.findings else _CLEAN


def _check_file(engine: Engine, path: str) -> Result:
    try:
        return engine.check(read_source(path), path)
    except SyntaxError as error:
        return unparsable(error, path)


def _complain(message: str) -> None:
    sys.stderr.write(f"tf2lint: error: {message}\n")
