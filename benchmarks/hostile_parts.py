"""Makes the trees of hostile_trees.py: what a stranger could put into a repository, each tree from a number."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

import hostile_texts as texts

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

_LINKS: Final = (
    ".",
    "..",
    "../..",
    "a",
    "b.py",
    "loop",
    "../outside",
    "../outside/secret.py",
    "../outside/kept",
    "/dev/zero",
    "/dev/null",
    "/dev/tty",
    "/dev/stdin",
    "/proc/self/mem",
    "/proc/self/fd/0",
    "/",
    "nowhere",
    "a/../a",
    "sub/../b.py",
    "\n",
    "x" * 200,
)
_SETTINGS_FILES: Final = ("tf2lint.toml", ".tf2lint.toml", "pyproject.toml", "sub/tf2lint.toml")
_REQUIREMENTS: Final = (
    "requirements.txt",
    "requirements-x.txt",
    "requirements/a.txt",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "environment.yml",
    "environment-x.yaml",
)
_GIT: Final = ("HEAD", "config", "index", "info/exclude", "packed-refs", "objects/x", "refs/heads/main", "commondir")
_CACHE: Final = ("CREATE TABLE entries (key TEXT PRIMARY KEY, content TEXT)", "CREATE TABLE writer (name TEXT)")
_CODE_IN_CACHE: Final = (
    "CREATE VIEW more AS WITH RECURSIVE r(k) AS (SELECT 1 UNION ALL SELECT k FROM r) SELECT * FROM r",
    "CREATE TRIGGER t AFTER DELETE ON entries BEGIN INSERT INTO entries VALUES ('a', zeroblob(100000000)); END",
    "CREATE TABLE other (x)",
    "INSERT INTO writer VALUES ('x'), (NULL)",
    "INSERT INTO entries VALUES (NULL, zeroblob(1000))",
)


class Tree:
    """A tree in the making.

    Args:
        folder: its folder, which is empty; beside it lies the folder `outside`.
        draw: decides what is in it.
    """

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self._folder = folder
        self._draw = draw

    def make(self) -> None:
        """Makes the files, and what is no file."""
        for _ in range(self._draw.randrange(1, 5)):
            self._program()
        for _ in range(self._draw.randrange(2, 9)):
            with suppress(OSError, ValueError):  # some names are too long, or taken by something else
                self._draw.choice(_PARTS)(self)

    def options(self) -> list[str]:
        """Returns options of the command for the tree."""
        chosen = [option for option in texts.OPTIONS if self._draw.random() < 1 / len(texts.OPTIONS)]
        return [part for option in chosen for part in option]

    def _path(self, name: str | bytes) -> bytes:
        path = os.path.join(os.fsencode(self._folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def _write(self, name: str | bytes, data: str | bytes) -> None:
        path = self._path(name)
        if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
            os.remove(path)  # writing would wait for a reader of a pipe, or go elsewhere
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))

    def _program(self) -> None:
        name = self._draw.choice(("a.py", "b.py", "sub/a.py", "sub/__init__.py", "c.py", "sub/deep/util.py"))
        self._write(name, texts.program(self._draw))

    def _named(self) -> None:
        self._write(self._draw.choice(texts.NAMES), texts.program(self._draw))

    def _encoded(self) -> None:
        self._write("encoded.py", texts.encoded(self._draw))

    def _notebook(self) -> None:
        self._write(self._draw.choice(("n.ipynb", "sub/N.ipynb", "x.IPYNB")), texts.notebook(self._draw))

    def _link(self) -> None:
        name = self._draw.choice(
            ("l.py", "a.py", "sub/l.py", "sub/loop", "loop", "l.ipynb", "pkg/__init__.py", "typing.py")
        )
        self._special(name, lambda path: os.symlink(self._draw.choice(_LINKS), path))

    def _package_of_links(self) -> None:
        self._write(
            "pkg/__init__.py", "from .a import x\nfrom .b import *\nimport tensorflow as tf\ntf.Session().run(x)\n"
        )
        for name in self._draw.sample(("a", "b", "c"), self._draw.randrange(1, 4)):
            self._special(f"pkg/{name}", lambda path: os.symlink(self._draw.choice((".", "..", "../pkg", "b")), path))

    def _hard_link(self) -> None:
        outside = os.path.join(os.path.dirname(os.fsencode(self._folder)), b"outside", b"secret.py")
        self._special("hard.py", lambda path: os.link(outside, path))

    def _pipe(self) -> None:
        names = (
            "p.py",
            "p.ipynb",
            ".gitignore",
            "tf2lint.toml",
            "pyproject.toml",
            "base.json",
            "util.py",
            *_REQUIREMENTS,
        )
        self._special(self._draw.choice((*names, *_REQUIREMENTS)), os.mkfifo)

    def _socket(self) -> None:
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(self._path("s.py"))

    def _special(self, name: str, make: Callable[[bytes], object]) -> None:
        path = self._path(name)
        if os.path.lexists(path):
            os.remove(path)
        make(path)

    def _ignore_file(self) -> None:
        name = self._draw.choice((".gitignore", "sub/.gitignore", ".git/info/exclude"))
        self._write(name, texts.patterns(self._draw))

    def _settings(self) -> None:
        self._write(self._draw.choice(_SETTINGS_FILES), texts.settings(self._draw))

    def _linked_settings(self) -> None:
        names = (".gitignore", "base.json", *_SETTINGS_FILES, *_REQUIREMENTS)
        self._special(self._draw.choice(names), lambda path: os.symlink(self._draw.choice(_LINKS), path))

    def _requirement(self) -> None:
        name = self._draw.choice(_REQUIREMENTS)
        self._write(name, texts.requirements(name, self._draw))

    def _baseline(self) -> None:
        self._write("base.json", texts.baseline(self._draw))

    def _cache(self) -> None:
        path = self._path(self._draw.choice(("cache/results.db", ".tf2lint_cache/results.db", "results.db")))
        if self._draw.random() < 0.3:
            self._write(path, self._draw.randbytes(self._draw.choice((0, 10, 5000))))
            return
        with closing(sqlite3.connect(os.fsdecode(path))) as database, database:
            for statement in (*_CACHE, *self._draw.sample(_CODE_IN_CACHE, self._draw.randrange(3))):
                with suppress(sqlite3.Error):
                    database.execute(statement)

    def _git(self) -> None:
        if self._draw.random() < 0.2:
            self._special(".git", lambda path: os.symlink(self._draw.choice(_LINKS), path))
        elif self._draw.random() < 0.3:
            self._write(".git", self._draw.choice(("gitdir: ../outside", "gitdir: /dev/zero", "gitdir: .git", "\0")))
        else:
            for name in ("HEAD", "config", *self._draw.sample(_GIT, 3)):
                self._write(f".git/{name}", texts.git_file(name, self._draw))
            for name in ("objects", "refs"):
                os.makedirs(self._path(f".git/{name}/"), exist_ok=True)

    def _folder_named_like_a_file(self) -> None:
        names = ("d.py", "d.ipynb", ".gitignore", "tf2lint.toml", "requirements.txt", "base.json", "results.db")
        os.makedirs(self._path(self._draw.choice(names) + "/x.py"))

    def _nested(self) -> None:
        self._write("n/" * self._draw.choice((5, 60, 400)) + "x.py", texts.program(self._draw))

    def _many(self) -> None:
        for number in range(70):
            self._write(f"many/m{number}.py", texts.program(self._draw))

    def _read_only(self) -> None:
        self._write("r.py", texts.TF1)
        os.chmod(self._path("r.py"), self._draw.choice((0, 0o400, 0o4755)))

    def _json(self) -> None:
        self._write(
            "Pipfile.lock", json.dumps({"default": {"tensorflow": self._draw.choice((None, [], {"version": {}}))}})
        )


_PARTS: Final = (
    Tree._named,
    Tree._named,
    Tree._encoded,
    Tree._notebook,
    Tree._notebook,
    Tree._link,
    Tree._link,
    Tree._package_of_links,
    Tree._hard_link,
    Tree._pipe,
    Tree._socket,
    Tree._ignore_file,
    Tree._settings,
    Tree._settings,
    Tree._linked_settings,
    Tree._requirement,
    Tree._requirement,
    Tree._baseline,
    Tree._cache,
    Tree._git,
    Tree._git,
    Tree._folder_named_like_a_file,
    Tree._nested,
    Tree._many,
    Tree._read_only,
    Tree._json,
)
