"""Loads and stores what the last run saw, with the contents of files, which tell what has changed since."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final

from tf2lint.caching.digests import digest_of
from tf2lint.caching.last_run import LastRun, Seen, deserialize, serialize
from tf2lint.source import MAX_SIZE, digest, look_for, looked_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tf2lint.caching.entries import Entries
    from tf2lint.caching.fingerprints import Module
    from tf2lint.caching.last_run import Group, Settings
    from tf2lint.project import ProjectFolders, TextIndex
    from tf2lint.source import ModuleSearch

#: The kinds of entries: the last run, and the content of a file at that time.
_RUN: Final = "run"
_CONTENT: Final = "content"
#: What decides whether files may use TensorFlow; texts are not searched for it by the index.
_ALWAYS: Final = (("imports", ""), ("reach", ""))
_WORDS: Final = "contains_any"
#: How contents are compressed: fast.
_LEVEL: Final = 1
#: With more changed files, all is asked again.
_MAX_CHANGED: Final = 16


class RunStore:
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
        seen, fingerprints, modules = deserialize(stored)
        self._loaded = seen
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
        yield (_RUN, self._writer), serialize(seen, fingerprints, modules)

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


def _merged(before: Iterable[Sequence[Any]], now: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Returns what was seen before and now, without repetition; JSON has lists in place of tuples."""
    return list(dict.fromkeys([*map(tuple, before), *now]))
