"""Patterns of paths, written as in a .gitignore file."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

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
        self._patterns = _compiled(others) if others else []

    def match(self, path: str) -> bool:
        """Whether a file below the folder, or a folder above that file, is meant."""
        path = os.path.abspath(path)
        if not path.startswith(self._start):
            return False
        place = self._start
        *folders, name = path.removeprefix(self._start).split(os.sep)
        for folder in folders:
            if self.decide(place, folder, is_folder=True):
                return True
            place = os.path.join(place, folder)
        return self.decide(place, name) is True

    def decide(self, folder: str, name: str, *, is_folder: bool = False) -> bool | None:
        """Whether something in a folder is meant, and not just as part of that folder; None if no pattern tells.

        Args:
            folder: the absolute path of the folder; where it is not below that of the patterns, only names count.
            name: of a file or folder in it.
            is_folder: whether it is a folder.
        """
        if name in self._names:
            return True
        if not self._patterns or not os.path.join(folder, "").startswith(self._start):
            return None
        above = os.path.join(folder, "").removeprefix(self._start)
        shown = f"{name}/" if is_folder else name
        return next((pattern.include for pattern in self._patterns if pattern.means(above, shown)), None)


class _Pattern:
    """One pattern, as git reads it: against a name, or with a slash in it against a path."""

    def __init__(self, line: str, pattern: GitIgnoreSpecPattern) -> None:
        self.include = pattern.include
        self._match = pattern.match_file
        text = line.removeprefix("!").rstrip("/ ")
        self._is_path = "/" in text
        self._is_all_below = text.endswith("/**")

    def means(self, above: str, name: str) -> bool:
        """Whether it means something itself, and not a folder above: that was told when it was that folder's turn.

        Args:
            above: the folder in which it is, with a slash at its end; empty for that of the patterns.
            name: with a slash at its end if it is a folder.
        """
        if not self._is_path:
            return self._match(name) is not None
        if self._is_all_below:
            name = name.rstrip("/")  # what is below a folder, and not the folder
        if self._match(f"{above}{name}") is None:
            return False
        return self._is_all_below or not above or self._match(above) is None


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern at all: git passes over those that are none."""
    try:
        Patterns(os.sep, [line])
    except UsageError:
        return False
    return True


def _compiled(lines: list[str]) -> list[_Pattern]:
    """The patterns, those first that win over others."""
    from pathspec import GitIgnoreSpec  # 30 ms, for those who have patterns

    found = []
    for line in reversed(lines):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compiled: list[Any] = [*GitIgnoreSpec.from_lines([line]).patterns]
        except ValueError as error:
            raise UsageError(f"{str(error).splitlines()[0]}") from None
        found += [_Pattern(line, pattern) for pattern in compiled if pattern.include is not None]
    return found
