"""What the answers of modules follow from: as long as that is the same, they hold, whatever has changed elsewhere.

What a module answers follows from its text, from what it asks about the file system, and from what other modules answer
it. A module that has changed often answers as before. Then nothing has changed for those that asked it, nor for those
that asked these. So the modules that import a changed one, in any number of steps, need not be analyzed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tf2lint.caching.digests import digest_of
from tf2lint.caching.earlier_check import Asked, answered
from tf2lint.project import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.project import Query

    #: Returns digests of the current answers to queries; not of those that can't be answered.
    Ask = Callable[[Iterable[Query]], Mapping[Query, str]]


class ModuleState(NamedTuple):
    """What the answers of a module followed from when they were stored.

    Attributes:
        text: the fingerprint of its text, and of what it asked about the file system.
        asked: what it asked other modules.
    """

    text: str
    asked: tuple[Asked, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of all of this, except the states of the other modules: their answers count."""
        return digest_of((self.text, [(*one.answered, one.fingerprint * _is_of_whole(one)) for one in self.asked]))


class ModuleStates:
    """The stored states of modules, as far as they still hold.

    Args:
        load: returns the stored state of a module; None if there is none.
        fingerprints: the current fingerprints of modules.
        ask: answers queries.

    Attributes:
        ask: answers queries.
    """

    def __init__(self, load: Callable[[str], ModuleState | None], fingerprints: Fingerprints, ask: Ask) -> None:
        self._load = load
        self._fingerprints = fingerprints
        self.ask = ask
        self._stored: dict[str, ModuleState | None] = {}
        self._digests: dict[str, str] = {}
        self._holds: dict[str, bool] = {}
        self._with_contributors = fingerprints.with_contributors(self.digest)
        self._asked_again: set[tuple[str, Asked]] = set()

    def state(self, path: str) -> ModuleState | None:
        """Returns the state of a module; None if it does not hold any more."""
        if path not in self._holds:
            self._determine(path)
        return self._state(path) if self._holds[path] else None

    def digest(self, path: str) -> str:
        """Returns the digest of a module's state; empty if it does not hold any more."""
        return "" if self.state(path) is None else self._digest(path)

    def digest_of_asked(self, path: str, module: str) -> str:
        """Returns a digest of all from which follows what a file was answered; empty if that does not hold any more.

        Args:
            path: the file.
            module: the module that it asked about; empty for values that flow between modules.
        """
        if module:
            return self.digest(module)
        return self._fingerprints.of_contributors(path, self._with_contributors.of)

    def is_as_before(self, path: str, asked: Asked) -> bool:
        """Returns whether what a file asked is answered as before, as far as fingerprints and states tell."""
        if asked.fingerprint == self._fingerprints.of_asked(path, asked.module):
            return True
        return asked.state != "" and asked.state == self.digest_of_asked(path, asked.module)

    def was_asked_again(self, path: str, asked: Asked) -> bool:
        """Returns whether other modules were asked again what a module has asked."""
        return (path, asked) in self._asked_again

    def _determine(self, path: str) -> None:
        """Determines whether the states hold of a module, and of those that it depends on.

        Modules may depend on each other: a state holds unless something shows that it does not.
        """
        found: dict[str, bool] = {}  # it is taken at the end: the time may run out before
        users: dict[str, list[tuple[str, Asked]]] = {}
        pending = [path]
        while pending:
            current = pending.pop()
            if current not in self._holds and current not in found:
                state = self._state(current)
                found[current] = state is not None and state.text == self._fingerprints.of_text(current)
                for asked in state.asked if state is not None and found[current] else ():
                    if asked.fingerprint != self._fingerprints.of_module(asked.module):
                        users.setdefault(asked.module, []).append((current, asked))
                        pending.append(asked.module)
        to_ask = [
            (user, asked)
            for module, some in users.items()
            for user, asked in some
            if not found.get(module, self._holds.get(module)) or asked.state != self._digest(module)
        ]
        while to_ask:
            user, asked = to_ask.pop()
            if found[user] and not self._is_answered_as_before(user, asked):
                found[user] = False
                to_ask += users.get(user, ())
        self._holds.update(found)

    def _is_answered_as_before(self, user: str, asked: Asked) -> bool:
        if _is_of_whole(asked):
            return False
        queries, digest = asked.answered
        digests = self.ask(queries)
        self._asked_again.add((user, asked))
        return digests.keys() >= set(queries) and answered(queries, digests).digest == digest

    def _state(self, path: str) -> ModuleState | None:
        if path not in self._stored:
            self._stored[path] = self._load(path)
        return self._stored[path]

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            state = self._state(path)
            self._digests[path] = "" if state is None else state.digest
        return self._digests[path]


def _is_of_whole(asked: Asked) -> bool:
    """Returns whether it was asked what all a module holds, which no answer tells."""
    return any(query[0] == WHOLE for query in asked.answered.queries)
