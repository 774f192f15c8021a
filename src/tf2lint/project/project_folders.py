"""The projects that files belong to: the folder with a `pyproject.toml` or the like, and the Python files in it."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import python_files, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Files and folders that mark the top folder of a project.
_MARKS: Final = (".git", ".hg", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py")
#: How many files of a project are read at most. A program in a larger one has every fact; a warning says so.
_MAX_FILES: Final = 100_000
_TOO_LARGE: Final = (
    f"{{}}: more than {_MAX_FILES:,} Python files, so findings that depend on other files may be missing; a"
    " pyproject.toml in each part of it makes these parts projects of their own"
)


class ProjectFolder(NamedTuple):
    """The files of a project.

    Attributes:
        folder: its top folder.
        files: the absolute paths of its Python files; none if there are too many to read.
        is_too_large: whether there are too many.
    """

    folder: str
    files: tuple[str, ...]
    is_too_large: bool = False


class ProjectFolders:
    """The projects of all files, as they are when they are first asked for.

    Args:
        warn: called with a message if a project is too large to be read.

    Attributes:
        by_folder: the project of the files in a folder, for each folder that was asked about.
    """

    def __init__(self, warn: Callable[[str], None]) -> None:
        self.by_folder: dict[str, ProjectFolder] = {}
        self._warn = warn
        self._projects: dict[str, ProjectFolder] = {}

    def of(self, folder: str) -> ProjectFolder:
        """Returns the project of the files in a folder, given by its absolute path."""
        if folder not in self.by_folder:
            top, is_project = _top_folder(folder)
            if top not in self._projects:
                self._projects[top] = self._read(top, is_project=is_project)
            self.by_folder[folder] = self._projects[top]
        return self.by_folder[folder]

    def _read(self, top: str, *, is_project: bool) -> ProjectFolder:
        found = python_files(top, lambda _: None) if is_project else _of_packages(top)
        files = tuple(islice(found, _MAX_FILES + 1))
        if len(files) <= _MAX_FILES:
            return ProjectFolder(top, files)
        self._warn(_TOO_LARGE.format(top))
        return ProjectFolder(top, (), is_too_large=True)


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
    for parent, folders, names in walk(folder, lambda _: None):
        folders[:] = sorted(name for name in folders if os.path.isfile(os.path.join(parent, name, "__init__.py")))
        yield from (os.path.join(parent, name) for name in sorted(names) if name.endswith(".py"))
