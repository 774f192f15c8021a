"""The command `tf2lint`.

Exit codes: 0 nothing found, 1 findings (or a name that no version has), 2 the job could not be done in full
(a wrong option, a file that can't be read); 2 wins over 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.engine import Engine, Result, no_garbage_collection, unparsable
from tf2lint.files import python_files, read_source
from tf2lint.guidance import DataError
from tf2lint.model import Settings
from tf2lint.report.summary import Report
from tf2lint.symbols import UnknownVersionError, table_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: The formats of each command, with the function of a module that renders it: nobody pays for another one.
_FORMATS: Final = {"text": "text.render", "json": "json_format.render"}
_LOOKUP_FORMATS: Final = {"text": "listing.render_text", "json": "listing.render_lookup_json"}
_TABLE_FORMATS: Final = {"json": "listing.render_table_json", "markdown": "listing.render_table_markdown"}
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
        return int(options.run(options))
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
    _add_target(check)
    check.add_argument("--format", choices=_FORMATS, default="text", help="how to write the findings (default: text)")
    check.set_defaults(run=_check)
    lookup = commands.add_parser("lookup", help="tell what became of names", description="Tells what became of names.")
    lookup.add_argument("names", nargs="+", metavar="NAME", help="a name, such as tf.layers.dense")
    _add_target(lookup)
    lookup.add_argument("--format", choices=_LOOKUP_FORMATS, default="text", help="how to write it (default: text)")
    lookup.set_defaults(run=_lookup)
    table = commands.add_parser(
        "table", help="write out the whole table", description="Writes out what became of every name."
    )
    _add_target(table)
    table.add_argument("--format", choices=_TABLE_FORMATS, required=True, help="how to write it")
    table.set_defaults(run=_table)
    return parser


def _add_target(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--target", metavar="VERSION", help="the TensorFlow version to run on, such as 2.16 (default: the newest known)"
    )


def _check(options: argparse.Namespace) -> int:
    engine = Engine(Settings(target=options.target))
    report = Report(engine.table.target)
    failures: list[OSError] = []
    with no_garbage_collection():
        for path in python_files(options.paths, failures.append):
            try:
                report.add(_check_file(engine, path))
            except OSError as error:
                failures.append(error)
    sys.stdout.write(_renderer(_FORMATS[options.format])(report))
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


def _lookup(options: argparse.Namespace) -> int:
    from tf2lint.listing import Listing  # a check has no use for it

    table = table_for(options.target)
    answers = [Listing(table).answer(name) for name in options.names]
    sys.stdout.write(_renderer(_LOOKUP_FORMATS[options.format])(answers, table.target))
    sys.stdout.flush()
    return _CLEAN if all(answer.row is not None for answer in answers) else _FOUND


def _table(options: argparse.Namespace) -> int:
    from tf2lint.listing import Listing  # a check has no use for it

    table = table_for(options.target)
    sys.stdout.write(_renderer(_TABLE_FORMATS[options.format])(Listing(table).rows(), table.target))
    sys.stdout.flush()
    return _CLEAN


def _renderer(name: str) -> Callable[..., str]:
    """A function of the package `report`."""
    module, _, function = name.partition(".")
    renderer: Callable[..., str] = getattr(import_module(f"tf2lint.report.{module}"), function)
    return renderer


def _complain(message: str) -> None:
    sys.stderr.write(f"tf2lint: error: {message}\n")
