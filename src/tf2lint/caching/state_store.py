"""Loads and stores the states of modules, see `module_states`."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint.caching.earlier_check import asked_of
from tf2lint.caching.module_states import ModuleState, ModuleStates
from tf2lint.caching.new_states import NewStates
from tf2lint.project import INCONSISTENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.caching.entries import Entries
    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.caching.last_run import Settings
    from tf2lint.project import Query

#: The kind of the entries.
_STATE: Final = "state"


class StateStore:
    """The states of modules, by the settings of their projects, and who stored them.

    Args:
        entries: where they are stored.
        fingerprints: returns the current fingerprints of modules.
    """

    def __init__(self, entries: Entries, fingerprints: Callable[[Settings], Fingerprints]) -> None:
        self._entries = entries
        self._fingerprints = fingerprints
        self._ask: Callable[[str, Iterable[Query]], Mapping[Query, str]] | None = None
        self._states: dict[Settings, ModuleStates] = {}
        self._recorded: defaultdict[str, dict[str, dict[Query, str]]] = defaultdict(dict)

    def start_asking(self, ask: Callable[[str, Iterable[Query]], Mapping[Query, str]]) -> None:
        """Lets states be determined by asking modules; otherwise no states are kept.

        Args:
            ask: returns digests of the current answers to queries of modules, given the settings of the project; not
                of those that can't be answered.
        """
        self._ask = ask
        for (project, _), states in self._states.items():
            states.ask = partial(ask, project)

    def stop_asking(self) -> None:
        """Asks nothing any more: what would have to be asked does not hold."""
        if self._ask is not None:
            self.start_asking(lambda _project, _queries: {})

    def record(self, project: str, asked: Mapping[str, Mapping[Query, str]]) -> None:
        """Records what modules asked about each other in this run.

        Args:
            project: the settings of the project.
            asked: the queries with digests of the answers, by the module that asked.
        """
        recorded = self._recorded[project]
        for path, answers in asked.items():
            known = recorded.setdefault(path, {})
            for query, digest in answers.items():
                known[query] = digest if known.get(query, digest) == digest else INCONSISTENT

    def states(self, settings: Settings) -> ModuleStates | None:
        """Returns the states as far as they still hold; None if none are kept.

        Args:
            settings: the settings of the project, and the writer.
        """
        if self._ask is None:
            return None
        if settings not in self._states:
            load, ask = partial(self._load, settings), partial(self._ask, settings[0])
            self._states[settings] = ModuleStates(load, self._fingerprints(settings), ask)
        return self._states[settings]

    def new_states(self, settings: Settings, fingerprints: Fingerprints) -> NewStates | None:
        """Returns the states after this run; None if none are kept.

        Args:
            settings: the settings of the project, and the writer.
            fingerprints: the fingerprints after this run.
        """
        before = self.states(settings)
        return None if before is None else NewStates(before, self._recorded[settings[0]], fingerprints)

    def _load(self, settings: Settings, path: str) -> ModuleState | None:
        content = self._entries.read(_STATE, *settings, path)
        if not content:
            return None
        text, rows = json.loads(content)
        return ModuleState(text, tuple(map(asked_of, rows)))


def rows(settings: Settings, states: NewStates) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields what to store.

    Args:
        settings: the settings of the project, and the writer.
        states: the states after a run.
    """
    for path, state in states.changed():
        asked = [one.row() for one in state.asked]
        yield (_STATE, *settings, path), json.dumps([state.text, asked], separators=(",", ":"))
