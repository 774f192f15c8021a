"""Discovers and decodes Python source files, and writes their paths."""

from __future__ import annotations

import errno
import os
import re
import stat
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

#: The size of the largest file that is read, in bytes; notebooks can be large for their outputs.
MAX_SIZE: Final = 100_000_000
#: The size of the largest file with settings, requirements, or patterns.
MAX_SETTINGS_SIZE: Final = 10_000_000
#: Characters that change what a terminal shows: control characters, and those that reverse the direction of a text.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_CONTROL_BUT_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")


def python_files(folder: str, failed: Callable[[OSError], None]) -> Iterator[str]:
    """Yields the Python files below a folder, without hidden folders and those in `EXCLUDED`.

    Symbolic links to folders are not followed, so they cannot form a cycle.

    Args:
        folder: the folder to search.
        failed: called with the error for each folder that can't be read.
    """
    for parent, folders, names in walk(folder, failed):
        folders[:] = sorted(name for name in folders if name not in EXCLUDED and not name.startswith("."))
        yield from (os.path.join(parent, name) for name in sorted(names) if name.endswith(".py"))


def walk(top: str, failed: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yields a folder and all below it, each with the names of the folders and of the other files in it.

    Like `os.walk`, but for any depth. Folders that are removed from the list are not searched; links to folders are not
    followed.

    Args:
        top: the folder.
        failed: called with the error for each folder that can't be read.
    """
    pending = [top]
    while pending:
        folder = pending.pop()
        folders, names = list[str](), list[str]()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    (folders if _is_folder(entry) else names).append(entry.name)
        except OSError as error:
            failed(error)
            continue
        yield folder, folders, names
        paths = (os.path.join(folder, name) for name in reversed(folders))
        pending += (path for path in paths if not os.path.islink(path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def read_source(path: str) -> str:
    """Reads a file and decodes it with the encoding that it declares.

    Raises:
        OSError: the file can't be read.
        SyntaxError: the file isn't valid text in its declared or default encoding.
    """
    return decode(read_regular(path), path)


def read_bytes(path: str) -> bytes | None:
    """Reads a file; returns None for what is no file, can't be read, or is too large."""
    try:
        return read_regular(path)
    except OSError:
        return None


def read_regular(path: str, max_size: int = MAX_SIZE, *, follows_links: bool = True, is_named: bool = False) -> bytes:
    """Reads a regular file, which can come from anyone: no pipe or device, and no more than fits into memory.

    Args:
        path: the file.
        max_size: its size at most, in bytes.
        follows_links: whether the file may be a symbolic link.
        is_named: whether the user may have named the file, who can name a pipe, too: `<(command)` of a shell is one.

    Raises:
        OSError: it can't be read, is no regular file, or is larger.
    """
    # Opening a named pipe would wait for a writer.
    flags = os.O_RDONLY | (0 if is_named else getattr(os, "O_NONBLOCK", 0)) | getattr(os, "O_BINARY", 0)
    flags |= 0 if follows_links else getattr(os, "O_NOFOLLOW", 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
        if not is_named and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        data = file.read(max_size + 1)
    if len(data) > max_size:
        raise OSError(errno.EFBIG, f"larger than {max_size // 1_000_000} MB", path)
    return data


def relative_path(path: str, folder: str = os.curdir) -> str:
    """Returns the path from a folder to a file; an absolute path if none leads there, as to another drive."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return os.path.abspath(path)


def path_like(model: str, path: str) -> str:
    """Returns a path in the form of another one: absolute, or relative to the current folder."""
    return os.path.abspath(path) if os.path.isabs(model) else relative_path(path)


def printable(text: str, *, keeps_lines: bool = False) -> str:
    """Returns a text without control characters, which could change what a terminal shows.

    Args:
        text: a path, or a message with one.
        keeps_lines: whether it may have several lines.
    """
    return (_CONTROL_BUT_LINES if keeps_lines else _CONTROL).sub(lambda found: ascii(found[0])[1:-1], text)


def shown_path(path: str) -> str:
    """Returns a path with slashes, relative to the current folder if it is inside it."""
    relative = relative_path(path) if os.path.isabs(path) else os.path.normpath(path)
    is_outside = relative.split(os.sep, 1)[0] == os.pardir and os.path.isabs(path)
    return (path if is_outside else relative).replace(os.sep, "/")


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
