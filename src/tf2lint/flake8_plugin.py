"""The flake8 plugin: runs the engine on flake8's syntax tree and reports the findings.

The engine is imported when the first file that mentions TensorFlow is checked.
"""

from __future__ import annotations

import gc
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from tf2lint import __version__
from tf2lint.rules import OFF_BY_DEFAULT
from tf2lint.source import may_use_tensorflow

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterable, Iterator

    from flake8.options.manager import OptionManager
    from flake8.style_guide import StyleGuide, StyleGuideManager

    from tf2lint.limited_engine import LimitedEngine
    from tf2lint.linting import HiddenFindings
    from tf2lint.model import Finding
    from tf2lint.source import NoqaComment
    from tf2lint.table import Move


class Plugin:
    """The check of one file.

    Args:
        tree: the syntax tree.
        lines: the lines of the file.
        filename: the path of the file.
    """

    name = "tf2lint"
    version = __version__
    target: ClassVar[str | None] = None
    keras_version: ClassVar[str | None] = None
    source_version: ClassVar[str] = "auto"
    time_limit: ClassVar[float] = 0
    is_cached: ClassVar[bool] = False
    options: ClassVar[argparse.Namespace | None] = None
    style_guides: ClassVar[StyleGuideManager | None] = None

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self._tree = tree
        self._lines = lines
        self._source = "".join(lines)
        self._filename = filename

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Adds the plugin's options, and turns off the noisy rules by default."""
        manager.add_option(
            "--tf-target-version",
            type=_target,
            metavar="VERSION",
            default=None,
            parse_from_config=True,
            help="The target TensorFlow version, such as 2.16. (Default: the newest supported version)",
        )
        manager.add_option(
            "--tf-keras-version",
            metavar="VERSION",
            default=None,
            parse_from_config=True,
            help="The version of Keras, such as 3.15, or 2 for Keras 2 with any TensorFlow. (Default: the newest that"
            " pip installs with the target)",
        )
        manager.add_option(
            "--tf-source-version",
            choices=("1", "2", "auto"),
            metavar="VERSION",
            default="auto",
            parse_from_config=True,
            help="The TensorFlow that the files are written for; auto decides by their code. (Default: auto)",
        )
        manager.add_option(
            "--tf-time-limit",
            type=float,
            metavar="SECONDS",
            default=60,
            parse_from_config=True,
            help="How many seconds the check of one file may take; 0 for no limit. (Default: 60)",
        )
        manager.add_option(
            "--tf-no-cache",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Check all files anew. (Default: the findings in files that have not changed are kept between runs)",
        )
        manager.extend_default_ignore(OFF_BY_DEFAULT)

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Stores the options, which apply to all files."""
        cls.target, cls.source_version = options.tf_target_version, options.tf_source_version
        cls.keras_version, cls.time_limit = options.tf_keras_version, options.tf_time_limit
        cls.is_cached = not options.tf_no_cache
        if cls.keras_version is not None:
            _check_keras_version(cls.target, cls.keras_version)
        cls.options, cls.style_guides = options, _style_guides(options)

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """Yields the findings in flake8's form: line, column from 0, code and message, and the plugin's type."""
        if not may_use_tensorflow(self._source, self._filename):
            return
        from tf2lint.linting import full_message

        engine = _engine(self.target, self.keras_version, self.source_version, self.is_cached)
        guides = self.style_guides
        hidden = _hidden(None if guides is None else guides.style_guide_for(self._filename))
        result = engine.check(self._source, self._filename, self._tree, hidden=hidden, seconds=self.time_limit)
        for finding in result.findings:
            if not self._is_suppressed(finding):
                yield finding.span.line, finding.span.column - 1, f"{finding.code} {full_message(finding)}", type(self)

    def _is_suppressed(self, finding: Finding) -> bool:
        """Returns whether comments list a code that a finding had before, or those of all that it covers.

        flake8 itself does the same for the code that it has.
        """
        from tf2lint.table import moves_to

        if self.options is not None and self.options.disable_noqa:
            return False
        line = finding.span.line
        if any(self._lists(line, move.old) for move in moves_to(finding.code, finding.symbol)):
            return True
        return bool(finding.covered) and all(self._lists(covered.line, covered.code) for covered in finding.covered)

    def _lists(self, line: int, code: str) -> bool:
        return any(comment.lists(code) for comment in self._comments.get(line, ()))

    @cached_property
    def _comments(self) -> dict[int, list[NoqaComment]]:
        """The suppression comments that apply to a line."""
        from tf2lint.source import comments_by_line

        return comments_by_line([line.rstrip("\r\n") for line in self._lines], self._source)


@lru_cache(maxsize=1)
def _engine(target: str | None, keras_version: str | None, source_version: str, is_cached: bool) -> LimitedEngine:
    from tf2lint.cached_engine import host_engine
    from tf2lint.model import Settings

    # All rules are on, as flake8 removes the findings that are not selected.
    settings = Settings(target=target, select=("TF",), source_version=source_version, keras_version=keras_version)
    engine = host_engine(settings, is_cached=is_cached)
    # Everything loaded so far, including flake8, lives until the process ends, so the collector can skip it.
    gc.freeze()
    return engine


def _style_guides(options: argparse.Namespace) -> StyleGuideManager:
    """Returns flake8's decisions about codes."""
    from flake8.formatting.base import BaseFormatter
    from flake8.style_guide import StyleGuideManager

    return StyleGuideManager(options, BaseFormatter(options))


@lru_cache(maxsize=64)
def _hidden(style_guide: StyleGuide | None) -> HiddenFindings:
    """Returns the findings that flake8 does not report in files with a style guide; None for no options."""
    from tf2lint.linting import HiddenFindings

    if style_guide is None:
        return HiddenFindings()
    from flake8.style_guide import Decision

    from tf2lint.rules import rules
    from tf2lint.table import moves

    decider = style_guide.decider

    def is_off(move: Move) -> bool:
        """As flake8 decides between codes that are selected and ignored, if the code were the same."""
        ignored = _longest_prefix(decider.ignored_explicitly, move.old)
        return ignored > 0 and ignored >= _longest_prefix(decider.selected_explicitly, move.new)

    return HiddenFindings(
        frozenset(rule.code for rule in rules() if decider.decision_for(rule.code) is Decision.Ignored),
        frozenset(move for move in moves() if is_off(move)),
    )


def _longest_prefix(prefixes: Iterable[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def _target(version: str) -> str:
    """Validates the option's value, from the command line or a configuration file."""
    from argparse import ArgumentTypeError

    from tf2lint.table import UnknownVersionError, table_for

    try:
        return table_for(version).target
    except UnknownVersionError as error:
        raise ArgumentTypeError(str(error)) from None


def _check_keras_version(target: str | None, keras_version: str) -> None:
    """Ends flake8 with a message if TensorFlow does not run with this Keras."""
    from flake8.exceptions import ExecutionError

    from tf2lint.table import UnknownVersionError, table_for

    try:
        table_for(target, keras_version)
    except UnknownVersionError as error:
        raise ExecutionError(f"--tf-keras-version: {error}") from None
