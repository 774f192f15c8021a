"""Recognizes a run that is repeated while nothing has changed, without a question about each single file.

What a run finds depends on the contents of files, on where the modules are that it looked for, and on which files
belong to a project. All this is stored when each result of a run was in the cache. The next run of the same checks
compares it, and takes the same results.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tf2lint.caching.digests import digest_of
from tf2lint.source import look_for, looked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.caching.entries import Entries
    from tf2lint.project import ProjectFolders
    from tf2lint.source import ModuleSearch

#: The name of the entry: only the last run is kept.
_RUN: Final = "run"


class RepeatedRuns:
    """The last run all of whose results were in the cache.

    Args:
        entries: where it is stored.
        digest: returns the digest of a file's content; empty if it can't be read.
        folders: the projects of the files.
    """

    def __init__(self, entries: Entries, digest: Callable[[str], str], folders: ProjectFolders) -> None:
        self._entries = entries
        self._digest = digest
        self._folders = folders

    def find(self, checks: str) -> list[str] | None:
        """Returns the fingerprints of the results of a run; None if it was not the last one, or something has changed.

        Args:
            checks: a digest of its checks.
        """
        stored = self._entries.read(_RUN)
        if not stored:
            return None
        before, fingerprints, files, modules, folders, found = json.loads(stored)
        is_repeated = before == checks and all(self._digest(path) == digest for path, digest in files.items())
        return fingerprints if is_repeated and found == self._found(modules, folders) else None

    def row(self, checks: str, fingerprints: list[str], files: Iterable[str]) -> tuple[tuple[str, ...], str] | None:
        """Returns what to store of a run; None if each run has to say that a project is too large.

        Args:
            checks: a digest of its checks.
            fingerprints: the fingerprints of their results.
            files: the files that were read.
        """
        modules, folders = looked_for(), list(self._folders.by_folder)
        if any(project.is_too_large for project in self._folders.by_folder.values()):
            return None
        read = {*files, *filter(None, (look_for(search) for search in modules))}
        digests = {path: self._digest(path) for path in sorted(read)}
        row = checks, fingerprints, digests, modules, folders, self._found(modules, folders)
        return (_RUN,), json.dumps(row, separators=(",", ":"))

    def _found(self, modules: Iterable[ModuleSearch], folders: Iterable[str]) -> str:
        """Returns a digest of where modules and projects are, and of which files belong to these."""
        projects = [self._folders.of(folder) for folder in folders]
        files = {project.folder: project for project in projects}
        return digest_of(([look_for(search) for search in modules], [project.folder for project in projects], files))
