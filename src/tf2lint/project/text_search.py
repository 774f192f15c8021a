"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.text_index import TextIndex

_WORDS: Final = re.compile(rb"[\w\x80-\xff]+")
#: A class with bases. It begins with literal text, which is found faster than what must not stand in front of it.
_CLASS: Final = re.compile(r"class(?<!\wclass)\s+(\w+)\s*\(([^)]+)")
_NAME: Final = re.compile(r"\w+")
#: After so many searches for a word in each file, an index of all words is cheaper.
_MAX_PLAIN_SEARCHES: Final = 100


class WordIndex:
    """The files of a project that contain a word.

    A few words are searched for in each file. An index of all words costs as much as some hundred searches, so it is
    made when there have been many: the time that searches take then grows with what they find, not with the project.

    Args:
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._texts = texts
        self._searches = 0
        self._files: dict[bytes, dict[str, None]] = {}
        self._indexed = set[str]()

    def files_with(self, word: str, files: list[str]) -> list[str]:
        """Returns those of the given files that contain a word, in their order."""
        self._searches += 1
        if self._searches <= _MAX_PLAIN_SEARCHES:
            what, found = f"word {word}", self._texts.found
            return [file for file in files if found(file, what, lambda text: word in text)]
        self._add(files)
        having = self._files.get(word.encode(), {})
        return [file for file in files if file in having] if having else []

    def _add(self, files: list[str]) -> None:
        for file in files:
            if file not in self._indexed:
                self._indexed.add(file)
                for word in set(_WORDS.findall(self._texts.content(file))):
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
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._texts = texts
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
        for name, is_mixed, words in self._texts.found(file, "classes", _derived_classes):
            for word in words:
                self._classes.setdefault(word, []).append(DerivedClass(file, name, is_mixed))


def _derived_classes(text: str) -> list[tuple[str, bool, list[str]]]:
    """Returns the name of each class with bases, whether it has several, and the words in them."""
    found = ((name, bases) for name, bases in _CLASS.findall(text))
    return [(name, "," in bases, list(dict.fromkeys(_NAME.findall(bases)))) for name, bases in found]
