"""Which files a check is about: those that are named, and those in folders that nothing leaves out."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from tf2lint.config import Patterns, is_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.config import Configurations

#: The ends of the names of files that hold Python.
ENDINGS: Final = (".py", ".ipynb")
_HERE: Final = os.path.join(".", "")


class Discovery:
    """Finds the files of a check.

    Args:
        configs: what is in force for each file.
        exclude: patterns of what else is left out, from the current folder.

    Attributes:
        failures: why paths and folders could not be read.
    """

    def __init__(self, configs: Configurations, exclude: Iterable[str]) -> None:
        self._configs = configs
        self._exclude = Patterns(os.getcwd(), exclude)
        self.failures: list[OSError] = []
        self._ignored: dict[str, list[Patterns]] = {}

    def files(self, paths: Iterable[str]) -> Iterator[str]:
        """The files that paths stand for, each once: files as they are, folders with all Python files below them.

        Links to folders are not followed, so that a circle of them ends.
        """
        seen: set[str] = set()
        for path in paths:
            for file in self._files(path):
                place = os.path.abspath(file)
                if place not in seen:
                    seen.add(place)
                    yield file

    def _files(self, path: str) -> Iterator[str]:
        if os.path.isdir(path):
            yield from self._below(path)
        elif not os.path.exists(path) and not os.path.islink(path):
            self.failures.append(FileNotFoundError(2, "no such file or folder", path))
        elif not self.is_forced_out(path):
            yield path

    def is_forced_out(self, path: str) -> bool:
        """Whether a file that was named is left out all the same, because its configuration says so."""
        return self._configs.of(path).force_exclude and self._is_excluded(path)

    def _is_excluded(self, path: str) -> bool:
        return self._exclude.match(path) or self._configs.of(path).excluded.match(path)

    def _below(self, top: str) -> Iterator[str]:
        for place, folders, names in os.walk(top, onerror=self._failed_below):
            folder, config = os.path.abspath(place), self._configs.below(place)
            excluded = [self._exclude, config.excluded]
            ignored = self._ignored_below(folder) if config.respect_gitignore else []
            folders[:] = sorted(
                name for name in folders if not _is_left_out(folder, name, excluded, ignored, is_folder=True)
            )
            for name in sorted(names):
                if name.endswith(ENDINGS) and not _is_left_out(folder, name, excluded, ignored):
                    path = os.path.join(place, name).removeprefix(_HERE)
                    if not _is_device(path):
                        yield path

    def _failed_below(self, error: OSError) -> None:
        error.filename = str(error.filename).removeprefix(_HERE)
        self.failures.append(error)

    def _ignored_below(self, folder: str) -> list[Patterns]:
        """What git ignores in a folder, the nearest file with such patterns first."""
        if folder not in self._ignored:
            found = _read_patterns(folder, ".gitignore")
            parent = os.path.dirname(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                found += _read_patterns(folder, os.path.join(".git", "info", "exclude"))
            elif parent != folder:
                found = found + self._ignored_below(parent)
            self._ignored[folder] = found
        return self._ignored[folder]


def _is_left_out(
    folder: str, name: str, excluded: Iterable[Patterns], ignored: Iterable[Patterns], *, is_folder: bool = False
) -> bool:
    """Whether something in a folder is left out: by one of the first patterns, or by the nearest of git's that tell."""
    if any(patterns.decide(folder, name, is_folder=is_folder) for patterns in excluded):
        return True
    answers = (patterns.decide(folder, name, is_folder=is_folder) for patterns in ignored)
    return next((answer for answer in answers if answer is not None), False)


def _is_device(path: str) -> bool:
    """Whether a path is that of a pipe, a socket or the like, which nobody meant and which might never be read."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False  # to read it will tell


def _read_patterns(folder: str, name: str) -> list[Patterns]:
    try:
        with open(os.path.join(folder, name), encoding="utf-8-sig", errors="replace") as file:
            lines = [line.removesuffix("\r") for line in file.read().split("\n")]
    except OSError:
        return []
    return [Patterns(folder, [line for line in lines if line and not line.startswith("#") and is_pattern(line)])]
