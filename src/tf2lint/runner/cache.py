"""Keeps what checks gave for the next run: of a file that is as it was, in a world that is as it was.

A result is kept with its proof, see `proofs`, and with what was asked, so that the next run can ask again and see
whether the proof is still the same. Settings are a part of each key. A cache that another version of tf2lint has
written counts for nothing, nor does one that is damaged.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing, suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tf2lint import __version__
from tf2lint.config import reason
from tf2lint.project import merge_answers
from tf2lint.runner import cache_records
from tf2lint.runner.cache_validation import LENGTH, CurrentAnswers, Fingerprints, digest_of
from tf2lint.runner.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.project import Answers
    from tf2lint.runner.file_checker import FileResult, Job

    #: Settings, and a path.
    Key = tuple[str, str]

_FILE: Final = "results.db"
#: Files that keep git, and what copies folders, from taking the cache along.
_BESIDE: Final = {".gitignore": "*\n", "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"}
#: Seconds to wait for another run that is writing.
_PATIENCE: Final = 5.0
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS maker (name TEXT)",
    "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, content TEXT)",
)
_ASKED: Final = "asked"
_RESULT: Final = "result"


class Cache:
    """What checks gave.

    Args:
        folder: where it is; it need not be there yet.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, _FILE)
        self._present = CurrentAnswers()
        self._proofs_now = cache(lambda settings: Fingerprints(partial(self._told_now, settings)))
        self._now: dict[Key, Answers] = {}
        self._told: dict[Key, Answers] = {}
        self._new: list[tuple[Job, FileResult]] = []

    def find(self, job: Job) -> FileResult | None:
        """What a check gave, if it would give the same again."""
        path = os.path.abspath(job.path)
        content = self._read(_RESULT, _of_file(job), path)
        if not content or content[:LENGTH] != self._proofs_now(_of_project(job)).of(path):
            return None
        return cache_records.deserialize(content[LENGTH:], job.path)

    def add(self, job: Job, checked: FileResult, evidence: Mapping[str, Answers]) -> None:
        """Keeps what a check gave, until it is written.

        Args:
            job: which file was checked, and how.
            checked: what that gave.
            evidence: what modules were told since the check before; nothing if the file was not worth a look.
        """
        for path, answers in evidence.items():
            merge_answers(self._told.setdefault((_of_project(job), path), {}), answers)
        if os.path.abspath(job.path) in evidence:
            self._new.append((job, checked))

    def write(self) -> None:
        """Writes what was added; warns if that can't be done."""
        if not self._new:
            return
        try:
            self._make_folder()
            try:
                self._write()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # it is busy, or can't be written
                    raise
                os.remove(self._path)  # it is damaged
                self._write()
        except (OSError, sqlite3.Error) as error:
            cause = reason(error) if isinstance(error, OSError) else f"{self._path}: {error}"
            warn(f"what was found can't be kept for the next run: {cause}")

    def close(self) -> None:
        """Ends reading what is kept."""
        if self._rows is not None:
            self._rows.close()

    def _make_folder(self) -> None:
        os.makedirs(self._folder, exist_ok=True)
        for name, text in _BESIDE.items():
            path = Path(self._folder, name)
            if not path.exists():
                path.write_text(text, "ascii")

    def _write(self) -> None:
        rows = [*self._rows_asked(), *self._rows_found()]
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as kept_rows, kept_rows:
            for table in _TABLES:
                kept_rows.execute(table)
            kept_rows.execute("BEGIN IMMEDIATE")
            if not _is_ours(kept_rows):
                kept_rows.execute("DELETE FROM maker")
                kept_rows.execute("DELETE FROM kept")
                kept_rows.execute("INSERT INTO maker VALUES (?)", (_maker(),))
            kept_rows.executemany("REPLACE INTO kept VALUES (?, ?)", rows)

    def _rows_asked(self) -> Iterator[tuple[str, str]]:
        for settings, path in self._told:
            questions = json.dumps(sorted(self._ever_told(settings, path)))
            yield _key(_ASKED, settings, path), _sealed(questions)

    def _rows_found(self) -> Iterator[tuple[str, str]]:
        proofs = {_of_project(job): Fingerprints(partial(self._ever_told, _of_project(job))) for job, _ in self._new}
        for job, checked in self._new:
            path = os.path.abspath(job.path)
            content = proofs[_of_project(job)].of(path) + cache_records.serialize(checked)
            yield _key(_RESULT, _of_file(job), path), _sealed(content)

    def _ever_told(self, settings: str, path: str) -> Answers:
        """What a module was told in this run, and would be told now to what it asked before."""
        return {**self._told_now(settings, path), **self._told.get((settings, path), {})}

    def _told_now(self, settings: str, path: str) -> Answers:
        """What a module would be told now to all that is kept of what it asked."""
        key = settings, path
        if key not in self._now:
            questions = map(tuple, json.loads(self._read(_ASKED, *key) or "[]"))
            self._now[key] = {question: self._present.answer(path, question) for question in questions}
        return self._now[key]

    def _read(self, kind: str, settings: str, path: str) -> str:
        """What is kept; nothing if it is damaged."""
        if self._rows is None:
            return ""
        try:
            row = self._rows.execute("SELECT content FROM kept WHERE key = ?", (_key(kind, settings, path),)).fetchone()
        except sqlite3.Error:
            return ""
        return _opened(row[0]) if row is not None else ""

    @cached_property
    def _rows(self) -> sqlite3.Connection | None:
        """All that is kept; None if there is nothing that counts."""
        if not os.path.isfile(self._path):
            return None
        with suppress(sqlite3.Error):
            rows = sqlite3.connect(f"{Path(self._path).absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
            with suppress(sqlite3.Error):
                if _is_ours(rows):
                    return rows
            rows.close()
        return None


def _is_ours(rows: sqlite3.Connection) -> bool:
    return rows.execute("SELECT name FROM maker").fetchall() == [(_maker(),)]


@cache
def _maker() -> str:
    """Stands for what makes the results: tf2lint, whose files may be being worked on, and Python."""
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*") if path.suffix != ".pyc" and path.is_file())
    states = [(str(path.relative_to(package)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return digest_of((__version__, sys.version, states))


@cache
def _settings(*parts: object) -> str:
    return digest_of(parts)


def _of_project(job: Job) -> str:
    """Stands for the settings that all files of an engine have in common."""
    return _settings(job.target, job.codes)


def _of_file(job: Job) -> str:
    return _settings(job.target, job.codes, tuple(sorted(job.ignored)))


def _key(kind: str, settings: str, path: str) -> str:
    return digest_of((kind, settings, path))


def _sealed(content: str) -> str:
    return digest_of(content) + content


def _opened(sealed: object) -> str:
    """What was sealed; nothing if the seal is broken."""
    content = sealed[LENGTH:] if isinstance(sealed, str) else ""
    return content if sealed == _sealed(content) else ""
