"""Summaries of modules that the cache keeps: they hold as long as nothing has changed on which the modules depend."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tf2lint.caching.digests import LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.caching.entries import Entries
    from tf2lint.caching.fingerprints import Fingerprints

#: The kind of the entries.
_SUMMARY: Final = "summary"


class StoredSummaries:
    """The summaries of modules with some settings.

    Args:
        entries: where they are stored.
        project: the settings of the project.
        fingerprints: returns the fingerprints of modules; None if nothing is known of the last run.
    """

    def __init__(self, entries: Entries, project: str, fingerprints: Callable[[], Fingerprints | None]) -> None:
        self._entries = entries
        self._project = project
        self._fingerprints = fingerprints
        self._new: dict[str, str] = {}

    def load(self, path: str) -> dict[str, list[Any]] | None:
        """Returns the summary of a module; None if there is none that holds."""
        fingerprints = self._fingerprints()
        stored = self._entries.read(_SUMMARY, self._project, path) if fingerprints is not None else ""
        if fingerprints is None or not stored or path not in fingerprints.modules:
            return None
        if stored[:LENGTH] != fingerprints.of_module(path):
            return None
        rows: dict[str, list[Any]] = json.loads(stored[LENGTH:])
        return rows

    def add(self, path: str, rows: dict[str, list[Any]]) -> None:
        """Adds the summary of a module, to be stored."""
        self._new[path] = json.dumps(rows, separators=(",", ":"))

    def rows(self, fingerprints: Fingerprints) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store.

        Args:
            fingerprints: the fingerprints of modules by all that was asked in this run.
        """
        for path, content in self._new.items():
            yield (_SUMMARY, self._project, path), fingerprints.of_module(path) + content
