"""The pylint plugin: a checker for each family of rules; the engine checks each module once for all of them.

astroid is only used to find the project's other modules on pylint's search path. The engine resolves names itself, on
Python's own syntax tree.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from astroid import modutils
from pylint.checkers import BaseRawFileChecker
from pylint.constants import WarningScope

from tf2lint.cached_engine import host_engine
from tf2lint.linting import HiddenFindings, full_message, parse_rule_docs
from tf2lint.model import Result, Settings, Severity
from tf2lint.rules import rules
from tf2lint.source import decode, find_by_path, may_use_tensorflow
from tf2lint.table import UnknownVersionError, known_versions, moves, moves_to, table_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astroid import nodes
    from pylint.lint import PyLinter
    from pylint.typing import MessageDefinitionTuple, Options

    from tf2lint.limited_engine import LimitedEngine
    from tf2lint.linting import Rule
    from tf2lint.model import Finding
    from tf2lint.table import Move

#: pylint's message categories.
#: The severities that rules had before, which the ids of their messages show.
_FORMER_SEVERITIES: Final = {
    "TF103": Severity.WARNING,
    "TF104": Severity.WARNING,
    "TF106": Severity.WARNING,
    "TF718": Severity.ERROR,
    "TF808": Severity.WARNING,
}
_CATEGORIES: Final = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "R"}
#: The folders of installed packages.
_INSTALLED: Final = frozenset({"dist-packages", "site-packages"})
_TARGET: Final = "tf-target-version"
_KERAS: Final = "tf-keras-version"
_SOURCE: Final = "tf-source-version"
_TIME_LIMIT: Final = "tf-time-limit"
_CACHE: Final = "tf-cache"
#: pylint's exit status for options that it does not accept.
_USAGE_ERROR: Final = 32
#: What concerns syntax and comments, which pylint reports itself.
_NOT_MESSAGES: Final = ("TF001", "TF002", "TF003")


class FamilyChecker(BaseRawFileChecker):
    """Reports the findings of one family of rules.

    Args:
        linter: pylint's linter.
        family: the prefix of the rules' codes, such as `TF3`.
        members: the rules of the family.
        options: the pylint options that this checker adds.
    """

    def __init__(self, linter: PyLinter, family: str, members: Iterable[Rule], options: Options = ()) -> None:
        self.name = family.lower()
        self.msgs = dict(_message(rule) for rule in members)
        self.options = options
        self._symbols = {rule.code: symbol_of(rule) for rule in members}
        super().__init__(linter)

    def process_module(self, node: nodes.Module) -> None:
        """Reports the findings in one module."""
        with node.stream() as stream:
            data = stream.read()
        config = self.linter.config
        versions = config.tf_target_version, config.tf_keras_version or None, config.tf_source_version
        hidden = _hidden(self.linter)
        limits = config.tf_time_limit, config.tf_cache
        for finding in _result(data, node.file or node.name, *versions, hidden, *limits).findings:
            symbol, span = self._symbols.get(finding.code), finding.span
            if symbol is not None:
                symbol, line = _disabled_before(self.linter, finding) or (symbol, span.line)
                self.add_message(
                    symbol,
                    node=node,
                    line=line,
                    col_offset=span.column - 1,
                    end_lineno=span.end_line,
                    end_col_offset=span.end_column - 1,
                    args=(full_message(finding),),
                )


def register(linter: PyLinter) -> None:
    """Registers the checkers; called by pylint when it loads the plugin."""
    newest = table_for(None).target
    options: Options = (
        (
            _TARGET,
            {
                "type": "choice",
                "choices": known_versions(),
                "default": newest,
                "metavar": "<version>",
                "help": f"The target TensorFlow version. (Default: the newest supported version, {newest})",
            },
        ),
        (
            _KERAS,
            {
                "type": "string",
                "default": "",
                "metavar": "<version>",
                "help": "The version of Keras, such as 3.15, or 2 for Keras 2 with any TensorFlow. (Default: the newest"
                " that pip installs with the target)",
            },
        ),
        (
            _SOURCE,
            {
                "type": "choice",
                "choices": ("1", "2", "auto"),
                "default": "auto",
                "metavar": "<version>",
                "help": "The TensorFlow that the files are written for; auto decides by their code. (Default: auto)",
            },
        ),
        (
            _TIME_LIMIT,
            {
                "type": "float",
                "default": 60,
                "metavar": "<seconds>",
                "help": "How many seconds the check of one file may take; 0 for no limit. (Default: 60)",
            },
        ),
        (
            _CACHE,
            {
                "type": "yn",
                "default": True,
                "metavar": "<y or n>",
                "help": "Whether to keep the findings in files that have not changed between runs. (Default: y)",
            },
        ),
    )
    for family, members in groupby(_checked(), key=lambda rule: rule.code[:3]):
        linter.register_checker(FamilyChecker(linter, family, list(members), options))
        options = ()


def _checked() -> list[Rule]:
    """Returns the rules that have messages, sorted."""
    return sorted((rule for rule in rules() if rule.code not in _NOT_MESSAGES), key=lambda rule: rule.code)


def id_of(rule: Rule) -> str:
    """Returns the message id of a rule: E7304 for TF304, where the letter is the category of its highest severity."""
    return _id(rule, rule.severity)


def _id(rule: Rule, severity: Severity) -> str:
    return f"{_CATEGORIES[severity]}7{rule.code[2:]}"


def symbol_of(rule: Rule) -> str:
    """Returns the symbolic message name of a rule: its name, with a prefix to avoid clashes with pylint's own."""
    return f"tf-{rule.name}"


def _message(rule: Rule) -> tuple[str, MessageDefinitionTuple]:
    docs = parse_rule_docs(rule)
    description = f"{docs.summary} ({rule.code}) {docs.sections['What it does']} {docs.sections['Why it matters']}"
    # With this scope, a comment that disables the message applies to its block, not only to its line.
    extra: Any = {"scope": WarningScope.NODE, "default_enabled": rule.default}
    if rule.code in _FORMER_SEVERITIES:
        # pylint wants another symbol for an old id, even if only the id has changed.
        extra["old_names"] = [(_id(rule, _FORMER_SEVERITIES[rule.code]), f"old-{symbol_of(rule)}")]
    return id_of(rule), ("%s", symbol_of(rule), " ".join(description.split()), extra)


def _hidden(linter: PyLinter) -> HiddenFindings:
    """Returns the findings whose messages are disabled in the module that pylint checks."""
    checked = {rule.code: rule for rule in _checked()}
    on = frozenset(code for code, rule in checked.items() if linter.is_message_enabled(symbol_of(rule)))
    off_before = frozenset(move for move in moves() if move.old not in on and _is_disabled(move, on, linter))
    return HiddenFindings(frozenset(checked) - on, off_before)


def _is_disabled(move: Move, on: frozenset[str], linter: PyLinter) -> bool:
    """Returns whether the message that findings had before is disabled, and not just all but some that are enabled.

    pylint does not keep what its options say, only which messages are on. If the new message is not enabled by an
    option, the old one is disabled by itself or with its family, unless its whole category is. Otherwise it is, if
    others of its family are on, and all of the new one's.

    Args:
        move: the move from a message that is off.
        on: the codes that are on.
        linter: pylint's linter.
    """
    by_code = {rule.code: rule for rule in rules()}
    if symbol_of(by_code[move.new]) not in linter.config.enable:
        return any(by_code[code].severity is by_code[move.old].severity for code in on)
    families = {code[:3] for code in on}
    return move.old[:3] in families and all(
        rule.code in on for rule in rules() if rule.default and rule.code[:3] == move.new[:3]
    )


def _disabled_before(linter: PyLinter, finding: Finding) -> tuple[str, int] | None:
    """Returns the message that a finding had before, or of one that it covers, and its line, if comments disable it.

    pylint does not report a message that is disabled, and knows then that the comment disables something.
    """
    symbols, line = _symbols(), finding.span.line

    def is_disabled(symbol: str, line: int) -> bool:
        return linter.is_message_enabled(symbol) and not linter.is_message_enabled(symbol, line)

    before = [symbols[move.old] for move in moves_to(finding.code, finding.symbol)]
    disabled = next((symbol for symbol in before if is_disabled(symbol, line)), None)
    if disabled is not None:
        return disabled, line
    covered = [(symbols[other.code], other.line) for other in finding.covered]
    return covered[0] if covered and all(is_disabled(*other) for other in covered) else None


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """The symbolic message names of all rules, by code."""
    return {rule.code: symbol_of(rule) for rule in rules()}


@lru_cache(maxsize=1)
def _result(
    data: bytes,
    path: str,
    target: str,
    keras_version: str | None,
    source_version: str,
    hidden: HiddenFindings,
    seconds: float,
    is_cached: bool,
) -> Result:
    """Returns the findings of a module; cached, as all checkers ask for the same module in turn."""
    source = decode(data)
    if not may_use_tensorflow(source, path):
        return Result()
    engine = _engine(target, keras_version, source_version, is_cached)
    return engine.check(source, path, hidden=hidden, seconds=seconds)


@lru_cache(maxsize=1)
def _engine(target: str, keras_version: str | None, source_version: str, is_cached: bool) -> LimitedEngine:
    # All rules are on, as pylint removes messages that are disabled.
    settings = Settings(target=target, select=("TF",), source_version=source_version, keras_version=keras_version)
    try:
        table_for(target, keras_version)
    except UnknownVersionError as error:
        print(f"--{_KERAS}: {error}", file=sys.stderr)
        sys.exit(_USAGE_ERROR)
    engine = host_engine(settings, find, is_cached=is_cached)
    gc.freeze()  # everything loaded so far, including pylint, lives until the process ends
    return engine


def find(importer: str, module: str, level: int) -> str | None:
    """A `ModuleFinder` that searches around the importing file and then, like pylint, on `sys.path`."""
    found = find_by_path(importer, module, level)
    if found is not None or level or module.partition(".")[0] in sys.stdlib_module_names:
        return found
    return _on_path(module)


@lru_cache(maxsize=8192)
def _on_path(module: str) -> str | None:
    """Returns the file of a module on `sys.path`; None if it is part of an installed package."""
    try:
        location = modutils.file_info_from_modpath(module.split(".")).location
    except (ImportError, SyntaxError):
        return None
    if location is None or not _INSTALLED.isdisjoint(location.split(os.sep)):
        return None
    package = os.path.join(location, "__init__.py")
    return package if os.path.isfile(package) else location
