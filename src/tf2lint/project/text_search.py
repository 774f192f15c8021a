"""Searches the texts of a project's files for words and classes."""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.text_searches import contains, derived_classes, has_word, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.project.text_index import TextIndex

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
        self._numbers: dict[str, array[int]] = {}

    def files_with(self, word: str) -> list[str]:
        """Returns the files that contain a word, in their order."""
        self._searches += 1
        if self._searches <= (_MAX_PLAIN_SEARCHES if self._texts.keeps_all else _MAX_READING_SEARCHES):
            found = self._texts.found
            return [file for file in self._project if found(file, contains, word)]
        self._texts.results(has_word, word)
        if not self._numbers:
            self._numbers = self._indexed()
        return [self._project[number] for number in self._numbers.get(word, ())]

    def _indexed(self) -> dict[str, array[int]]:
        numbers: dict[str, array[int]] = {}
        for number, file in enumerate(self._project):
            for word in words_in(self._texts.content(file).decode("utf-8", "replace")):
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
            for name, is_mixed, words in self._texts.found(file, derived_classes):
                for word in words:
                    classes.setdefault(word, []).append(DerivedClass(file, name, is_mixed))
        return classes
