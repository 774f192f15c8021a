"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

import re
from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.project.text_index import TextIndex

_WORDS: Final = re.compile(rb"[\w\x80-\xff]+")
#: A class with bases. It begins with literal text, which is found faster than what must not stand in front of it.
_CLASS: Final = re.compile(r"class(?<!\wclass)\s+(\w+)\s*\(([^)]+)")
_NAME: Final = re.compile(r"\w+")
#: After so many searches for a word in each file, an index of all words is cheaper.
_MAX_PLAIN_SEARCHES: Final = 100
#: The same if each search reads files again.
_MAX_READING_SEARCHES: Final = 3


class WordIndex:
    """The files of a project that contain a word.

    A few words are searched for in each file. An index of all words costs as much as some hundred searches, so it is
    made when there have been many: the time that searches take then grows with what they find, not with the project.

    Args:
        files: the files of the project.
        texts: the texts of the files.
    """

    def __init__(self, files: Sequence[str], texts: TextIndex) -> None:
        self._project = files
        self._texts = texts
        self._searches = 0
        #: The numbers of the files with each word; the words of a large project are many.
        self._numbers: dict[bytes, array[int]] = {}

    def files_with(self, word: str) -> list[str]:
        """Returns the files that contain a word, in their order."""
        self._searches += 1
        if self._searches <= (_MAX_PLAIN_SEARCHES if self._texts.keeps_all else _MAX_READING_SEARCHES):
            what, found = f"word {word}", self._texts.found
            return [file for file in self._project if found(file, what, lambda text: word in text)]
        if not self._numbers:
            self._numbers = self._indexed()
        return [self._project[number] for number in self._numbers.get(word.encode(), ())]

    def _indexed(self) -> dict[bytes, array[int]]:
        numbers: dict[bytes, array[int]] = {}
        for number, file in enumerate(self._project):
            for word in set(_WORDS.findall(self._texts.content(file))):
                numbers.setdefault(word, array("L")).append(number)
        return numbers


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
        files: the files of the project.
        texts: the texts of the files.
    """

    def __init__(self, files: Sequence[str], texts: TextIndex) -> None:
        self._project = files
        self._texts = texts

    def derived(self, name: str) -> list[DerivedClass]:
        """Returns the classes with a base of a name."""
        return self._classes.get(name, [])

    @cached_property
    def _classes(self) -> dict[str, list[DerivedClass]]:
        classes: dict[str, list[DerivedClass]] = {}
        for file in self._project:
            for name, is_mixed, words in self._texts.found(file, "classes", _derived_classes):
                for word in words:
                    classes.setdefault(word, []).append(DerivedClass(file, name, is_mixed))
        return classes


def _derived_classes(text: str) -> list[tuple[str, bool, list[str]]]:
    """Returns the name of each class with bases, whether it has several, and the words in them."""
    found = ((name, bases) for name, bases in _CLASS.findall(text))
    return [(name, "," in bases, list(dict.fromkeys(_NAME.findall(bases)))) for name, bases in found]
