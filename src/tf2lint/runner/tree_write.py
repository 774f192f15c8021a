"""Replaces files in a tree that can come from anyone: its links can lead anywhere, and can be swapped at any time."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tf2lint.config import UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Whether folders can be used while they are open, whatever their paths lead to meanwhile; not on Windows.
_HAS_FOLDERS: Final = {os.open, os.stat, os.chmod, os.rename, os.unlink} <= os.supports_dir_fd
_FOLDER: Final = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | getattr(os, "O_BINARY", 0)


def tree_of(path: str, named: Iterable[str]) -> str:
    """Returns the folder out of which links in a path may not lead.

    Args:
        path: a file that was checked.
        named: what the command line names: files, and folders that contain files.

    Returns:
        The named folder that contains the file; else the current folder, or that of the file if it is elsewhere.
    """
    absolute = Path(os.path.abspath(path))
    folders = [folder for folder in named if os.path.isdir(folder)]
    around = [folder for folder in (*folders, os.curdir) if absolute.is_relative_to(os.path.abspath(folder))]
    return around[0] if around else str(absolute.parent)


def replace_in_tree(path: str, tree: str, data: bytes) -> None:
    """Replaces the content of a file atomically. A symbolic link in the tree stays one, and its target is replaced.

    Args:
        path: the file.
        tree: the folder that it belongs to.
        data: its new content.

    Raises:
        UsageError: the file is outside of the tree, read-only, or can't be written.
    """
    root, target = Path(os.path.realpath(tree)), Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        raise UsageError(f"{path}: not fixed, because it is a link that leads out of the folder {tree}")
    try:
        with _opened(root, target.parent.relative_to(root).parts) as (folder, prefix):
            _replace(folder, prefix, target.name, data)
    except _ReadOnlyError:
        raise UsageError(f"{path}: not fixed, because it is read-only") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or reason(error)}") from None


class _ReadOnlyError(Exception):
    """A file may not be written."""


@contextmanager
def _opened(root: Path, parts: Iterable[str]) -> Iterator[tuple[int | None, str]]:
    """Opens a folder, step by step without following links; yields it, and what to put before the names in it."""
    if not _HAS_FOLDERS:
        yield None, os.path.join(root, *parts, "")
        return
    folder = os.open(root, _FOLDER)
    try:
        for part in parts:
            inner = os.open(part, _FOLDER | _NO_LINK, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder, ""
    finally:
        os.close(folder)


def _replace(folder: int | None, prefix: str, name: str, data: bytes) -> None:
    mode = os.stat(prefix + name, dir_fd=folder, follow_symlinks=False).st_mode
    if not mode & 0o222:
        raise _ReadOnlyError
    temporary = f"{prefix}.tf2lint-{secrets.token_hex(8)}"
    handle = os.open(temporary, _NEW, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, stat.S_IMODE(mode), dir_fd=folder)
        # What has become a link meanwhile is replaced itself.
        os.replace(temporary, prefix + name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise
