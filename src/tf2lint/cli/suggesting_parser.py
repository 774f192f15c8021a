"""A parser of command lines that answers a mistake with the nearest right word."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, Final, NoReturn

from tf2lint.config import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FAILED: Final = 2


class SuggestingParser(argparse.ArgumentParser):
    """Takes options by their full names only, and prints two lines for a mistake: what is wrong, and where help is."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parses arguments, and rejects unknown options here, where the known ones are at hand.

        Args:
            args: the arguments; None for those of the process.
            namespace: what takes the results.
        """
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            given = unknown[0].partition("=")[0]
            is_option = given.startswith("-")
            hint = closest(given, self._option_string_actions) if is_option else ""
            self.error(f"unknown {'option' if is_option else 'argument'} {given}{hint}")
        return options, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Rejects what is none of an argument's choices; the base class calls this."""
        if action.choices is None or value in action.choices:
            return
        choices = list(map(str, action.choices))
        if isinstance(action, argparse._SubParsersAction):
            self.error(f"unknown command {value!r}{_command_hint(self.prog, str(value), choices)}")
        raise argparse.ArgumentError(action, f"unknown value {value!r}{_choice_hint(str(value), choices)}")

    def error(self, message: str) -> NoReturn:
        """Prints a mistake and exits.

        Args:
            message: what is wrong.
        """
        self.exit(_FAILED, f"tf2lint: error: {message}\nFor help: {self.prog} --help\n")


def _command_hint(prog: str, value: str, choices: Iterable[str]) -> str:
    """Returns what was meant: a command, or a check of files."""
    if os.path.exists(value) or os.sep in value or value.endswith(".py"):
        return f"; to check files, write: {prog} check {value}"
    return closest(value, choices)


def _choice_hint(value: str, choices: list[str]) -> str:
    return closest(value, choices) or f"; it must be one of {', '.join(choices)}"
