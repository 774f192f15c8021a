"""The program that a file belongs to, as text: whether some word stands anywhere in it."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final

from tf2lint.files import python_files

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

#: What stands at the top of a project.
_MARKS: Final = (".git", ".hg", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py")
#: How many files of one program are read. A program with more is taken to mention everything.
_MOST_FILES: Final = 10_000


class Programs:
    """What the programs that were asked about mention, each looked through once for each question."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, re.Pattern[str]], bool] = {}

    def mentions(self, path: str, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern matches in any file of the program that a file belongs to."""
        folder, is_project = _top(path)
        key = folder, pattern
        if key not in self._answers:
            files = python_files([folder], lambda _: None) if is_project else _of_packages(folder)
            self._answers[key] = _any_matches(list(islice(files, _MOST_FILES + 1)), pattern)
        return self._answers[key]


class Program:
    """The program that one file belongs to.

    Args:
        path: the file.
        source: its text.
        programs: those that are known already.
    """

    def __init__(self, path: str, source: str, programs: Programs) -> None:
        self._path = path
        self._source = source
        self._programs = programs

    def text_has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern matches in the file itself."""
        return pattern.search(self._source) is not None

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern matches in the file, or in any other one of the program."""
        return self.text_has(pattern) or self._programs.mentions(self._path, pattern)


def _top(path: str) -> tuple[str, bool]:
    """The folder with all of a program: its project's, which is told apart, else that with its outermost package."""
    folder = os.path.dirname(os.path.abspath(path))
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    above = folder
    while not any(os.path.exists(os.path.join(above, mark)) for mark in _MARKS):
        if above == os.path.dirname(above):
            return folder, False
        above = os.path.dirname(above)
    return above, True


def _of_packages(folder: str) -> Iterator[str]:
    """The files in a folder that is no project's, and those in the packages there."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if os.path.isfile(os.path.join(place, name, "__init__.py"))]
        yield from (os.path.join(place, name) for name in names if name.endswith(".py"))


def _any_matches(files: list[str], pattern: re.Pattern[str]) -> bool:
    return len(files) > _MOST_FILES or any(pattern.search(_text(file)) for file in files)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
