"""Finds the files of a project that may call something, by their texts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import CALLERS
from tf2lint.source import imported_modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project.dependencies import DependencyRecorder

_WORD: Final = re.compile(r"\w+")
_CONSTRUCTOR: Final = "__init__"
#: Texts of files are kept up to this size, in bytes; of larger projects they are read again for each search.
_MAX_KEPT: Final = 64_000_000
_SEPARATOR: Final = "\0"


class CallerSearch:
    """Finds callers.

    A file can only call a function or class of another module if it contains its name with an opening parenthesis, and
    imports the module, or a package that imports it. A method can also be called on an object that comes from
    elsewhere; then the file contains the name of its class. One that calls a constructor always does: it creates
    an object or derives a class.

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
        self._imported: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, ...], list[str]] = {}

    def callers(self, path: str, expression: str) -> list[str]:
        """Returns the files that may call something.

        Args:
            path: the module's file.
            expression: what is called, over the names of the module.
        """
        names = _WORD.findall(expression)
        words = (names[-1], *names[:-1])
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
            call = re.compile(rf"\b{re.escape(words[0])}\s*\(".encode())
            first, others = words[0].encode(), [word.encode() for word in words[1:]]
            self._found[key] = [
                file
                for file in self._files(path)
                if file != path
                and first in (text := self._text(file))
                and call.search(text)
                and (
                    any(other in text for other in others)
                    or (words[0] != _CONSTRUCTOR and self._imports(file, path, set()))
                )
            ]
        return self._found[key]

    def _imports(self, file: str, module: str, seen: set[str]) -> bool:
        """Returns whether a file imports a module, or a package that does."""
        if file not in self._imported:
            self._imported[file] = frozenset(imported_modules(self._text(file).decode("utf-8", "replace"), file))
        seen.add(file)
        return module in self._imported[file] or any(
            self._imports(package, module, seen)
            for package in sorted(self._imported[file])
            if os.path.basename(package) == "__init__.py" and package not in seen
        )

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
