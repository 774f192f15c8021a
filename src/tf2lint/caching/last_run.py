"""What the last run saw of the file system, so that the next one need not ask again what nothing has changed.

What a run finds depends on the contents of files, on where the modules are that it looked for, and on which files
belong to a project. If nothing of this has changed, neither have the results. If only the contents of some files have,
an answer about a project can only be another one if a search in one of these texts has another result; if none has,
only the results of files that depend on the changed ones need to be looked at.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tf2lint.caching.digests import digest_of
from tf2lint.caching.fingerprints import Module
from tf2lint.source import MAX_SIZE, digest, look_for, looked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tf2lint.caching.entries import Entries
    from tf2lint.project import ProjectFolders, TextIndex
    from tf2lint.source import ModuleSearch

#: The kinds of entries: the last run, and the content of a file at that time.
_RUN: Final = "run"
_CONTENT: Final = "content"
#: What decides whether files may use TensorFlow; texts are not searched for it by the index.
_ALWAYS: Final = (("imports", ""), ("reach", ""))
_WORDS: Final = "contains_any"
_SEPARATOR: Final = "\n"
#: How contents are compressed: fast.
_LEVEL: Final = 1
#: With more changed files, all is asked again.
_MAX_CHANGED: Final = 16

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
        changed = new = {number for number, path in enumerate(self._paths) if path in self.changed}
        while new:
            new = {user for number in new for user in users.get(number, ())} - changed
            changed = changed | new
        return frozenset(self._paths[row[0]] for row in rows if row[0] not in changed)

    def _module(self, text: str, answers: str, imports: list[int], flow: str, contributors: list[int]) -> Module:
        paths = self._paths.__getitem__
        return Module(text, answers, frozenset(map(paths, imports)), flow, frozenset(map(paths, contributors)))


class LastRuns:
    """Loads and stores the last run.

    Args:
        entries: where it is stored.
        texts: the texts of files.
        folders: the projects of the files.
        writer: tells processes apart that each store a run.
    """

    def __init__(self, entries: Entries, texts: TextIndex, folders: ProjectFolders, writer: str) -> None:
        self._writer = writer
        self._entries = entries
        self._texts = texts
        self._folders = folders
        self._loaded: Seen | None = None

    def load(self) -> LastRun | None:
        """Returns the last run; None if answers about projects may have changed since."""
        stored = self._entries.read(_RUN, self._writer)
        if not stored:
            return None
        fingerprints, seen, modules = json.loads(stored)
        seen = self._loaded = Seen(*seen)
        changed = frozenset(path for path, digest in seen.files.items() if self._texts.digest(path) != digest)
        is_same = len(changed) <= _MAX_CHANGED and seen.found == self._found(seen.modules, seen.folders)
        is_same = is_same and all(self._has_same_results(path, seen) for path in changed)
        if not is_same:
            return None
        if changed:
            self._take_words(seen)
        return LastRun(seen, changed, fingerprints, modules, self._texts.digest)

    def rows(
        self,
        fingerprints: Mapping[Group, Mapping[str, str]],
        modules: Mapping[Settings, Mapping[str, Module]],
        before: LastRun | None,
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields what to store of a run; nothing if it can't be compared with another one.

        Args:
            fingerprints: the fingerprints of the results of its checks, by group and path.
            modules: what is known of modules, by settings and path.
            before: the last run, as far as it still held.
        """
        if any(project.is_too_large for project in self._folders.by_folder.values()):
            return  # each run has to say it
        named = {
            other
            for known in modules.values()
            for path, module in known.items()
            for other in (path, *module.imports, *module.contributors)
        }
        named.update(path for found in fingerprints.values() for path in found)
        seen = self._seen(named, before)
        if not self._texts.keeps_all:
            return
        for path, file_digest in seen.files.items():
            if file_digest and (self._loaded is None or self._loaded.files.get(path) != file_digest):
                yield (_CONTENT, path), _packed(self._texts.content(path))
        numbers = {path: number for number, path in enumerate(seen.files)}
        rows = {
            _joined(settings): [_row(path, module, numbers) for path, module in known.items()]
            for settings, known in modules.items()
        }
        results = {
            _joined(group): [found.get(path, "") for path in seen.files] for group, found in fingerprints.items()
        }
        yield (_RUN, self._writer), json.dumps([results, seen, rows], separators=(",", ":"))

    def _seen(self, modules: Iterable[str], before: LastRun | None) -> Seen:
        """Returns what this run has seen, together with what the last one saw if that still holds."""
        from tf2lint.project import SEARCHES  # not needed by a run that is repeated

        places, folders, searches = looked_for(), list(self._folders.by_folder), self._texts.searches()
        files = {*self._texts.paths(), *modules}
        if before is not None:
            places = _merged(before.seen.modules, places)
            folders = list(dict.fromkeys([*before.seen.folders, *folders]))
            searches = _merged(before.seen.searches, searches)
        files.update(filter(None, map(look_for, places)))
        digests = {path: self._texts.digest(path) for path in sorted(files)}
        is_same = before is not None and (len(places), len(folders)) == (
            len(before.seen.modules),
            len(before.seen.folders),
        )
        found = before.seen.found if is_same and before is not None else self._found(places, folders)
        words = {one: self._texts.results(SEARCHES[_WORDS], one).get for name, one in searches if name == _WORDS}
        results = {one: list(map(get, digests)) for one, get in words.items()}
        return Seen(digests, places, folders, found, searches, results)

    def _found(self, modules: Iterable[ModuleSearch], folders: Iterable[str]) -> str:
        """Returns a digest of where modules and projects are, and of which files belong to these."""
        projects = [self._folders.of(folder) for folder in folders]
        files = {project.folder: project for project in projects}
        return digest_of((list(map(look_for, modules)), [project.folder for project in projects], files))

    def _take_words(self, seen: Seen) -> None:
        from tf2lint.project import SEARCHES  # not needed by a run that is repeated

        for words, results in seen.words.items():
            found = zip(seen.files, results, strict=True)
            self._texts.results(SEARCHES[_WORDS], words).update((path, one) for path, one in found if one is not None)

    def _has_same_results(self, path: str, seen: Seen) -> bool:
        """Returns whether all searches have the same results in the content of a file as in the last run."""
        from tf2lint.project import SEARCHES  # not needed by a run that is repeated

        data = _unpacked(self._entries.read(_CONTENT, path))
        if digest(data) != seen.files[path]:
            return False
        before, now = data.decode("utf-8", "replace"), self._texts.content(path).decode("utf-8", "replace")
        searches = _merged(seen.searches, _ALWAYS)
        return all(SEARCHES[name](before, argument) == SEARCHES[name](now, argument) for name, argument in searches)


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, _LEVEL)).decode()


def _unpacked(text: str) -> bytes:
    """Returns the output of `_packed` as it was; nothing for another text."""
    try:
        return zlib.decompressobj().decompress(b64decode(text), MAX_SIZE)
    except (ValueError, zlib.error):
        return b""


def _joined(settings: Iterable[str]) -> str:
    return _SEPARATOR.join(settings)


def _row(path: str, module: Module, numbers: Mapping[str, int]) -> list[Any]:
    imports, contributors = (sorted(map(numbers.__getitem__, paths)) for paths in (module.imports, module.contributors))
    return [numbers[path], module.text, module.answers, imports, module.flow_digest, contributors]


def _merged(before: Iterable[Sequence[Any]], now: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Returns what was seen before and now, without repetition; JSON has lists in place of tuples."""
    return list(dict.fromkeys([*map(tuple, before), *now]))
