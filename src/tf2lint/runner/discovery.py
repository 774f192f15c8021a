"""Finds the files to check: named files, and the files in named folders that are not excluded."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import TYPE_CHECKING, Final

from tf2lint.config import Patterns, is_pattern
from tf2lint.source import MAX_SETTINGS_SIZE, read_regular, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.config import Configurations

#: The suffixes of Python files and notebooks.
SUFFIXES: Final = (".py", ".ipynb")
_HERE: Final = os.path.join(".", "")
#: The setting by which git remembers what the file system does.
_CASE: Final = re.compile(r"^[ \t]*ignorecase[ \t]*=[ \t]*(true|false)[ \t]*$", re.MULTILINE | re.IGNORECASE)


class Discovery:
    """Finds the files to check.

    Args:
        configs: the configurations.
        exclude: additional exclude patterns, relative to the current folder.

    Attributes:
        failures: the errors of paths and folders that could not be read.
    """

    def __init__(self, configs: Configurations, exclude: Iterable[str]) -> None:
        self._configs = configs
        self._exclude = Patterns(os.getcwd(), exclude)
        self.failures: list[OSError] = []
        self._ignored: dict[str, list[Patterns]] = {}
        self._cases: dict[str, bool | None] = {}

    def files(self, paths: Iterable[str]) -> Iterator[str]:
        """Yields files without duplicates: named files, and all Python files and notebooks below named folders.

        Symbolic links to folders are not followed, as they may form a loop.
        """
        seen: set[str] = set()
        for path in paths:
            for file in self._files(path):
                absolute = os.path.normcase(os.path.abspath(file))
                if absolute not in seen:
                    seen.add(absolute)
                    yield file

    def _files(self, path: str) -> Iterator[str]:
        if os.path.isdir(path):
            yield from self._below(path)
        elif not os.path.exists(path) and not os.path.islink(path):
            self.failures.append(FileNotFoundError(2, "no such file or folder", path))
        elif not self.is_force_excluded(path):
            yield path

    def is_force_excluded(self, path: str) -> bool:
        """Returns whether a named file is skipped because of `force-exclude`."""
        return self._configs.for_file(path).force_exclude and self._is_excluded(path)

    def _is_excluded(self, path: str) -> bool:
        return self._exclude.match(path) or self._configs.for_file(path).excluded.match(path)

    def _below(self, top: str) -> Iterator[str]:
        for current, folders, names in walk(top, self._add_failure):
            folder, config = os.path.abspath(current), self._configs.for_folder(current)
            excluded = [self._exclude, config.excluded]
            ignored = self._gitignore_patterns(folder) if config.respect_gitignore else []
            folders[:] = sorted(
                name for name in folders if not _is_skipped(folder, name, excluded, ignored, is_folder=True)
            )
            for name in sorted(names):
                if name.endswith(SUFFIXES) and not _is_skipped(folder, name, excluded, ignored):
                    path = os.path.join(current, name).removeprefix(_HERE)
                    if not _is_special(path):
                        yield path

    def _add_failure(self, error: OSError) -> None:
        error.filename = str(error.filename).removeprefix(_HERE)
        self.failures.append(error)

    def _gitignore_patterns(self, folder: str) -> list[Patterns]:
        """Returns the patterns that git applies in a folder, the nearest .gitignore file first."""
        if folder not in self._ignored:
            found = self._read_patterns(folder, ".gitignore")
            parent = os.path.dirname(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                found += self._read_patterns(folder, os.path.join(".git", "info", "exclude"))
            elif parent != folder:
                found = found + self._gitignore_patterns(parent)
            self._ignored[folder] = found
        return self._ignored[folder]

    def _read_patterns(self, folder: str, name: str) -> list[Patterns]:
        data = _read(os.path.join(folder, name))
        if data is None:
            return []
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
        lines = [line.removesuffix("\r").partition("\0")[0] for line in text.split("\n")]
        lines = [line for line in lines if line and not line.startswith("#") and is_pattern(line)]
        return [Patterns(folder, lines, ignores_case=self._ignores_case(folder))] if lines else []

    def _ignores_case(self, folder: str) -> bool | None:
        """Returns whether the repository around a folder says that its file system ignores case; None if it doesn't."""
        if folder not in self._cases:
            parent = os.path.dirname(folder)
            if parent == folder or os.path.exists(os.path.join(folder, ".git")):
                found = _CASE.findall((_read(os.path.join(folder, ".git", "config")) or b"").decode("latin-1"))
                self._cases[folder] = found[-1].lower() == "true" if found else None
            else:
                self._cases[folder] = self._ignores_case(parent)
        return self._cases[folder]


def _is_skipped(
    folder: str, name: str, excluded: Iterable[Patterns], ignored: Iterable[Patterns], *, is_folder: bool = False
) -> bool:
    """Returns whether an exclude pattern matches an entry, or git ignores it: the nearest deciding pattern wins."""
    if any(patterns.decide(folder, name, is_folder=is_folder) for patterns in excluded):
        return True
    decisions = (patterns.decide(folder, name, is_folder=is_folder) for patterns in ignored)
    return next((decision for decision in decisions if decision is not None), False)


def _is_special(path: str) -> bool:
    """Returns whether a path is a pipe, a socket or the like, which might block forever when read."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False  # reading it will report the error


def _read(path: str) -> bytes | None:
    """Reads a file of git; returns None if it can't be read. Git follows no links here either."""
    try:
        return read_regular(path, MAX_SETTINGS_SIZE, follows_links=False)
    except OSError:
        return None
