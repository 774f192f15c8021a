"""The states of modules as a run leaves them: those that still hold, with what modules have asked in the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.caching.earlier_check import grouped
from tf2lint.caching.module_states import ModuleState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.caching.earlier_check import Asked
    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.caching.module_states import ModuleStates
    from tf2lint.project import Query


class NewStates:
    """The states of modules after a run.

    A state only tells that answers hold that were given while all was recorded that it has. So it is stored with the
    answers of this run, and with those of earlier ones that were stored with the state as it was before this run.

    Args:
        before: the states before the run, as far as they still hold.
        recorded: what modules have asked in the run, with digests of the answers, by module.
        fingerprints: the fingerprints after the run.
    """

    def __init__(
        self,
        before: ModuleStates,
        recorded: Mapping[str, Mapping[Query, str]],
        fingerprints: Fingerprints,
    ) -> None:
        self._before = before
        self._recorded = recorded
        self._fingerprints = fingerprints
        self._asked: dict[str, list[Asked]] = {}
        self._needed: list[str] = []
        self._digests: dict[str, str] = {}
        self._with_contributors = fingerprints.with_contributors(self.digest)

    def current(self, path: str, asked: Asked) -> Asked:
        """Returns what a file asked about a module, with what the answer follows from after the run.

        Args:
            path: the file.
            asked: what it asked; without fingerprint if it was answered in this run.
        """
        module = asked.module
        of_flow = self._with_contributors.of
        now = self.digest(module) if module else self._fingerprints.of_contributors(path, of_flow)
        if asked.fingerprint and (not asked.state or asked.state != self._before.digest_of_asked(path, module)):
            now = ""
        return asked._replace(fingerprint=self._fingerprints.of_asked(path, module), state=now)

    def changed(self) -> Iterator[tuple[str, ModuleState]]:
        """Yields the states of modules that are needed and not what they were before the run, with their paths."""
        for path in self._needed:  # states that are needed are added meanwhile
            asked = tuple([self.current(path, one) for one in self._asked[path]])
            state = ModuleState(self._fingerprints.of_text(path), asked)
            if state != self._before.state(path):
                yield path, state

    def digest(self, path: str) -> str:
        """Returns the digest of a module's state."""
        if path not in self._digests:
            self._asked[path] = asked = self._all_asked(path)
            self._needed.append(path)
            of_module = self._fingerprints.of_module
            now = tuple([one._replace(fingerprint=of_module(one.module)) for one in asked])
            self._digests[path] = ModuleState(self._fingerprints.of_text(path), now).digest
        return self._digests[path]

    def _all_asked(self, path: str) -> list[Asked]:
        """Returns what a module has asked, in this run and before; without fingerprint what this run has answered."""
        recorded, state = self._recorded.get(path, {}), self._before.state(path)
        known = () if state is None else state.asked
        queries = {query for one in known for query in one.answered.queries}
        more = grouped({query: digest for query, digest in recorded.items() if query not in queries})
        asked = [*(one._replace(fingerprint="") if self._is_answered(path, one) else one for one in known), *more]
        return sorted(asked, key=lambda one: (one.module, one.answered))

    def _is_answered(self, path: str, asked: Asked) -> bool:
        """Returns whether this run has answered all that a module has asked another one."""
        is_recorded = self._recorded.get(path, {}).keys() >= set(asked.answered.queries)
        return is_recorded or self._before.was_asked_again(path, asked)
