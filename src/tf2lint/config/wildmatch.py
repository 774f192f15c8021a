"""Translates the patterns of .gitignore files into regular expressions that match what git matches.

Git compares bytes, so texts are turned into one character a byte. No expression takes more than quadratic time: what
stands between two stars is matched at the first place where it can be, because any later one leaves less for the rest.
"""

from __future__ import annotations

import re
import string
from typing import Final

_ANY_NAME: Final = "[^/]*"
_FOLDER: Final = "(?:[^/]*/)"
_SPECIAL: Final = re.compile(r"[*?\[\\]")
_BYTES: Final = [chr(code) for code in range(256)]
_CLASSES: Final = {
    "alnum": string.ascii_letters + string.digits, "alpha": string.ascii_letters, "blank": " \t",
    "cntrl": "".join([*map(chr, range(32)), "\x7f"]), "digit": string.digits,
    "graph": string.ascii_letters + string.digits + string.punctuation, "lower": string.ascii_lowercase,
    "print": string.ascii_letters + string.digits + string.punctuation + " ", "punct": string.punctuation,
    "space": string.whitespace, "upper": string.ascii_uppercase, "xdigit": string.hexdigits,
}  # fmt: skip


class _NeverMatchesError(Exception):
    """A pattern that matches nothing."""


def as_bytes(text: str) -> str:
    """Returns a text with one character for each byte of it."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    except UnicodeEncodeError:  # Windows has names that no bytes stand for
        return text.encode("utf-8", "surrogatepass").decode("latin-1")


def lowered(text: str) -> str:
    """Returns what `as_bytes` returned with its letters in lower case: git knows only those of ASCII."""
    return text.lower() if text.isascii() else text.encode("latin-1").lower().decode("latin-1")


def expression_of(pattern: str, *, is_path: bool, ignores_case: bool = False) -> str | None:
    """Returns the regular expression for a whole name or path; None for a pattern that matches nothing.

    Args:
        pattern: the pattern, without its `!` and without slashes at its beginning and end, as `as_bytes` returns it.
        is_path: whether it is about paths, in which a star matches no slash.
        ignores_case: whether case makes no difference; names must be in lower case then.
    """
    parser = _Parser(pattern, is_path=is_path, ignores_case=ignores_case)
    try:
        return parser.expression()
    except _NeverMatchesError:
        return None


class _Parser:
    """Reads a pattern from its beginning to its end."""

    def __init__(self, pattern: str, *, is_path: bool, ignores_case: bool) -> None:
        self._pattern = pattern
        self._is_path = is_path
        self._ignores_case = ignores_case
        self._place = 0
        first = _SPECIAL.search(pattern)
        #: Git compares what precedes the first special character by itself; two stars there are at the beginning.
        self._start = first.start() if first is not None else len(pattern)

    def expression(self) -> str:
        """Returns the regular expression.

        Raises:
            _NeverMatchesError: the pattern matches nothing.
        """
        parts, tail = [self._characters()], ""
        while not self._is_at_end():
            if self._starts_folders():
                self._skip_stars()
                if self._is_at_end():
                    tail = "(?s:.*)"
                    break
                is_escaped = self._pattern[self._place] == "\\"  # then it must be at least one folder
                self._place += 1 + is_escaped
                parts += [f"{_FOLDER}{'+' if is_escaped else '*'}", self._names()]
            else:
                parts[-1] += self._names()
        found = parts[0]
        for index in range(2, len(parts), 2):
            # Up to the next two stars, the number of folders is fixed.
            is_last = index == len(parts) - 1 and not tail
            folders, names = parts[index - 1], parts[index]
            found += f"{folders}{names}" if is_last else f"(?>{folders}?{names})"
        return f"{found}{tail}"

    def _is_at_end(self) -> bool:
        return self._place >= len(self._pattern)

    def _skip_stars(self) -> None:
        while self._pattern.startswith("*", self._place):
            self._place += 1

    def _starts_folders(self) -> bool:
        """Returns whether two stars that stand here match any number of folders."""
        place = self._place
        if not self._is_path or not self._pattern.startswith("**", place):
            return False
        if place > self._start and self._pattern[place - 1] != "/":
            return False
        rest = self._pattern[place:].lstrip("*")
        return not rest or rest.startswith(("/", "\\/"))

    def _names(self) -> str:
        """Returns the expression up to two stars that match folders: names, with stars in them, and slashes."""
        found = self._characters()
        while not self._is_at_end() and not self._starts_folders():
            self._skip_stars()
            after = self._characters(up_to_slash=True)
            is_last = self._is_at_end() or self._pattern[self._place] != "*" or self._starts_folders()
            found += f"{_ANY_NAME}{after}" if is_last else f"(?>{_ANY_NAME}?{after})"
            found += self._characters()
        return found

    def _characters(self, *, up_to_slash: bool = False) -> str:
        """Returns the expression of what stands before the next star, or before the end of the name."""
        found = ""
        while not self._is_at_end() and self._pattern[self._place] != "*":
            character = self._pattern[self._place]
            if up_to_slash and self._is_path and self._pattern.startswith(("/", "\\/"), self._place):
                break
            if character == "?":
                found += "[^/]" if self._is_path else "(?s:.)"
            elif character == "[":
                found += self._class()
            else:
                if character == "\\":
                    self._place += 1
                    if self._is_at_end():
                        raise _NeverMatchesError
                    character = self._pattern[self._place]
                found += re.escape(character.lower() if self._ignores_case and character.isascii() else character)
            self._place += 1
        return found

    def _class(self) -> str:
        """Returns the expression of a class of characters, and moves to its last bracket."""
        self._place += 1
        is_negated = self._pattern.startswith(("!", "^"), self._place)
        self._place += is_negated
        matched = set[str]()
        before, is_first = "", True
        while is_first or self._next() != "]":
            is_first = False
            character = self._next()
            if character == "\\":
                self._place += 1
                character = self._next()
                matched.add(character)
            elif character == "-" and before and self._pattern[self._place + 1 : self._place + 2] not in ("", "]"):
                self._place += 1
                if self._next() == "\\":
                    self._place += 1
                matched.update(self._range(before, self._next()))
                character = ""
            elif character == "[" and self._pattern.startswith(":", self._place + 1):
                end = self._pattern.find("]", self._place + 2)
                if end < 0:
                    raise _NeverMatchesError
                name = self._pattern[self._place + 2 : end]
                if name.endswith(":"):
                    matched.update(self._named(name[:-1]))
                    self._place = end
                    character = ""
                else:
                    matched.add(character)
            else:
                matched.add(character)
            before = character
            self._place += 1
        characters = {one for one in _BYTES if (one in matched) is not is_negated} - ({"/"} if self._is_path else set())
        if not characters:
            raise _NeverMatchesError
        return f"[{''.join(map(re.escape, sorted(characters)))}]"

    def _next(self) -> str:
        if self._is_at_end():
            raise _NeverMatchesError
        return self._pattern[self._place]

    def _range(self, first: str, last: str) -> set[str]:
        """Returns the characters of a range."""
        found = {one for one in _BYTES if first <= one <= last}
        return found | {one.lower() for one in found if one.isascii()} if self._ignores_case else found

    def _named(self, name: str) -> str:
        """Returns the characters of a class with a name."""
        if name not in _CLASSES:
            raise _NeverMatchesError
        return string.ascii_letters if self._ignores_case and name == "upper" else _CLASSES[name]
