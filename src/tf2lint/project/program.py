"""Searches the text of the program that a file belongs to."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import MENTION
from tf2lint.source import python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project.dependencies import DependencyRecorder

#: Files and folders that mark the top folder of a project.
_MARKS: Final = (".git", ".hg", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py")
#: How many files of a program are read at most. A larger program is assumed to mention everything.
_MAX_FILES: Final = 10_000


class ProgramTexts:
    """The texts of programs; each program is searched once for each query.

    Attributes:
        dependencies: records the answers; None to record nothing.
    """

    def __init__(self) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._top_folders: dict[str, tuple[str, bool]] = {}
        self._files: dict[str, list[str]] = {}
        self._answers: dict[tuple[str, tuple[str, ...]], bool] = {}

    def files(self, path: str) -> list[str]:
        """Returns the files of the program that `path` belongs to; none if there are too many to search."""
        files = self._files_of(self._folder_of(path))
        return files if len(files) <= _MAX_FILES else []

    def _folder_of(self, path: str) -> tuple[str, bool]:
        """Returns the top folder of the program that a file belongs to, see `_top_folder`."""
        parent = os.path.dirname(path)
        if parent not in self._top_folders:
            self._top_folders[parent] = _top_folder(os.path.abspath(parent))
        return self._top_folders[parent]

    def _files_of(self, top_folder: tuple[str, bool]) -> list[str]:
        folder, is_project = top_folder
        if folder not in self._files:
            files = python_files(folder, lambda _: None) if is_project else _of_packages(folder)
            self._files[folder] = list(islice(files, _MAX_FILES + 1))
        return self._files[folder]

    def mention(self, path: str, texts: tuple[str, ...]) -> bool:
        """Returns whether any of the texts occurs in any file of the program that `path` belongs to."""
        top_folder = self._folder_of(path)
        key = top_folder[0], texts
        if key not in self._answers:
            self._answers[key] = _any_file_contains(self._files_of(top_folder), [text.encode() for text in texts])
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (MENTION, *texts), self._answers[key])
        return self._answers[key]


class Program:
    """The program that one file belongs to.

    Args:
        path: the file.
        source: its text.
        programs: the texts of all programs, shared by their files.
    """

    def __init__(self, path: str, source: str, programs: ProgramTexts) -> None:
        self._path = path
        self._source = source
        self._contains: dict[tuple[str, ...], bool] = {}
        self._programs = programs

    def text_has(self, *texts: str) -> bool:
        """Returns whether any of the texts occurs in the file itself; cached, because rules ask for each call."""
        if texts not in self._contains:
            self._contains[texts] = any(text in self._source for text in texts)
        return self._contains[texts]

    def mentions(self, texts: tuple[str, ...]) -> bool:
        """Returns whether any of the texts occurs in the file, or in any other file of the program."""
        return self.text_has(*texts) or self._programs.mention(self._path, texts)


def _top_folder(folder: str) -> tuple[str, bool]:
    """Returns the folder of a program's project, and True; without one, that with its outermost package, and False."""
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    above = folder
    while not any(os.path.exists(os.path.join(above, mark)) for mark in _MARKS):
        if above == os.path.dirname(above):
            return folder, False
        above = os.path.dirname(above)
    return above, True


def _of_packages(folder: str) -> Iterator[str]:
    """Yields the Python files in a folder outside of any project, and those in its packages."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if os.path.isfile(os.path.join(parent, name, "__init__.py"))]
        yield from (os.path.join(parent, name) for name in names if name.endswith(".py"))


def _any_file_contains(files: list[str], texts: list[bytes]) -> bool:
    return len(files) > _MAX_FILES or any(_file_contains(file, texts) for file in files)


def _file_contains(path: str, texts: list[bytes]) -> bool:
    if not os.path.isfile(path):  # reading a named pipe could block forever
        return False
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return any(text in data for text in texts)
