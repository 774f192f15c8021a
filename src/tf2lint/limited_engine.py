"""An engine for hosts that have no limits of their own, such as flake8: a file that takes too long is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tf2lint.model import Finding, Result, Span
from tf2lint.rules import tf004_too_slow
from tf2lint.source import TooLargeError, check_size, within

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from tf2lint.linting import HiddenFindings


class _Engine(Protocol):
    """What checks one file after another."""

    def known(self, source: str, path: str, *, hidden: HiddenFindings | None = None) -> Result | None:
        """Returns the result of an earlier check that still holds; None if the file is to be checked."""

    def check(
        self, source: str, path: str, tree: ast.Module | None = None, *, hidden: HiddenFindings | None = None
    ) -> Result:
        """Checks one file, see `Engine.check`."""


class LimitedEngine:
    """An engine with limits for each file.

    Args:
        make: makes the engine.
    """

    def __init__(self, make: Callable[[], _Engine]) -> None:
        self._make = make
        self._engine = make()

    def check(
        self,
        source: str,
        path: str,
        tree: ast.Module | None = None,
        *,
        hidden: HiddenFindings | None = None,
        seconds: float = 0,
    ) -> Result:
        """Checks one file, see `Engine.check`.

        Args:
            source: the text of the file.
            path: its path.
            tree: its syntax, if it is already parsed.
            hidden: the findings that the host does not show.
            seconds: the time limit; 0 for no limit.

        Raises:
            SyntaxError: Python's parser rejects the source.
        """
        try:
            check_size(source)
            found = self._engine.known(source, path, hidden=hidden)
            if found is not None:
                return found
            result = within(seconds, lambda: self._engine.check(source, path, tree, hidden=hidden))
        except TooLargeError as error:
            return _not_checked(path, tf004_too_slow.too_large_message(error.msg))
        if result is None:
            self._engine = self._make()  # the interrupted one may be in an inconsistent state
            return _not_checked(path, tf004_too_slow.message(seconds))
        return result


def _not_checked(path: str, message: str) -> Result:
    rule = tf004_too_slow.rule
    return Result(
        (Finding(rule.code, rule.name, rule.severity, message, path, Span(1, 1, 1, 1)),), uses_tensorflow=True
    )
