"""Modules that import each other: what their names hold, wherever one began to look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.resolver import Bindings, Values

#: Stands for all names of a module.
EVERY_NAME: Final = "*"
#: After so many rounds, a name that still holds something else each time may hold anything.
_MOST_ROUNDS: Final = 4


@dataclass
class _Open:
    """A module that is being looked at.

    Attributes:
        names: those that others asked for meanwhile.
        askers: the modules that went by the answers.
    """

    names: set[str] = field(default_factory=set)
    askers: set[str] = field(default_factory=set)


class ImportCycles:
    """What the names of modules hold.

    A module that is asked for while it is being looked at answers with what the round before found, at first with
    nothing. The module at which a circle was entered is looked at again, and with it all that went by its answers,
    until these were true. So each round takes one look at each module of the circle.

    Args:
        look: finds out what the names of a module hold.
        forget: is told of modules whose answers must not be used any more.
    """

    def __init__(self, look: Callable[[str], Bindings], forget: Callable[[str], None]) -> None:
        self._look = look
        self._forget = forget
        self._names: dict[str, Bindings] = {}
        self._before: dict[str, Bindings] = {}
        self._open: dict[str, _Open] = {}
        self._changed: set[str] = set()

    def names(self, path: str, name: str) -> Mapping[str, Values]:
        """What the names of a module hold, as far as it is known.

        Args:
            path: the module.
            name: the one that is asked for, or `EVERY_NAME`.
        """
        if path in self._open:
            self._open[path].names.add(name)
            self._note(path)
        elif path not in self._names:
            self._settle(path)
        else:
            for begun, state in self._open.items():
                if path in state.askers:
                    self._note(begun)
        return self._names[path]

    def is_certain(self, path: str) -> bool:
        """Whether what was said of a module stays so."""
        return not any(path == begun or path in state.askers for begun, state in self._open.items())

    def _note(self, path: str) -> None:
        """Notes that all that is being looked at since a module was begun goes by what is known of that."""
        begun = list(self._open)
        self._open[path].askers.update(begun[begun.index(path) + 1 :])

    def _settle(self, path: str) -> None:
        """Looks at a module, and again if that is where a circle was entered and its answers were not true."""
        for last_round in range(1, _MOST_ROUNDS + 1):
            state = self._take_a_look(path, is_last=last_round == _MOST_ROUNDS)
            uncertain = [other for other in self._open.values() if path in other.askers]
            if uncertain:  # where the circle was entered, there will be more rounds
                for other in uncertain:
                    other.askers |= state.askers
                return
            changed = self._changed & {path, *state.askers}
            self._changed -= changed
            if not changed or last_round == _MOST_ROUNDS:
                break
            for asker in state.askers:
                self._names.pop(asker, None)
                self._forget(asker)
        for member in (path, *state.askers):
            self._before.pop(member, None)

    def _take_a_look(self, path: str, *, is_last: bool) -> _Open:
        before = self._names[path] = self._before.get(path, {})
        state = self._open[path] = _Open()
        found = self._look(path)
        if not _agree(before, found, state.names):
            self._changed.add(path)
            if is_last:
                found = {name: values for name, values in found.items() if before.get(name) == values}
        self._names[path] = self._before[path] = found
        del self._open[path]
        return state


def _agree(old: Mapping[str, Values], new: Mapping[str, Values], names: set[str]) -> bool:
    if EVERY_NAME in names:
        return old == new
    return all(old.get(name, ()) == new.get(name, ()) for name in names)
