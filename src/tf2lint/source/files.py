"""Discovers and decodes Python source files, and writes their paths."""

from __future__ import annotations

import os
import re
import tokenize
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Folders without code of the project itself: those that ruff excludes by default, and `build`.
EXCLUDED: Final = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d",
    ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pypackages__", "_build",
    "buck-out", "build", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip

_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")


def python_files(folder: str, failed: Callable[[OSError], None]) -> Iterator[str]:
    """Yields the Python files below a folder, without hidden folders and those in `EXCLUDED`.

    Symbolic links to folders are not followed, so they cannot form a cycle.

    Args:
        folder: the folder to search.
        failed: called with the error for each folder that can't be read.
    """
    for parent, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if name not in EXCLUDED and not name.startswith("."))
        yield from (os.path.join(parent, name) for name in sorted(names) if name.endswith(".py"))


def read_source(path: str) -> str:
    """Reads a file and decodes it with the encoding that it declares.

    Raises:
        OSError: the file can't be read.
        SyntaxError: the file isn't valid text in its declared or default encoding.
    """
    with open(path, "rb") as file:
        data = file.read()
    return decode(data, path)


def read_bytes(path: str) -> bytes | None:
    """Reads a file; returns None for what is no file, or can't be read."""
    if not os.path.isfile(path):  # reading a named pipe could block forever
        return None
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def path_like(model: str, path: str) -> str:
    """Returns a path in the form of another one: absolute, or relative to the current folder."""
    return os.path.abspath(path) if os.path.isabs(model) else os.path.relpath(path)


def shown_path(path: str) -> str:
    """Returns a path with slashes, relative to the current folder if it is inside it."""
    relative = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
    return (path if relative.startswith("..") and os.path.isabs(path) else relative).replace(os.sep, "/")


def encoding_of(data: bytes) -> str:
    """Returns the encoding that a source declares, or else the default one; with a byte order mark, `utf-8-sig`.

    Args:
        data: the bytes of the source, whose lines may end in any way.

    Raises:
        SyntaxError: there is no such encoding.
    """
    lines = (line[0] for line in _LINE.finditer(data))
    return tokenize.detect_encoding(lines.__next__)[0]


def decode(data: bytes, path: str = "<unknown>") -> str:
    """Decodes a source with the encoding that it declares.

    Args:
        data: the bytes of the source.
        path: the path of the file, for messages.

    Raises:
        SyntaxError: the source isn't valid text in its declared or default encoding.
    """
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SyntaxError(f"{error.reason} in {encoding}", (path, line, 1, None)) from error
    except (LookupError, UnicodeError) as error:  # codecs that aren't for text, or that always fail
        raise SyntaxError(f"{encoding} is no encoding of a program", (path, 1, 1, None)) from error


def digest(data: bytes | None) -> str:
    """Returns a digest of the content of a file; an empty string for None, a file that can't be read."""
    from hashlib import blake2b  # slow to load, and plugins have no cache

    return "" if data is None else blake2b(data, digest_size=16).hexdigest()
