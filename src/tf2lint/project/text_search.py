"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WORDS: Final = re.compile(rb"[\w\x80-\xff]+")
#: A class with bases.
_CLASS: Final = re.compile(rb"\bclass\s+(\w+)\s*\(([^)]+)")
#: Texts of files are kept up to this size, in bytes; of larger projects they are read again for each search.
_MAX_KEPT: Final = 64_000_000
#: After so many searches for a word in each file, an index of all words is cheaper.
_MAX_PLAIN_SEARCHES: Final = 100


class KeptTexts:
    """The texts of files, read once as far as memory allows."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def text(self, file: str) -> bytes:
        """Returns the content of a file; nothing if it can't be read."""
        if file in self._kept:
            return self._kept[file]
        try:
            with open(file, "rb") as opened:
                text = opened.read()
        except OSError:
            text = b""
        if self._size + len(text) <= _MAX_KEPT:
            self._size += len(text)
            self._kept[file] = text
        return text


class WordIndex:
    """The files of a project that contain a word.

    A few words are searched for in each file. An index of all words costs as much as some hundred searches, so it is
    made when there have been many: the time that searches take then grows with what they find, not with the project.

    Args:
        text: returns the content of a file.
    """

    def __init__(self, text: Callable[[str], bytes]) -> None:
        self._text = text
        self._searches = 0
        self._files: dict[bytes, dict[str, None]] = {}
        self._indexed = set[str]()

    def files_with(self, word: str, files: list[str]) -> list[str]:
        """Returns those of the given files that contain a word, in their order."""
        self._searches += 1
        encoded = word.encode()
        if self._searches <= _MAX_PLAIN_SEARCHES:
            return [file for file in files if encoded in self._text(file)]
        self._add(files)
        found = self._files.get(encoded, {})
        return [file for file in files if file in found] if found else []

    def _add(self, files: list[str]) -> None:
        for file in files:
            if file not in self._indexed:
                self._indexed.add(file)
                for word in set(_WORDS.findall(self._text(file))):
                    self._files.setdefault(word, {})[file] = None


class DerivedClass(NamedTuple):
    """A class with bases.

    Attributes:
        path: its file.
        name: its name.
        is_mixed: whether it has several bases.
    """

    path: str
    name: str
    is_mixed: bool


class DerivedClassIndex:
    """The classes of a project by the words that name their bases.

    Args:
        text: returns the content of a file.
    """

    def __init__(self, text: Callable[[str], bytes]) -> None:
        self._text = text
        self._classes: dict[str, list[DerivedClass]] = {}
        self._indexed = set[str]()

    def derived(self, name: str, files: Iterable[str]) -> list[DerivedClass]:
        """Returns the classes with a base of a name, those of the given files and of others that were asked about."""
        for file in files:
            if file not in self._indexed:
                self._indexed.add(file)
                self._add(file)
        return self._classes.get(name, [])

    def _add(self, file: str) -> None:
        for name, bases in _CLASS.findall(self._text(file)):
            found = DerivedClass(file, name.decode("utf-8", "replace"), b"," in bases)
            for word in dict.fromkeys(_WORDS.findall(bases)):
                self._classes.setdefault(word.decode("utf-8", "replace"), []).append(found)
