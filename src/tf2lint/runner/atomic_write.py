"""Writes files as a whole or not at all."""

from __future__ import annotations

import os

from tf2lint.config import UsageError, reason


def write_file(path: str, text: str) -> None:
    """Writes a file so that it is there as a whole or not at all, whatever happens meanwhile.

    Raises:
        UsageError: that can't be done.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:  # nothing can be put in the place of a pipe or a device
                device.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or reason(error)}") from None


def _replace(place: str, data: bytes) -> None:
    import tempfile  # 10 ms, and most reports go to standard output

    handle, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(place)}.", dir=os.path.dirname(place))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, _mode(place))
        os.replace(temporary, place)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(place: str) -> int:
    """The permissions that a file has, or that a new one would get."""
    try:
        return os.stat(place).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
