"""The pylint plugin: a checker for each family of rules, over one check of each module by the engine.

astroid has parsed the module by then, and finds the project's other modules where pylint was told to look for them;
what a name stands for is the engine's to find out, on Python's own syntax tree.
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

from tf2lint.engine import Engine, Result
from tf2lint.linting import parse_rule_docs
from tf2lint.model import Settings, Severity
from tf2lint.project import Workspace, find_by_path
from tf2lint.rules import rules
from tf2lint.source import decode, mentions_tensorflow
from tf2lint.table import known_versions, table_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astroid import nodes
    from pylint.lint import PyLinter
    from pylint.typing import MessageDefinitionTuple, Options

    from tf2lint.linting import Rule

#: pylint's categories: what breaks, what works for now, and what is style.
_CATEGORIES: Final = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "R"}
#: Folders of packages that somebody else wrote.
_INSTALLED: Final = frozenset({"dist-packages", "site-packages"})
_TARGET: Final = "tf-target-version"
#: The family of what does not parse, which is pylint's own to report.
_SYNTAX: Final = "TF0"


class FamilyChecker(BaseRawFileChecker):
    """Reports the findings of one family of rules.

    Args:
        linter: pylint.
        family: what the rules' codes begin with, `TF3`.
        members: the rules.
        options: those of pylint that this checker adds.
    """

    def __init__(self, linter: PyLinter, family: str, members: Iterable[Rule], options: Options = ()) -> None:
        self.name = family.lower()
        self.msgs = dict(_message(rule) for rule in members)
        self.options = options
        self._symbols = {rule.code: symbol_of(rule) for rule in members}
        super().__init__(linter)

    def process_module(self, node: nodes.Module) -> None:
        """Reports what was found in one module."""
        with node.stream() as stream:
            data = stream.read()
        for finding in _result(data, node.file or node.name, self.linter.config.tf_target_version).findings:
            symbol, span = self._symbols.get(finding.code), finding.span
            if symbol is not None:
                self.add_message(
                    symbol,
                    node=node,
                    line=span.line,
                    col_offset=span.column - 1,
                    end_lineno=span.end_line,
                    end_col_offset=span.end_column - 1,
                    args=(finding.message,),
                )


def register(linter: PyLinter) -> None:
    """Adds the checkers; pylint calls it when it loads the plugin."""
    newest = table_for(None).target
    options: Options = (
        (
            _TARGET,
            {
                "type": "choice",
                "choices": known_versions(),
                "default": newest,
                "metavar": "<version>",
                "help": f"The TensorFlow version that the code shall run on. (Default: the newest known, {newest})",
            },
        ),
    )
    for family, members in groupby(sorted(rules(), key=lambda rule: rule.code), key=lambda rule: rule.code[:3]):
        if family != _SYNTAX:
            linter.register_checker(FamilyChecker(linter, family, list(members), options))
            options = ()


def id_of(rule: Rule) -> str:
    """The message's id: TF304 is E7304, with the category that its severity stands for."""
    return f"{_CATEGORIES[rule.severity]}7{rule.code[2:]}"


def symbol_of(rule: Rule) -> str:
    """The message's symbolic name: that of the rule, told apart from pylint's own."""
    return f"tf-{rule.name}"


def _message(rule: Rule) -> tuple[str, MessageDefinitionTuple]:
    told = parse_rule_docs(rule)
    description = f"{told.summary} ({rule.code}) {told.sections['What it does']} {told.sections['Why it matters']}"
    # The scope is for comments that switch a message off: they hold for a block, and not only for their line.
    extra: Any = {"scope": WarningScope.NODE, "default_enabled": rule.default}
    return id_of(rule), ("%s", symbol_of(rule), " ".join(description.split()), extra)


@lru_cache(maxsize=1)
def _result(data: bytes, path: str, target: str) -> Result:
    """What there is to say of a module, found once for all checkers."""
    source = decode(data)
    return _engine(target).check(source, path) if mentions_tensorflow(source) else Result()


@lru_cache(maxsize=1)
def _engine(target: str) -> Engine:
    # Every code: pylint itself leaves out what is switched off.
    engine = Engine(Settings(target=target, select=("TF",)), Workspace(table_for(target), find))
    gc.freeze()  # what is loaded by now, of pylint too, stays until the process ends
    return engine


def find(importer: str, module: str, level: int) -> str | None:
    """A `Finder` that looks around the importing file, and then where pylint looks: on `sys.path`."""
    found = find_by_path(importer, module, level)
    if found is not None or level or module.partition(".")[0] in sys.stdlib_module_names:
        return found
    return _on_path(module)


@lru_cache(maxsize=8192)
def _on_path(module: str) -> str | None:
    """The file of a module that is the project's and not an installed package's."""
    try:
        place = modutils.file_info_from_modpath(module.split(".")).location
    except (ImportError, SyntaxError):
        return None
    if place is None or not _INSTALLED.isdisjoint(place.split(os.sep)):
        return None
    package = os.path.join(place, "__init__.py")
    return package if os.path.isfile(package) else place
