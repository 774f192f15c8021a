"""The flake8 plugin: hands flake8's own syntax tree to the engine, and the findings back.

What a file without TensorFlow doesn't need is imported when the first one with it comes.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from tf2lint import __version__
from tf2lint.rules import OFF_BY_DEFAULT
from tf2lint.source import mentions_tensorflow

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterator

    from flake8.options.manager import OptionManager

    from tf2lint.engine import Engine


class Plugin:
    """One file, as flake8 checks it.

    Args:
        tree: its syntax.
        lines: its lines.
        filename: where it is.
    """

    name = "tf2lint"
    version = __version__
    target: ClassVar[str | None] = None

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self._tree = tree
        self._source = "".join(lines)
        self._filename = filename

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Adds the plugin's options, and puts the noisy codes where flake8 keeps such: off by default."""
        manager.add_option(
            "--tf-target-version",
            type=_target,
            metavar="VERSION",
            default=None,
            parse_from_config=True,
            help="The TensorFlow version that the code shall run on, such as 2.16. (Default: the newest known)",
        )
        manager.extend_default_ignore(OFF_BY_DEFAULT)

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Takes the options for all files."""
        cls.target = options.tf_target_version

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """The findings, as flake8 takes them: line, column from 0, text with the code in front, who found it."""
        if not mentions_tensorflow(self._source):
            return
        result = _engine(self.target).check(self._source, self._filename, self._tree)
        for finding in result.findings:
            yield finding.span.line, finding.span.column - 1, f"{finding.code} {finding.message}", type(self)


@lru_cache(maxsize=1)
def _engine(target: str | None) -> Engine:
    from tf2lint.engine import Engine
    from tf2lint.model import Settings

    # Every code: flake8 itself leaves out what nobody selected.
    engine = Engine(Settings(target=target, select=("TF",)))
    # What is loaded by now, of flake8 too, stays until the process ends: the collector need not go through it again.
    gc.freeze()
    return engine


def _target(version: str) -> str:
    """Checks the option's value, wherever it was given."""
    from argparse import ArgumentTypeError

    from tf2lint.table import UnknownVersionError, table_for

    try:
        return table_for(version).target
    except UnknownVersionError as error:
        raise ArgumentTypeError(str(error)) from None
