"""Path patterns in the syntax of .gitignore files."""

from __future__ import annotations

import os
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

#: The characters that make a pattern more than a plain name.
_SPECIAL: Final = frozenset("*?[]!/\\# ")
#: In regular expressions for patterns: a star, two stars, and what makes a part of one more than a row of characters.
_ANY_NAME: Final = "[^/]*"
_ANY_FOLDERS: Final = ".+"
_BRACKETS: Final = frozenset("()")
#: How often a pattern may have two stars: each multiplies the time that a long path takes.
_MAX_ANY_FOLDERS: Final = 3


class Patterns:
    """Path patterns that are relative to a folder.

    Args:
        folder: the absolute path of the folder.
        lines: the patterns; a later one overrides earlier ones, so that `!` can re-include what those match.

    Raises:
        UsageError: a pattern is invalid.
    """

    def __init__(self, folder: str, lines: Iterable[str]) -> None:
        self._start = os.path.join(folder, "")
        lines = list(lines)
        # Most patterns are plain names, for which a set lookup is enough, unless a later `!` may override them.
        has_order = any(line.startswith("!") for line in lines)
        self._names = frozenset(line for line in lines if not has_order and _SPECIAL.isdisjoint(line))
        others = [line for line in lines if line not in self._names]
        self._patterns = _compiled(others) if others else []

    def match(self, path: str) -> bool:
        """Returns whether the patterns match a file below the folder, or one of the folders that contain it."""
        path = os.path.abspath(path)
        if not path.startswith(self._start):
            return False
        parent = self._start
        *folders, name = path.removeprefix(self._start).split(os.sep)
        for folder in folders:
            if self.decide(parent, folder, is_folder=True):
                return True
            parent = os.path.join(parent, folder)
        return self.decide(parent, name) is True

    def decide(self, folder: str, name: str, *, is_folder: bool = False) -> bool | None:
        """Returns whether the patterns match an entry of a folder itself, rather than a folder that contains it.

        Args:
            folder: the absolute path of the folder; outside the patterns' own folder, only plain names apply.
            name: the name of a file or folder in it.
            is_folder: whether the entry is a folder.

        Returns:
            None if no pattern applies.
        """
        if name in self._names:
            return True
        if not self._patterns or not os.path.join(folder, "").startswith(self._start):
            return None
        above = os.path.join(folder, "").removeprefix(self._start)
        shown = f"{name}/" if is_folder else name
        return next((pattern.include for pattern in self._patterns if pattern.matches(above, shown)), None)


class _Pattern:
    """One pattern, which matches names or, if it contains a slash, paths, as in git."""

    def __init__(self, line: str, pattern: GitIgnoreSpecPattern) -> None:
        self.include = pattern.include
        assert pattern.regex is not None, "it is no comment"
        self._match = re.compile(_bounded(line, pattern.regex.pattern)).search
        text = line.removeprefix("!").rstrip("/ ")
        self._is_path = "/" in text
        self._is_all_below = text.endswith("/**")

    def matches(self, above: str, name: str) -> bool:
        """Returns whether the pattern matches an entry itself, rather than a folder that contains it.

        Containing folders have been decided before their entries.

        Args:
            above: the path of the containing folder, with a trailing slash; empty for the patterns' own folder.
            name: the entry's name, with a trailing slash if it is a folder.
        """
        if not self._is_path:
            return self._match(name) is not None
        if self._is_all_below:
            name = name.rstrip("/")  # the pattern matches what is in a folder, not the folder
        if self._match(f"{above}{name}") is None:
            return False
        return self._is_all_below or not above or self._match(above) is None


def is_pattern(line: str) -> bool:
    """Returns whether a line is a valid pattern; git skips lines that are not."""
    try:
        Patterns(os.sep, [line])
    except UsageError:
        return False
    return True


def _bounded(line: str, regex: str) -> str:
    """Returns a regular expression that matches the same and takes no more than quadratic time for names.

    What stands between two stars is matched at the first place where it can be. Any later one leaves less for the rest.

    Raises:
        UsageError: the pattern has too many `**`.
    """
    if regex.count(_ANY_FOLDERS) > _MAX_ANY_FOLDERS:
        raise UsageError(f"invalid pattern {line!r}: more than {_MAX_ANY_FOLDERS} times **")
    first, *parts = regex.split(_ANY_NAME)
    for part in parts[:-1]:
        is_simple = _BRACKETS.isdisjoint(part)
        first += f"(?>{_ANY_NAME}?{part})" if is_simple else f"{_ANY_NAME}{part}"
    return f"{first}{_ANY_NAME}{parts[-1]}" if parts else first


def _compiled(lines: list[str]) -> list[_Pattern]:
    """Compiles patterns; the result has the ones that override others first."""
    from pathspec import GitIgnoreSpec  # takes 30 ms, so only if there are patterns

    patterns = []
    for line in reversed(lines):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compiled: list[Any] = [*GitIgnoreSpec.from_lines([line]).patterns]
        except (ValueError, re.error) as error:
            raise UsageError(f"invalid pattern {line!r}: {str(error).splitlines()[0]}") from None
        patterns += [_Pattern(line, pattern) for pattern in compiled if pattern.include is not None]
    return patterns
