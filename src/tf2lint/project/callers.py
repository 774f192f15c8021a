"""Finds the files of a project that may call something, by their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import CALLERS
from tf2lint.project.import_sources import ImportSources

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project.dependencies import DependencyRecorder

_WORD: Final = re.compile(r"\w+")
_WORDS: Final = re.compile(rb"[\w\x80-\xff]+")
#: A call of a function, or a place that gives it another name: `functools.partial(f)`, `g = f`, `target=f`.
_CALL: Final = r"\b{0}\s*\(|(?:\bpartial\(\s*|=[ \t]*)(?:\w+\.)*{0}\b"
#: An assignment to an attribute, also in a tuple, by `setattr`, or by `with`.
_ASSIGNMENT: Final = (
    r"\.{0}[ \t]*=(?!=)|\.{0}[ \t]*,[^\n=]*=(?!=)|\bsetattr\([^\n]*[\"']{0}[\"']|\bas[ \t]+[\w.]+\.{0}\b"
)
#: A class that derives from another.
_SUBCLASS: Final = r"\bclass\s+\w+\s*\([^)]*\b{0}\b"
#: The method that derived classes inherit and that is called by the name of the class.
_CONSTRUCTOR: Final = "__init__"
#: A use of a container.
_ITEM: Final = r"\b{0}\b"
#: Before the name of an attribute that is assigned to, and of a container from which what is called is taken out.
_ASSIGNED: Final = "="
_TAKEN_OUT: Final = "["
_PATTERNS: Final = {_ASSIGNED: _ASSIGNMENT, _TAKEN_OUT: _ITEM}
#: Texts of files are kept up to this size, in bytes; of larger projects they are read again for each search.
_MAX_KEPT: Final = 64_000_000
#: After so many searches for a word in each file, an index of all words is cheaper.
_MAX_PLAIN_SEARCHES: Final = 100
#: In a project of so many files, each may call anything: objects of a class also get to files that don't import it.
_SMALL_PROJECT: Final = 32
_SEPARATOR: Final = "\0"


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


class CallerSearch:
    """Finds callers.

    A file can only call a function or method of another module if it contains its name with an opening parenthesis. It
    also imports the module, or gets from another what that one imports from it. Only objects may come to it otherwise,
    which is followed in small projects alone. A file that calls a constructor creates an object or derives a class.

    Args:
        files: returns the files of the project that a file belongs to.

    Attributes:
        dependencies: records the answers; None to record nothing.
    """

    def __init__(self, files: Callable[[str], list[str]]) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._files = files
        self._kept: dict[str, bytes] = {}
        self._size = 0
        self._imports = ImportSources(self._text)
        self._words = WordIndex(self._text)
        self._found: dict[tuple[str, ...], list[str]] = {}
        self._matching: dict[tuple[str, str], dict[str, bool]] = {}

    def callers(self, path: str, expression: str, *, assigned: bool = False) -> list[str]:
        """Returns the files that may call something, or that may assign to an attribute.

        Args:
            path: the module's file.
            expression: what is called or assigned to, over the names of the module.
            assigned: whether it is assigned to.
        """
        names = _WORD.findall(expression)
        kind = _ASSIGNED if assigned else _TAKEN_OUT if expression.endswith("]") else ""
        words = (f"{kind}{names[-1]}", *names[:-1])
        found = self.search(path, words)
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (CALLERS, *words), joined(found))
        return found

    def search(self, path: str, words: tuple[str, ...]) -> list[str]:
        """Returns the other files of the project that may call the first word, the name of something in a module.

        Args:
            path: the module's file.
            words: the name, with a mark in front if it is not called but used otherwise; then the names before it.
        """
        key = (path, *words)
        if key not in self._found:
            mark = words[0][0] if words[0][0] in _PATTERNS else ""
            name = words[0].removeprefix(mark)
            owner = words[1] if len(words) > 1 else name
            is_constructor, is_assigned = name == _CONSTRUCTOR, mark == _ASSIGNED
            # A call of `__init__` by name needs the name of the class as well, which is in fewer files.
            found = self._uses(path, owner if is_constructor else name, _PATTERNS.get(mark, _CALL), name)
            if is_constructor or is_assigned or owner is name:
                found |= self._uses(path, owner, _SUBCLASS, owner)
            self._found[key] = [file for file in self._files(path) if file in found]
        return self._found[key]

    def _uses(self, path: str, word: str, pattern: str, name: str) -> set[str]:
        """Returns the other files that contain a word, use a name as a pattern says, and can know a module."""
        files = self._files(path)
        is_small = len(files) <= _SMALL_PROJECT
        return {
            file
            for file in self._words.files_with(word, files)
            if file != path and self._matches(file, pattern, name) and (is_small or path in self._imports.reached(file))
        }

    def _matches(self, file: str, pattern: str, name: str) -> bool:
        """Returns whether a file uses a name as a pattern says; many classes have attributes of the same name."""
        known = self._matching.setdefault((pattern, name), {})
        if file not in known:
            known[file] = re.search(pattern.format(re.escape(name)).encode(), self._text(file)) is not None
        return known[file]

    def _text(self, file: str) -> bytes:
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


def joined(files: list[str]) -> str:
    """Returns the answer that names files, as it is recorded."""
    return _SEPARATOR.join(files)


def reached(answer: str) -> list[str]:
    """Returns the files in a recorded answer."""
    return answer.split(_SEPARATOR) if answer else []
