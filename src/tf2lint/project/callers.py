"""Finds the files of a project that may call something, by their texts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import CALLERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project.dependencies import DependencyRecorder

_WORD: Final = re.compile(r"\w+")
#: Texts of files are kept up to this size, in bytes; of larger projects they are read again for each search.
_MAX_KEPT: Final = 64_000_000
_SEPARATOR: Final = "\0"


class CallerSearch:
    """Finds callers.

    A file can only call a function of another module if it contains its name with an opening parenthesis, and the name
    of the module, of its package, or of the function's class: it imports one of these, or has an object that was made
    where they are named.

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
        self._found: dict[tuple[str, ...], list[str]] = {}

    def callers(self, path: str, expression: str) -> list[str]:
        """Returns the files that may call something.

        Args:
            path: the module's file.
            expression: what is called, over the names of the module.
        """
        names = _WORD.findall(expression)
        words = (names[-1], *sorted({*names[:-1], *_module_names(path)}))
        found = self.search(path, words)
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (CALLERS, *words), joined(found))
        return found

    def search(self, path: str, words: tuple[str, ...]) -> list[str]:
        """Returns the other files of the project that contain a call of the first word, and one of the others."""
        key = (path, *words)
        if key not in self._found:
            call = re.compile(rf"\b{re.escape(words[0])}\s*\(".encode())
            first, others = words[0].encode(), [word.encode() for word in words[1:]]
            self._found[key] = [
                file
                for file in self._files(path)
                if file != path
                and first in (text := self._text(file))
                and any(other in text for other in others)
                and call.search(text)
            ]
        return self._found[key]

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


def _module_names(path: str) -> list[str]:
    """Returns the names by which a module may be imported, or what re-exports it."""
    folder, file = os.path.split(path)
    package = os.path.basename(folder)
    stem = file.removesuffix(".py")
    return [name for name in (package, "" if stem == "__init__" else stem) if name]
