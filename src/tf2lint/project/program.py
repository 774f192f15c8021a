"""The program that a file belongs to, as text: whether something stands anywhere in it."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import MENTION
from tf2lint.source import python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project.dependencies import DependencyRecorder

#: What stands at the top of a project.
_MARKS: Final = (".git", ".hg", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py")
#: How many files of one program are read. A program with more is taken to mention everything.
_MOST_FILES: Final = 10_000


class ProgramTexts:
    """What the programs that were asked about mention, each looked through once for each question.

    Attributes:
        dependencies: notes what was answered; None if nobody keeps that.
    """

    def __init__(self) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._tops: dict[str, tuple[str, bool]] = {}
        self._files: dict[str, list[str]] = {}
        self._answers: dict[tuple[str, tuple[str, ...]], bool] = {}

    def mention(self, path: str, texts: tuple[str, ...]) -> bool:
        """Whether one of some texts stands in any file of the program that a file belongs to."""
        place = os.path.dirname(path)
        if place not in self._tops:
            self._tops[place] = _top(os.path.abspath(place))
        folder, is_project = self._tops[place]
        if folder not in self._files:
            files = python_files(folder, lambda _: None) if is_project else _of_packages(folder)
            self._files[folder] = list(islice(files, _MOST_FILES + 1))
        key = folder, texts
        if key not in self._answers:
            self._answers[key] = _any_has(self._files[folder], [text.encode() for text in texts])
        if self.dependencies is not None:
            self.dependencies.answered(path, (MENTION, *texts), self._answers[key])
        return self._answers[key]


class Program:
    """The program that one file belongs to.

    Args:
        path: the file.
        source: its text.
        programs: those that are known already.
    """

    def __init__(self, path: str, source: str, programs: ProgramTexts) -> None:
        self._path = path
        self._source = source
        self._has: dict[tuple[str, ...], bool] = {}
        self._programs = programs

    def text_has(self, *texts: str) -> bool:
        """Whether one of some texts stands in the file itself; a rule asks so for each call that it looks at."""
        if texts not in self._has:
            self._has[texts] = any(text in self._source for text in texts)
        return self._has[texts]

    def mentions(self, texts: tuple[str, ...]) -> bool:
        """Whether one of some texts stands in the file, or in any other one of the program."""
        return self.text_has(*texts) or self._programs.mention(self._path, texts)


def _top(folder: str) -> tuple[str, bool]:
    """The folder with all of a program: its project's, which is told apart, else that with its outermost package."""
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


def _any_has(files: list[str], texts: list[bytes]) -> bool:
    return len(files) > _MOST_FILES or any(_has(file, texts) for file in files)


def _has(path: str, texts: list[bytes]) -> bool:
    if not os.path.isfile(path):  # nobody may ever write into a pipe
        return False
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return any(text in data for text in texts)
