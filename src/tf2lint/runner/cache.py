"""Caches the results of checks between runs.

A result is stored with a fingerprint of its dependencies (see `cache_fingerprints`), and the questions that the modules
asked are stored, too. The next run answers the questions again and uses the result if the fingerprint is still the
same. If only other modules have changed, the check's own queries decide (see `cache_queries`). Settings are part of
each key. A cache that is damaged or was written by another version of tf2lint is ignored, and replaced.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
import time
from contextlib import closing, suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.config import reason
from tf2lint.project import TEXT, TextIndex, merge_answers
from tf2lint.runner import cache_queries, cache_records
from tf2lint.runner.cache_fingerprints import LENGTH, CurrentAnswers, Fingerprints, digest_of
from tf2lint.runner.messages import print_warning
from tf2lint.runner.workers import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project import Answers
    from tf2lint.runner.earlier_check import Answered, EarlierCheck
    from tf2lint.runner.file_checker import FileResult, Job
    from tf2lint.runner.workers import Checked

    #: A fingerprint of settings, and a path.
    Key = tuple[str, str]

_FILE: Final = "results.db"
#: Marker files that make git and backup tools skip the cache folder.
_MARKER_FILES: Final = {".gitignore": "*\n", "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"}
#: How long to wait for another run that writes, in seconds.
_LOCK_TIMEOUT: Final = 5.0
_TABLES: Final = {
    "writer": "CREATE TABLE writer (name TEXT)",
    "entries": "CREATE TABLE entries (key TEXT PRIMARY KEY, content TEXT, week INTEGER)",
}
#: After so many weeks without use, an entry is deleted: its file or its settings may not exist any more.
_MAX_WEEKS: Final = 8
_SECONDS_PER_WEEK: Final = 7 * 86_400
#: The kinds of entries: what a module asks, the result of a check, what the checked file asked, and what was found in
#: the text of a file.
_QUESTIONS: Final = "questions"
_RESULT: Final = "result"
_QUERIES: Final = "queries"
_TEXT: Final = "text"


class Cache:
    """Cached results in a folder.

    Args:
        folder: the cache folder, which is created when results are written.

    Attributes:
        texts: what is found in the texts of files.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, _FILE)
        self.texts = TextIndex(load=lambda path: self._read(_TEXT, "", path))
        self._current = CurrentAnswers(self.texts)
        self._current_fingerprints = cache(lambda settings: Fingerprints(partial(self._current_answers, settings)))
        self._current_by_key: dict[Key, Answers] = {}
        self._recorded_by_key: dict[Key, Answers] = {}
        self._new: list[tuple[Job, FileResult, list[Answered]]] = []
        self._earlier: dict[Job, list[Answered]] = {}
        self._used: dict[str, None] = {}

    def find(self, job: Job) -> FileResult | None:
        """Returns the cached result of a check; None if there is none, or its dependencies have changed."""
        path = os.path.abspath(job.path)
        content = self._stored(job)
        if not content or content[:LENGTH] != self._current_fingerprints(_project_settings(job)).of_file(path):
            return None
        return cache_records.deserialize(content[LENGTH:], job.path)

    def earlier(self, job: Job) -> EarlierCheck | None:
        """Returns the earlier check of a file, if its result may still hold; otherwise None."""
        path = os.path.abspath(job.path)
        content = self._read(_QUERIES, _file_settings(job), path)
        if not content or not self._stored(job):
            return None
        found = cache_queries.deserialize(path, content, self._current_fingerprints(_project_settings(job)))
        if found is None:
            return None
        earlier, self._earlier[job] = found
        return earlier

    def add(self, job: Job, checked: Checked) -> FileResult | Failed:
        """Adds a check, whose result `write` will store; returns the result.

        Args:
            job: the check.
            checked: its result, or that the one of the earlier check still holds.
        """
        for path, answers in checked.dependencies.items():
            merge_answers(self._recorded_by_key.setdefault((_project_settings(job), path), {}), answers)
        result = checked.result
        if isinstance(result, Failed):
            return result
        if result is None:
            result, asked = cache_records.deserialize(self._stored(job)[LENGTH:], job.path), self._earlier[job]
        else:
            asked = cache_queries.grouped(checked.queries)
        if os.path.abspath(job.path) in checked.dependencies:
            self._new.append((job, result, asked))
        return result

    def write(self) -> None:
        """Stores the added results; prints a warning if the cache can't be written."""
        if not self._new and next(self.texts.new(), None) is None:
            return
        try:
            self._make_folder()
            try:
                self._write()
            except sqlite3.DatabaseError as error:
                # The file is locked or not writable; or it is no cache, but something of the user's.
                if isinstance(error, sqlite3.OperationalError) or not self._is_own():
                    raise
                os.remove(self._path)  # the file is damaged
                self._write()
        except (OSError, sqlite3.Error) as error:
            cause = reason(error) if isinstance(error, OSError) else f"{self._path}: {error}"
            print_warning(f"can't write the cache: {cause}")

    def _is_own(self) -> bool:
        """Returns whether what can't be used is a cache: one that is damaged lies in a folder with markers."""
        try:
            with closing(sqlite3.connect(self._path)) as database:
                return any(name == "writer" for name, _ in _schema(database))
        except sqlite3.DatabaseError:
            return all(Path(self._folder, name).is_file() for name in _MARKER_FILES)

    def close(self) -> None:
        """Closes the database."""
        if self._database is not None:
            self._database.close()

    def _make_folder(self) -> None:
        """Makes the folder, with markers; a folder that exists gets none, for it may hold something else."""
        if os.path.isdir(self._folder):
            return
        os.makedirs(self._folder)
        for name, text in _MARKER_FILES.items():
            Path(self._folder, name).write_text(text, "ascii")

    def _write(self) -> None:
        rows = [*self._question_rows(), *self._result_rows()]
        rows += (_entry(_key(_TEXT, "", path), content) for path, content in self.texts.new())
        if os.path.islink(self._path):
            raise OSError(errno.ELOOP, "the cache is a symbolic link", self._path)
        with closing(sqlite3.connect(self._path, timeout=_LOCK_TIMEOUT)) as database, database:
            database.execute("PRAGMA auto_vacuum = FULL")  # of a new file, which shrinks when entries are deleted
            database.execute("BEGIN IMMEDIATE")
            if not _is_ours(database):
                if _schema(database):
                    raise sqlite3.DatabaseError("not a cache")
                for table in _TABLES.values():
                    database.execute(table)
            if not _is_current(database):
                database.execute("DELETE FROM writer")
                database.execute("DELETE FROM entries")
                database.execute("INSERT INTO writer VALUES (?)", (_writer(),))
            week = _week()
            database.executemany("REPLACE INTO entries VALUES (?, ?, ?)", ((*row, week) for row in rows))
            database.executemany("UPDATE entries SET week = ? WHERE key = ?", ((week, key) for key in self._used))
            database.execute("DELETE FROM entries WHERE week < ?", (week - _MAX_WEEKS,))

    def _question_rows(self) -> Iterator[tuple[str, str]]:
        for settings, path in self._recorded_by_key:
            questions = json.dumps(sorted(self._all_answers(settings, path), key=repr))
            yield _entry(_key(_QUESTIONS, settings, path), questions)

    def _result_rows(self) -> Iterator[tuple[str, str]]:
        fingerprints = {
            _project_settings(job): Fingerprints(partial(self._all_answers, _project_settings(job)))
            for job, _, _ in self._new
        }
        for job, result, asked in self._new:
            path, settings = os.path.abspath(job.path), _file_settings(job)
            current = fingerprints[_project_settings(job)]
            yield _entry(_key(_RESULT, settings, path), current.of_file(path) + cache_records.serialize(result))
            text = str(self._recorded_by_key[_project_settings(job), path][TEXT,])
            yield _entry(_key(_QUERIES, settings, path), cache_queries.serialize(path, text, asked, current))

    def _all_answers(self, settings: str, path: str) -> Answers:
        """Returns a module's answers recorded in this run, and the current ones to its stored questions."""
        return {**self._current_answers(settings, path), **self._recorded_by_key.get((settings, path), {})}

    def _current_answers(self, settings: str, path: str) -> Answers:
        """Returns the current answers to the stored questions of a module."""
        key = settings, path
        if key not in self._current_by_key:
            questions = map(tuple, json.loads(self._read(_QUESTIONS, *key) or "[]"))
            self._current_by_key[key] = {question: self._current.answer(path, question) for question in questions}
        return self._current_by_key[key]

    def _stored(self, job: Job) -> str:
        """Returns the stored result of a check, after its fingerprint; empty if there is none."""
        return self._read(_RESULT, _file_settings(job), os.path.abspath(job.path))

    def _read(self, kind: str, settings: str, path: str) -> str:
        """Returns the content of an entry; empty if there is none or it is damaged."""
        if self._database is None:
            return ""
        key = _key(kind, settings, path)
        try:
            row = self._database.execute("SELECT content, week FROM entries WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return ""
        if row is None:
            return ""
        if row[1] != _week():
            self._used[key] = None
        return _verified(key, row[0])

    @cached_property
    def _database(self) -> sqlite3.Connection | None:
        """The database, opened for reading; None if there is none that this version can use."""
        if not os.path.isfile(self._path) or os.path.islink(self._path):
            return None
        with suppress(sqlite3.Error):
            uri = f"{Path(self._path).absolute().as_uri()}?mode=ro"
            database = sqlite3.connect(uri, uri=True, timeout=_LOCK_TIMEOUT)
            with suppress(sqlite3.Error):
                if _is_current(database):
                    return database
            database.close()
        return None


def _schema(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """Returns the kind and the text of what a database defines."""
    database.execute("PRAGMA trusted_schema = OFF")
    return database.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL LIMIT 9").fetchall()


def _is_ours(database: sqlite3.Connection) -> bool:
    """Returns whether a database has the tables of a cache, and no views or triggers, which run when they are used."""
    return dict(_schema(database)) == _TABLES


def _is_current(database: sqlite3.Connection) -> bool:
    return _is_ours(database) and database.execute("SELECT name FROM writer LIMIT 2").fetchall() == [(_writer(),)]


def _week() -> int:
    return int(time.time() // _SECONDS_PER_WEEK)


@cache
def _writer() -> str:
    """Returns a fingerprint of what computes the results: Python and tf2lint, whose files may be under development."""
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*") if path.suffix != ".pyc" and path.is_file())
    states = [(str(path.relative_to(package)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return digest_of((__version__, sys.version, states))


@cache
def _settings(*parts: object) -> str:
    return digest_of(parts)


def _project_settings(job: Job) -> str:
    """Returns a fingerprint of the settings that all files of an engine share."""
    return _settings(job.target, job.codes, job.source_version, job.keras_version)


def _file_settings(job: Job) -> str:
    off = tuple(sorted(job.ignored)), tuple(sorted(job.ignored_moves))
    return _settings(job.target, job.codes, job.source_version, job.keras_version, off)


def _key(kind: str, settings: str, path: str) -> str:
    return digest_of((kind, settings, path))


def _entry(key: str, content: str) -> tuple[str, str]:
    """Returns an entry of the database. The checksum is that of the key as well: a damaged index leads to another."""
    return key, digest_of((key, content)) + content


def _verified(key: str, stored: object) -> str:
    """Returns the content of an entry without its checksum; empty if the checksum does not match."""
    content = stored[LENGTH:] if isinstance(stored, str) else ""
    return content if (key, stored) == _entry(key, content) else ""
