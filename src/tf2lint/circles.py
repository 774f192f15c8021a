"""Modules that import each other: who went by what was not known yet of a module that was still being looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.scopes import Environment
    from tf2lint.values import Values

#: Stands for all names of a module.
EVERY_NAME: Final = "*"
#: After so many looks at a module, what is known of it is taken as it is.
_MOST_ROUNDS: Final = 3


@dataclass
class _Open:
    """A module that is being looked at.

    Attributes:
        names: those that others asked for meanwhile.
        askers: the modules that went by the answers.
    """

    names: set[str] = field(default_factory=set)
    askers: set[str] = field(default_factory=set)


class Circles:
    """What the names of modules hold, each looked at until that does not depend on where one began.

    A module that is asked for while it is being looked at answers with what was found out in the round before, at
    first with nothing. If that was not the truth, those who went by it are forgotten, and there is one more round.

    Args:
        look: finds out what the names of a module hold.
        forget: is told of modules whose answers must not be used any more.
    """

    def __init__(self, look: Callable[[str], Environment], forget: Callable[[str], None]) -> None:
        self._look = look
        self._forget = forget
        self._names: dict[str, Environment] = {}
        self._open: dict[str, _Open] = {}

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
            self._close(path)
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

    def _close(self, path: str) -> None:
        self._names[path] = {}
        for _ in range(_MOST_ROUNDS):
            state = self._open[path] = _Open()
            found = self._look(path)
            is_true = _agree(self._names[path], found, state.names)
            self._names[path] = found
            del self._open[path]
            if is_true:
                break
            for asker in state.askers:
                self._names.pop(asker, None)
                self._forget(asker)


def _agree(old: Mapping[str, Values], new: Mapping[str, Values], names: set[str]) -> bool:
    if EVERY_NAME in names:
        return old == new
    return all(old.get(name, ()) == new.get(name, ()) for name in names)
