"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.text_index import TextIndex

_WORDS: Final = re.compile(rb"[\w\x80-\xff]+")
#: A class with bases. It begins with literal text, which is found faster than what must not stand in front of it.
_CLASS: Final = re.compile(r"class(?<!\wclass)\s+(\w+)\s*\(([^)]+)")
_NAME: Final = re.compile(r"\w+")
#: After so many searches for words in a file, an index of all words is cheaper.
_MAX_PLAIN_SEARCHES: Final = 100
#: The same if each search reads the file again.
_MAX_READING_SEARCHES: Final = 3


class WordIndex:
    """The words in the files of a project.

    A few words are searched for in each file. To index all of its words costs as much as some hundred searches, so that
    is done after many: the time that searches take then grows with what they find, not with the project.

    Args:
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._texts = texts
        self._searches = Counter[str]()
        #: The indexed files, and for each word the numbers of those with it; the words of a large project are many.
        self._indexed: dict[str, int] = {}
        self._numbers: dict[bytes, array[int]] = {}

    def files_with(self, word: str, files: Iterable[str]) -> list[str]:
        """Returns those of some files that contain a word."""
        encoded = word.encode()
        return [file for file in files if self._contains(file, word, encoded)]

    def _contains(self, file: str, word: str, encoded: bytes) -> bool:
        if file not in self._indexed:
            self._searches[file] += 1
            if self._searches[file] <= (_MAX_PLAIN_SEARCHES if self._texts.keeps_all else _MAX_READING_SEARCHES):
                is_found: bool = self._texts.found(file, f"word {word}", lambda text: word in text)
                return is_found
            self._index(file)
        numbers, number = self._numbers.get(encoded, ()), self._indexed[file]
        position = bisect_left(numbers, number)
        return position < len(numbers) and numbers[position] == number

    def _index(self, file: str) -> None:
        number = self._indexed[file] = len(self._indexed)  # so the numbers of each word ascend
        for word in set(_WORDS.findall(self._texts.content(file))):
            self._numbers.setdefault(word, array("L")).append(number)


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
    """The classes of files by the words that name their bases.

    Args:
        texts: the texts of the files.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._texts = texts
        self._classes: dict[str, dict[str, list[DerivedClass]]] = {}

    def derived(self, name: str, files: Iterable[str]) -> list[DerivedClass]:
        """Returns the classes in some files with a base of a name."""
        return [derived for file in files for derived in self._classes_in(file).get(name, ())]

    def _classes_in(self, file: str) -> dict[str, list[DerivedClass]]:
        if file not in self._classes:
            classes = self._classes[file] = dict[str, list[DerivedClass]]()
            for name, is_mixed, words in self._texts.found(file, "classes", _derived_classes):
                for word in words:
                    classes.setdefault(word, []).append(DerivedClass(file, name, is_mixed))
        return self._classes[file]


def _derived_classes(text: str) -> list[tuple[str, bool, list[str]]]:
    """Returns the name of each class with bases, whether it has several, and the words in them."""
    found = ((name, bases) for name, bases in _CLASS.findall(text))
    return [(name, "," in bases, list(dict.fromkeys(_NAME.findall(bases)))) for name, bases in found]
