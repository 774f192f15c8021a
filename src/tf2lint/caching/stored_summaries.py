"""Summaries of modules that the cache keeps: they hold as long as the states of the modules do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tf2lint.caching.digests import LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.caching.entries import Entries

#: The kind of the entries.
_SUMMARY: Final = "summary"


class StoredSummaries:
    """The summaries of modules with some settings.

    Args:
        entries: where they are stored.
        project: the settings of the project.
        state: returns the digest of a module's state; an empty string if it is not known, or does not hold any more.
    """

    def __init__(self, entries: Entries, project: str, state: Callable[[str], str]) -> None:
        self._entries = entries
        self._project = project
        self._state = state
        self._new: dict[str, str] = {}

    def load(self, path: str) -> dict[str, list[Any]] | None:
        """Returns the summary of a module; None if there is none that holds."""
        stored = self._entries.read(_SUMMARY, self._project, path)
        if not stored or stored[:LENGTH] != self._state(path):
            return None
        rows: dict[str, list[Any]] = json.loads(stored[LENGTH:])
        return rows

    def add(self, path: str, rows: dict[str, list[Any]]) -> None:
        """Adds the summary of a module, to be stored."""
        self._new[path] = json.dumps(rows, separators=(",", ":"))

    def rows(self, state: Callable[[str], str]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store.

        Args:
            state: returns the digest of a module's state after the run.
        """
        for path, content in self._new.items():
            yield (_SUMMARY, self._project, path), state(path) + content
