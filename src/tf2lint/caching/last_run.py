"""What the last run saw of the file system, so that the next one need not ask again what nothing has changed.

What a run finds depends on the contents of files, on where the modules are that it looked for, and on which files
belong to a project. If nothing of this has changed, neither have the results. If only the contents of some files have,
an answer about a project can only be another one if a search in one of these texts has another result; if none has,
only the results of files that depend on the changed ones need to be looked at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tf2lint.caching.fingerprints import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.source import ModuleSearch

_SEPARATOR: Final = "\n"
#: The settings that are the same for all files of a project, and the writer of their questions, see `ResultCache`.
Settings = tuple[str, str]
#: These, and all settings of some checks.
Group = tuple[str, str, str]


class Seen(NamedTuple):
    """What a run saw of the file system.

    Attributes:
        files: the digest of each file that was read, by path.
        modules: the modules that were looked for.
        folders: the folders whose projects were looked for.
        found: a digest of what was found there.
        searches: the searches in texts.
        words: whether some words are in each file, by these: many checks search all files for them.
    """

    files: dict[str, str]
    modules: list[ModuleSearch]
    folders: list[str]
    found: str
    searches: list[tuple[str, str]]
    words: dict[str, list[bool | None]]


class LastRun:
    """The last run, as far as it still holds.

    Args:
        seen: what it saw.
        changed: the files whose content has changed since.
        fingerprints: the fingerprints of the results of its checks, by group, in the order of the files; empty for no
            result.
        modules: what is known of modules, by settings: a row for each, with numbers in place of paths.
        digest: returns the digest of a file's content.
    """

    def __init__(
        self,
        seen: Seen,
        changed: frozenset[str],
        fingerprints: dict[str, list[str]],
        modules: dict[str, list[list[Any]]],
        digest: Callable[[str], str],
    ) -> None:
        self.seen = seen
        self.changed = changed
        self._fingerprints = fingerprints
        self._modules = modules
        self._digest = digest
        self._paths = list(seen.files)
        self._numbers = {path: number for number, path in enumerate(self._paths)}
        self._same: dict[str, frozenset[str]] = {}

    def fingerprint(self, group: Group, path: str) -> str:
        """Returns the fingerprint of the result of a check; empty if the last run did not have it."""
        fingerprints = self._fingerprints.get(_joined(group))
        number = self._numbers.get(path)
        return "" if fingerprints is None or number is None else fingerprints[number]

    def results(self) -> dict[Group, dict[str, str]]:
        """Returns the fingerprints of the results that still hold, by group and path."""
        results: dict[Group, dict[str, str]] = {}
        for joined, fingerprints in self._fingerprints.items():
            project, writer, settings = joined.split(_SEPARATOR)
            found = {path: one for path, one in zip(self._paths, fingerprints, strict=True) if one}
            results[project, writer, settings] = {
                path: one for path, one in found.items() if self.is_as_before((project, writer), path)
            }
        return results

    def modules(self) -> dict[Settings, dict[str, Module]]:
        """Returns what is known of all modules, see `known`."""
        settings = ((project, writer) for project, writer in (joined.split(_SEPARATOR) for joined in self._modules))
        return {one: self.known(one) for one in settings}

    def known(self, settings: Settings) -> dict[str, Module]:
        """Returns what is known of modules, by path: their questions have the same answers, but for changed texts."""
        rows = self._modules.get(_joined(settings), ())
        known = {self._paths[row[0]]: self._module(*row[1:]) for row in rows}
        for path in self.changed & known.keys():
            if known[path].text:
                known[path] = known[path]._replace(text=self._digest(path))
        return known

    def is_as_before(self, settings: Settings, path: str) -> bool:
        """Returns whether a file, and all that the result of its check depends on, are as before."""
        if not self.changed:
            return True
        key = _joined(settings)
        if key not in self._same:
            self._same[key] = self._not_changed(key)
        return path in self._same[key]

    def _not_changed(self, key: str) -> frozenset[str]:
        """Returns the modules that neither have changed nor depend on one that has."""
        users: dict[int, list[int]] = {}
        rows = self._modules.get(key, ())
        for user, _, _, imports, _, contributors in rows:
            for other in (*imports, *contributors):
                users.setdefault(other, []).append(user)
        unknown = users.keys() - {row[0] for row in rows}
        changed = new = {number for number, path in enumerate(self._paths) if path in self.changed} | unknown
        while new:
            new = {user for number in new for user in users.get(number, ())} - changed
            changed = changed | new
        return frozenset(self._paths[row[0]] for row in rows if row[0] not in changed)

    def _module(self, text: str, answers: str, imports: list[int], flow: str, contributors: list[int]) -> Module:
        paths = self._paths.__getitem__
        return Module(text, answers, frozenset(map(paths, imports)), flow, frozenset(map(paths, contributors)))


def serialize(
    seen: Seen, fingerprints: Mapping[Group, Mapping[str, str]], modules: Mapping[Settings, Mapping[str, Module]]
) -> str:
    """Returns a run as text.

    Args:
        seen: what it saw.
        fingerprints: the fingerprints of the results of its checks, by group and path.
        modules: what is known of modules, by settings and path.
    """
    numbers = {path: number for number, path in enumerate(seen.files)}
    results = {_joined(group): [found.get(path, "") for path in seen.files] for group, found in fingerprints.items()}
    rows = {
        _joined(settings): [_row(path, module, numbers) for path, module in known.items()]
        for settings, known in modules.items()
    }
    return json.dumps([seen, results, rows], separators=(",", ":"))


def deserialize(text: str) -> tuple[Seen, dict[str, list[str]], dict[str, list[list[Any]]]]:
    """Returns what a run saw, and the rest as `LastRun` takes it.

    Args:
        text: the output of `serialize`.
    """
    seen, fingerprints, modules = json.loads(text)
    return Seen(*seen), fingerprints, modules


def _joined(settings: Iterable[str]) -> str:
    return _SEPARATOR.join(settings)


def _row(path: str, module: Module, numbers: Mapping[str, int]) -> list[Any]:
    imports, contributors = (sorted(map(numbers.__getitem__, paths)) for paths in (module.imports, module.contributors))
    return [numbers[path], module.text, module.answers, imports, module.flow_digest, contributors]
