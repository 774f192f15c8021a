"""The completion of the command line in shells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shtab

from tf2lint.cli.arguments import all_actions, parser
from tf2lint.config import AUTO
from tf2lint.rules import rules
from tf2lint.table import known_versions

if TYPE_CHECKING:
    import argparse

#: What completes an argument, by the word for it in the help text.
_COMPLETIONS: Final = {"PATH": shtab.FILE, "FILE": shtab.FILE, "DIR": shtab.DIRECTORY}
_TARGET: Final = "target"


def completion_script(shell: str) -> str:
    """Returns the script that completes commands, options, files, codes of rules, and versions in a shell."""
    argument_parser = parser()
    for action in all_actions(argument_parser):
        if action.metavar in _COMPLETIONS:
            action.complete = _COMPLETIONS[action.metavar]  # type: ignore[attr-defined]
        action.choices = _choices(action) or action.choices
    return shtab.complete(argument_parser, shell)


def _choices(action: argparse.Action) -> list[str]:
    """Returns the words that an argument may be which the parser does not check itself."""
    if action.metavar == "CODES":
        return sorted(rule.code for rule in rules())
    if action.metavar == "RULE":
        return [word for rule in rules() for word in (rule.code, rule.name)]
    return [*known_versions(), AUTO] if action.dest == _TARGET else []
