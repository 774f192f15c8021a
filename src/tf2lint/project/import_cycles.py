"""Analyzes modules that import each other; the result does not depend on which of them is analyzed first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.resolver import Bindings, Values

#: After this many rounds, a name whose values still change is unknown.
_MAX_ROUNDS: Final = 4


@dataclass
class _InProgress:
    """A module whose analysis is in progress.

    Attributes:
        names: the names that other modules have requested meanwhile.
        dependents: the modules whose results depend on the preliminary answers.
    """

    names: set[str] = field(default_factory=set)
    dependents: set[str] = field(default_factory=set)


class ImportCycles:
    """Computes the values of module names as a fixpoint over import cycles.

    A module that is requested while its analysis is in progress answers with the result of the previous round,
    initially with no names. The module where an import cycle was entered is analyzed again, along with all modules that
    depend on its answers, until its answers no longer change. So each round analyzes each module of the cycle once.

    Args:
        analyze: computes what the names of a module hold.
        forget: called with each module whose answers are no longer valid.

    Attributes:
        preliminary: how many preliminary answers have been given.
    """

    def __init__(self, analyze: Callable[[str], Bindings], forget: Callable[[str], None]) -> None:
        self.preliminary = 0
        self._analyze = analyze
        self._forget = forget
        self._names: dict[str, Bindings] = {}
        self._before: dict[str, Bindings] = {}
        self._in_progress: dict[str, _InProgress] = {}
        self._changed: set[str] = set()

    def names(self, path: str, name: str) -> Mapping[str, Values]:
        """Returns what the names of a module hold; within an import cycle, the preliminary values.

        Args:
            path: the module.
            name: the requested name.
        """
        if path in self._in_progress:
            self._in_progress[path].names.add(name)
            self._record_dependents(path)
        elif path not in self._names:
            self._reach_fixpoint(path)
        else:
            for other, state in self._in_progress.items():
                if path in state.dependents:
                    self._record_dependents(other)
        return self._names[path]

    @property
    def is_idle(self) -> bool:
        """Whether no module is being analyzed, so that all answers are final."""
        return not self._in_progress

    def is_final(self, path: str) -> bool:
        """Returns whether the answers about a module are final."""
        return not any(path == other or path in state.dependents for other, state in self._in_progress.items())

    def _record_dependents(self, path: str) -> None:
        """Records that all modules whose analysis began after that of `path` depend on its preliminary answer."""
        self.preliminary += 1
        started = list(self._in_progress)
        self._in_progress[path].dependents.update(started[started.index(path) + 1 :])

    def _reach_fixpoint(self, path: str) -> None:
        """Analyzes a module and, if an import cycle was entered there, all modules of the cycle.

        A cycle can have several fixpoints: a star import may return a module's own outdated value to it. So that the
        result does not depend on where the cycle was entered, it is entered again at its first module by path.
        """
        members = self._run_rounds(path)
        first = min(members, default=path)
        if first != path:
            for member in members:
                self._names.pop(member, None)
                self._forget(member)
            self._run_rounds(first)
            if path not in self._names:
                self._run_rounds(path)

    def _run_rounds(self, path: str) -> set[str]:
        """Analyzes a module, repeatedly if an import cycle was entered there, until its answers no longer change.

        Returns:
            The module and the other modules of its cycle; nothing if the cycle was entered elsewhere.
        """
        for round_number in range(1, _MAX_ROUNDS + 1):
            state = self._analyze_once(path, is_last=round_number == _MAX_ROUNDS)
            uncertain = [other for other in self._in_progress.values() if path in other.dependents]
            if uncertain:  # the module where the cycle was entered runs further rounds
                for other in uncertain:
                    other.dependents |= state.dependents
                return set()
            changed = self._changed & {path, *state.dependents}
            self._changed -= changed
            if not changed or round_number == _MAX_ROUNDS:
                break
            for dependent in state.dependents:
                self._names.pop(dependent, None)
                self._forget(dependent)
        members = {path, *state.dependents}
        for member in members:
            self._before.pop(member, None)
        return members

    def _analyze_once(self, path: str, *, is_last: bool) -> _InProgress:
        before = self._names[path] = self._before.get(path, {})
        state = self._in_progress[path] = _InProgress()
        found = self._analyze(path)
        if not _agree(before, found, state.names):
            self._changed.add(path)
            if is_last:
                found = {name: values for name, values in found.items() if before.get(name) == values}
        self._names[path] = self._before[path] = found
        del self._in_progress[path]
        return state


def _agree(old: Mapping[str, Values], new: Mapping[str, Values], names: set[str]) -> bool:
    return all(old.get(name, ()) == new.get(name, ()) for name in names)
