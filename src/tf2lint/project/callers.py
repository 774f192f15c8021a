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
_SEPARATOR: Final = "\0"


class _Use:
    """A way in which a text uses a name.

    Args:
        name: the name.
        pattern: how the text uses it.
    """

    def __init__(self, name: str, pattern: re.Pattern[bytes]) -> None:
        self._name = name.encode()
        self._pattern = pattern

    def is_in(self, text: bytes) -> bool:
        """Returns whether a text uses the name like that."""
        return self._name in text and self._pattern.search(text) is not None


class CallerSearch:
    """Finds callers.

    A file can only call a function or class of another module if it contains its name with an opening parenthesis, and
    imports the module, or gets from a package what the package imports from it. A method can also be called on an
    object that comes from elsewhere; then the file contains the name of its class. One that calls a constructor always
    does: it creates an object or derives a class.

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
        self._found: dict[tuple[str, ...], list[str]] = {}

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
        """Returns the other files of the project that contain a call of the first word.

        They contain one of the other words as well, or import the module.
        """
        key = (path, *words)
        if key not in self._found:
            name, others = words[0].lstrip(f"{_ASSIGNED}{_TAKEN_OUT}"), [word.encode() for word in words[1:]]
            use = _Use(name, re.compile(_PATTERNS.get(words[0][0], _CALL).format(re.escape(name)).encode()))
            class_name = words[1] if others else name
            derived = _Use(class_name, re.compile(_SUBCLASS.format(re.escape(class_name)).encode()))
            is_inherited = words[0] == _CONSTRUCTOR or not others or words[0].startswith(_ASSIGNED)
            self._found[key] = [
                file
                for file in self._files(path)
                if file != path
                and (
                    (use.is_in(text := self._text(file)) and self._knows(file, path, words[0], others))
                    or (is_inherited and derived.is_in(text))
                )
            ]
        return self._found[key]

    def _knows(self, file: str, path: str, used: str, words: list[bytes]) -> bool:
        """Returns whether a file contains one of several words, or imports a module, unless it uses a constructor."""
        text = self._text(file)
        return any(word in text for word in words) or (used != _CONSTRUCTOR and path in self._imports.reached(file))

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
