"""A file of named texts that outlives the process: a database that is read as data, whoever has written it.

A file that is damaged or was written by another version of tf2lint is ignored, and replaced.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import time
from contextlib import closing, suppress
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tf2lint import __version__
from tf2lint.caching.digests import LENGTH, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FILE: Final = "results.db"
#: Marker files that make git and backup tools skip the cache folder.
_MARKER_FILES: Final = {".gitignore": "*\n", "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"}
#: The folders with Python's bytecode.
_BYTECODE: Final = "__pycache__"
#: How long to wait for another run that writes, in seconds.
_LOCK_TIMEOUT: Final = 5.0
_TABLES: Final = {
    "writer": "CREATE TABLE writer (name TEXT)",
    "entries": "CREATE TABLE entries (key TEXT PRIMARY KEY, content TEXT, week INTEGER)",
}
_SELECT: Final = "SELECT key, content, week FROM entries WHERE"
#: How many are read at once; SQLite has a limit of 999.
_MAX_KEYS: Final = 500
#: After so many weeks without use, an entry is deleted: its file or its settings may not exist any more.
_MAX_WEEKS: Final = 8
_SECONDS_PER_WEEK: Final = 7 * 86_400


class CacheError(Exception):
    """The cache can't be written; the message tells the file and the cause."""


class Entries:
    """The texts in a folder.

    Args:
        folder: the folder, which is created when texts are written.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, _FILE)
        self._used: dict[str, None] = {}
        self._rows: dict[str, list[Any]] = {}

    def prefetch(self, names: Iterable[tuple[str, ...]]) -> None:
        """Reads the texts of many names at once, which takes less time than one after another."""
        if self._database is None:
            return
        keys = [digest_of(name) for name in names]
        for start in range(0, len(keys), _MAX_KEYS):
            some = keys[start : start + _MAX_KEYS]
            places = ", ".join("?" * len(some))
            with suppress(sqlite3.Error):
                for key, *row in self._database.execute(f"{_SELECT} key IN ({places})", some):
                    self._rows[key] = row

    def read(self, *name: str) -> str:
        """Returns the text of a name; empty if there is none or it is damaged."""
        if self._database is None:
            return ""
        key = digest_of(name)
        row = self._rows.pop(key, None) or self._row(self._database, key)
        if row is None:
            return ""
        content, week = row
        if week != _week():
            self._used[key] = None
        return _verified(key, content)

    def _row(self, database: sqlite3.Connection, key: str) -> list[Any] | None:
        row = None
        with suppress(sqlite3.Error):
            row = database.execute(f"{_SELECT} key = ?", (key,)).fetchone()
        return None if row is None else [*row[1:]]

    def write(self, texts: Iterable[tuple[tuple[str, ...], str]]) -> None:
        """Stores texts by name, in place of those that have the same names.

        Raises:
            CacheError: the file can't be written.
        """
        rows = [_entry(digest_of(name), text) for name, text in texts]
        try:
            self._make_folder()
            try:
                self._write(rows)
            except sqlite3.DatabaseError as error:
                # The file is locked or not writable; or it is no cache, but something of the user's.
                if isinstance(error, sqlite3.OperationalError) or not self._is_own():
                    raise
                os.remove(self._path)  # the file is damaged
                self._write(rows)
        except OSError as error:
            raise CacheError(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error
        except sqlite3.Error as error:
            raise CacheError(f"{self._path}: {error}") from error

    def close(self) -> None:
        """Closes the database."""
        if self._database is not None:
            self._database.close()

    def _is_own(self) -> bool:
        """Returns whether what can't be used is a cache: one that is damaged lies in a folder with markers."""
        try:
            with closing(sqlite3.connect(self._path)) as database:
                return any(name == "writer" for name, _ in _schema(database))
        except sqlite3.DatabaseError:
            return all(Path(self._folder, name).is_file() for name in _MARKER_FILES)

    def _make_folder(self) -> None:
        """Makes the folder, with markers; a folder that exists gets none, for it may hold something else."""
        try:
            os.makedirs(self._folder, mode=0o700)  # it will hold copies of files
        except FileExistsError:
            if not os.path.isdir(self._folder):
                raise
            return
        for name, text in _MARKER_FILES.items():
            Path(self._folder, name).write_text(text, "ascii")

    def _write(self, rows: list[tuple[str, str]]) -> None:
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
    return digest_of((__version__, sys.version, sorted(_states(str(package)))))


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yields the path, size, and time of each file below a folder, except bytecode."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _states(entry.path) if entry.name != _BYTECODE else ()
            else:
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns


def _entry(key: str, content: str) -> tuple[str, str]:
    """Returns an entry of the database. The checksum is that of the key as well: a damaged index leads to another."""
    data = f"{key}{content}".encode("utf-8", "surrogatepass")
    return key, blake2b(data, digest_size=LENGTH // 2).hexdigest() + content


def _verified(key: str, stored: object) -> str:
    """Returns the content of an entry without its checksum; empty if the checksum does not match."""
    content = stored[LENGTH:] if isinstance(stored, str) else ""
    return content if (key, stored) == _entry(key, content) else ""
