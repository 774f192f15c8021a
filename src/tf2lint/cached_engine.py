"""An engine for hosts that check the same files again and again, such as flake8: its results are kept between runs."""

from __future__ import annotations

import json
import os
import sys
from functools import cached_property, partial
from multiprocessing import current_process, util
from typing import TYPE_CHECKING, Any, Final

from tf2lint.caching import (
    CacheError,
    CheckKey,
    ResultCache,
    cache_folder,
    finding_of,
    row_of,
    settings_key,
    still_holds,
)
from tf2lint.limited_engine import LimitedEngine
from tf2lint.linting import HiddenFindings
from tf2lint.model import Located, Result
from tf2lint.project import REACHES, DependencyRecorder
from tf2lint.source import digest, find_by_path, mentions_tensorflow, read_bytes, read_source

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Mapping

    from tf2lint.engine import Engine
    from tf2lint.model import Settings
    from tf2lint.project import Query
    from tf2lint.source import ModuleFinder

#: Processes of a host beyond so many share the numbers under which they store what checks depend on.
_MAX_WRITERS: Final = 64
#: The cache is written before the finalizers that have no priority run.
_PRIORITY: Final = 10


def host_engine(settings: Settings, find: ModuleFinder = find_by_path, *, is_cached: bool) -> LimitedEngine:
    """Returns an engine for a host, with results of earlier runs; it stores new ones when the process ends.

    Args:
        settings: what to report, and for which target version.
        find: finds the file of an imported module.
        is_cached: whether to keep results.
    """
    cache = None
    if is_cached:
        number = int("".join(filter(str.isdigit, current_process().name)) or 0)
        cache = ResultCache(cache_folder(os.getcwd()), _read_text, _warn, find, number % _MAX_WRITERS)
        util.Finalize(None, _write, (cache,), exitpriority=_PRIORITY)
    return LimitedEngine(lambda: CachedEngine(settings, find, cache))


class CachedEngine:
    """An engine that checks only what has changed since its results were stored.

    Args:
        settings: what to report, and for which target version.
        find: finds the file of an imported module.
        cache: the stored results; None to check every file.
    """

    def __init__(self, settings: Settings, find: ModuleFinder, cache: ResultCache | None) -> None:
        self._settings = settings
        self._cache = cache
        self._find = find
        self._recorder = DependencyRecorder()

    @cached_property
    def _engine(self) -> Engine:
        from tf2lint.engine import Engine  # not needed if nothing has changed
        from tf2lint.project import Programs, Workspace
        from tf2lint.table import table_for

        programs = None if self._cache is None else Programs(self._cache.projects)
        table = table_for(self._settings.target, self._settings.keras_version)
        engine = Engine(self._settings, Workspace(table, self._find, programs), with_fixes=False)
        if self._cache is not None:
            engine.record_dependencies(self._recorder)
            self._cache.start_asking(partial(self._ask, self._cache, engine))
        return engine

    def _ask(self, cache: ResultCache, engine: Engine, project: str, queries: Iterable[Query]) -> Mapping[Query, str]:
        """Asks what modules have asked each other; returns digests of the answers.

        Args:
            cache: keeps what was recorded meanwhile.
            engine: answers the queries.
            project: the settings of the project, which are those of this engine.
            queries: what modules asked.
        """
        answers = engine.answers_about_modules(queries)
        self._record(cache, engine, project)
        return answers

    def _record(self, cache: ResultCache, engine: Engine, project: str) -> None:
        """Records what modules have asked since the last call."""
        asked = engine.take_asked(self._recorder)
        cache.record(project, self._recorder.take(), asked)

    def known(self, source: str, path: str, *, hidden: HiddenFindings | None = None) -> Result | None:
        """Returns the result of an earlier check, if nothing has changed on which it depends.

        Otherwise returns None, and the engine is loaded: what follows may be interrupted, which must not happen to
        imports.

        Args:
            source: the text of the file.
            path: its path.
            hidden: the findings that the host does not show.
        """
        if self._cache is not None:
            key = self._key(path, hidden or HiddenFindings())
            rows = self._rows(self._cache, key, _digest(source))
            if rows is not None and self._cache.find(key) is not None:
                return _result(rows, path)
        self._engine  # noqa: B018
        return None

    def check(
        self, source: str, path: str, tree: ast.Module | None = None, *, hidden: HiddenFindings | None = None
    ) -> Result:
        """Checks one file unless the result of an earlier check still holds, see `Engine.check`."""
        hidden = hidden or HiddenFindings()
        found = self.known(source, path, hidden=hidden)
        if found is not None:
            return found
        data = None if self._cache is None else read_bytes(path)
        if self._cache is None or data is None:
            return self._engine.check(source, path, tree, hidden=hidden)
        key, text = self._key(path, hidden), _digest(source)
        rows = self._rows(self._cache, key, text)
        if rows is not None and self._still_holds(self._cache, key, source, data):
            return _result(rows, path)
        self._recorder.record_text(path, data)
        if not mentions_tensorflow(source):
            self._recorder.record_answer(path, (REACHES,), True)  # the host asks about no other files
        result = self._engine.check(source, path, tree, hidden=hidden)
        self._record(self._cache, self._engine, key.project)
        rows = [row_of(Located(finding, None, "")) for finding in result.findings]
        self._cache.add(key, json.dumps([text, rows], separators=(",", ":")), self._recorder.log.take())
        return result

    def _rows(self, cache: ResultCache, key: CheckKey, text: str) -> list[list[Any]] | None:
        """Returns the findings of an earlier check of the same text, whether or not they still hold."""
        stored = cache.stored(key)
        checked: str
        rows: list[list[Any]]
        checked, rows = json.loads(stored) if stored else ("", [])
        return rows if checked == text else None

    def _still_holds(self, cache: ResultCache, key: CheckKey, source: str, data: bytes) -> bool:
        """Returns whether other files answer what an earlier check has asked as they did then."""
        earlier = cache.earlier(key)
        if earlier is None:
            return False

        def ask(queries: Iterable[Query]) -> Mapping[Query, str]:
            return self._engine.answers_now(queries, source, key.path)

        self._recorder.record_text(key.path, data)
        holds = still_holds(earlier, ask)
        self._record(cache, self._engine, key.project)
        if holds:
            cache.keep(key)
        return holds

    def _key(self, path: str, hidden: HiddenFindings) -> CheckKey:
        settings = self._settings
        project = ("host", settings.target, settings.select, settings.source_version, settings.keras_version)
        off = tuple(sorted(hidden.codes)), tuple(sorted(hidden.moves))
        return CheckKey(os.path.abspath(path), settings_key(*project), settings_key(*project, off))


def _digest(source: str) -> str:
    return digest(source.encode("utf-8", "surrogatepass"))


def _result(rows: list[list[Any]], path: str) -> Result:
    return Result(tuple(finding_of(row, path).finding for row in rows))


def _read_text(path: str) -> str:
    try:
        return read_source(path)
    except (OSError, SyntaxError):
        return ""


def _write(cache: ResultCache) -> None:
    try:
        cache.write(saw_all=True)
    except CacheError as error:
        _warn(f"can't write the cache: {error}")
    cache.close()


def _warn(message: str) -> None:
    if sys.stderr is not None:  # it may be closed
        print(f"tf2lint: warning: {message}", file=sys.stderr)
