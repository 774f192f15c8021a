"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.text_searches import contains, derived_classes, has_word, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.text_index import TextIndex

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
        self._numbers: dict[str, array[int]] = {}

    def files_with(self, word: str, files: Iterable[str]) -> list[str]:
        """Returns those of some files that contain a word."""
        return [file for file in files if self._contains(file, word)]

    def _contains(self, file: str, word: str) -> bool:
        if file not in self._indexed:
            self._searches[file] += 1
            if self._searches[file] <= (_MAX_PLAIN_SEARCHES if self._texts.keeps_all else _MAX_READING_SEARCHES):
                return bool(self._texts.found(file, contains, word))
            self._index(file)
        self._texts.note(has_word, word)
        numbers, number = self._numbers.get(word, ()), self._indexed[file]
        position = bisect_left(numbers, number)
        return position < len(numbers) and numbers[position] == number

    def _index(self, file: str) -> None:
        number = self._indexed[file] = len(self._indexed)  # so the numbers of each word ascend
        for word in words_in(self._texts.content(file).decode("utf-8", "replace")):
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
            for name, is_mixed, words in self._texts.found(file, derived_classes):
                for word in words:
                    classes.setdefault(word, []).append(DerivedClass(file, name, is_mixed))
        return self._classes[file]
