"""Atomic file writes."""

from __future__ import annotations

import os

from tf2lint.config import UsageError, reason


def write_file(path: str, text: str) -> None:
    """Writes a file atomically: an interruption leaves the old file or the new one, never a part.

    Raises:
        UsageError: the file can't be written.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:  # pipes and devices can't be replaced
                device.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or reason(error)}") from None


def _replace(path: str, data: bytes) -> None:
    import tempfile  # takes 10 ms, and most reports go to standard output

    handle, temporary = tempfile.mkstemp(prefix=".tf2lint-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(path: str) -> int:
    """Returns the permissions of a file, or those that a new file would get."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
