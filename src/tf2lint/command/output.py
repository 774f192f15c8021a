"""Where a report goes: to standard output, or whole into a file, or not at all."""

from __future__ import annotations

import os
import sys

from tf2lint.command.problems import UsageError, reason


def write_output(text: str, path: str | None = None, *, is_for_people: bool = True) -> None:
    """Writes a report. Whoever reads standard output may have seen enough before its end.

    Args:
        text: what it says.
        path: of the file; None for standard output.
        is_for_people: whether standard output gets it in the terminal's encoding, and not in UTF-8 as a file does.

    Raises:
        UsageError: that can't be done.
    """
    if path is not None:
        write_file(path, text)
        return
    if sys.stdout is None:
        raise UsageError("standard output is closed")
    # What the encoding lacks, and what in a path is no text, is shown all the same.
    encoding = (sys.stdout.encoding if is_for_people else None) or "utf-8"
    try:
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise UsageError(f"standard output: {error.strerror}") from None


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
