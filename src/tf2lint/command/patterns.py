"""Patterns of paths, written as in a .gitignore file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tf2lint.command.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec

#: What makes a pattern more than a name.
_SPECIAL: Final = frozenset("*?[]!/\\# ")


class Patterns:
    """Patterns that start from a folder.

    Args:
        folder: the absolute path of the folder.
        lines: the patterns; later ones win over earlier ones, as `!` takes back what those match.

    Raises:
        UsageError: one of them is none.
    """

    def __init__(self, folder: str, lines: Iterable[str]) -> None:
        self._start = os.path.join(folder, "")
        lines = list(lines)
        # Most are plain names of files and folders: a look into a set decides about those.
        in_order = any(line.startswith("!") for line in lines)
        self._names = frozenset(line for line in lines if not in_order and _SPECIAL.isdisjoint(line))
        others = [line for line in lines if line not in self._names]
        self._spec = _spec(others) if others else None

    def match(self, path: str) -> bool:
        """Whether a file, or a folder above it, is meant."""
        inner = self._inner(path)
        if inner is None:
            return False
        return not self._names.isdisjoint(inner.split(os.sep)) or self._decide(inner) is True

    def decide(self, folder: str, name: str, *, is_folder: bool = False) -> bool | None:
        """Whether something in a folder is meant, and not just as part of that folder; None if no pattern tells.

        Args:
            folder: the absolute path of the folder.
            name: of a file or folder in it.
            is_folder: whether it is a folder.
        """
        if name in self._names and os.path.join(folder, "").startswith(self._start):
            return True
        inner = self._inner(os.path.join(folder, name)) if self._spec else None
        if inner is None:
            return None
        answer = self._decide(f"{inner}/" if is_folder else inner)
        above = os.path.dirname(inner)
        return None if answer and above and self._decide(f"{above}/") else answer

    def _inner(self, path: str) -> str | None:
        path = os.path.abspath(path)
        return path.removeprefix(self._start) if path.startswith(self._start) else None

    def _decide(self, inner: str) -> bool | None:
        return self._spec.check_file(inner).include if self._spec else None


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern at all: git passes over those that are none."""
    try:
        Patterns(os.sep, [line])
    except UsageError:
        return False
    return True


def _spec(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # 30 ms, for those who have patterns

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"{str(error).splitlines()[0]}") from None
