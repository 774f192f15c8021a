"""Path patterns in the syntax of .gitignore files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from tf2lint.config.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The characters that make a pattern more than a plain name.
_SPECIAL: Final = frozenset("*?[]!/\\# ")
#: A line without the spaces at its end that no backslash keeps.
_WITHOUT_SPACES: Final = re.compile(r"(?:\\.|\\$|[^\\ ]| +(?! *$))*", re.DOTALL)


class Patterns:
    """Path patterns that are relative to a folder.

    Args:
        folder: the absolute path of the folder.
        lines: the patterns; a later one overrides earlier ones, so that `!` can re-include what those match.
        ignores_case: whether case makes no difference; None if the platform decides.

    Raises:
        UsageError: a pattern matches nothing.
    """

    def __init__(self, folder: str, lines: Iterable[str], *, ignores_case: bool | None = None) -> None:
        if ignores_case is None:
            ignores_case = os.path.normcase("A") == "a"
        self._start = os.path.normcase(os.path.join(folder, ""))
        self._ignores_case = ignores_case
        lines = list(lines)
        # Most patterns are plain names, for which a set lookup is enough, unless a later `!` may override them.
        has_order = ignores_case or any(line.startswith("!") for line in lines)
        self._names = frozenset(line for line in lines if not has_order and _SPECIAL.isdisjoint(line))
        others = [line for line in lines if line not in self._names]
        #: Those that override others first.
        self._patterns = [_Pattern(line, ignores_case=ignores_case) for line in reversed(others)]

    def match(self, path: str) -> bool:
        """Returns whether the patterns match a file below the folder, or one of the folders that contain it."""
        path = os.path.abspath(path)
        if not os.path.normcase(path).startswith(self._start):
            return False
        parent = path[: len(self._start)]
        *folders, name = path.removeprefix(parent).split(os.sep)
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
        folder = os.path.join(folder, "")
        if not self._patterns or not os.path.normcase(folder).startswith(self._start):
            return None
        above = folder[len(self._start) :].replace(os.sep, "/")
        above, name = self._compared(above), self._compared(name)
        return next((one.include for one in self._patterns if one.matches(above, name, is_folder=is_folder)), None)

    def _compared(self, text: str) -> str:
        from tf2lint.config.wildmatch import as_bytes, lowered  # only if there are patterns

        return lowered(as_bytes(text)) if self._ignores_case else as_bytes(text)


class _Pattern:
    """One pattern, which matches names or, if it contains a slash, paths, as in git."""

    def __init__(self, line: str, *, ignores_case: bool) -> None:
        from tf2lint.config.wildmatch import as_bytes, expression_of

        found = _WITHOUT_SPACES.match(line)
        text = as_bytes(found[0] if found is not None else line)
        self.include = not text.startswith("!")
        text = text.removeprefix("!")
        self._is_folder = text.endswith("/")
        text = text.removesuffix("/")
        self._is_path = "/" in text
        text = text.removeprefix("/") if self._is_path else text
        expression = expression_of(text, is_path=self._is_path, ignores_case=ignores_case) if text else None
        if expression is None:
            raise UsageError(f"invalid pattern {line!r}: it matches nothing")
        self._match = re.compile(expression).fullmatch

    def matches(self, above: str, name: str, *, is_folder: bool) -> bool:
        """Returns whether the pattern matches an entry itself, rather than a folder that contains it.

        Args:
            above: the path of the containing folder, with a trailing slash; empty for the patterns' own folder.
            name: the entry's name.
            is_folder: whether it is a folder.
        """
        if self._is_folder and not is_folder:
            return False
        return self._match(f"{above}{name}" if self._is_path else name) is not None


def is_pattern(line: str) -> bool:
    """Returns whether a line is a valid pattern; git skips lines that are not."""
    try:
        Patterns(os.sep, [line])
    except UsageError:
        return False
    return True
