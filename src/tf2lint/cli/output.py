"""Writes reports to standard output or to a file."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING

from tf2lint.config import UsageError
from tf2lint.runner import write_file

if TYPE_CHECKING:
    from typing import BinaryIO


def write_output(text: str, path: str | None = None, *, is_text: bool = True) -> None:
    """Writes a report. It is not an error if the reader of standard output closes it early.

    Args:
        text: the report.
        path: the file; None for standard output.
        is_text: whether to use the terminal's encoding on standard output, instead of UTF-8 as in files.

    Raises:
        UsageError: the report can't be written.
    """
    if path is not None:
        write_file(path, text)
        return
    if sys.stdout is None:
        raise UsageError("standard output is closed")
    # Characters that the encoding lacks, and undecodable bytes in paths, are written as escapes.
    encoding = (sys.stdout.encoding if is_text else None) or "utf-8"
    try:
        _write_all(sys.stdout.buffer, text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Keep Python from flushing it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise UsageError(f"standard output: {error.strerror}") from None


def _write_all(stream: BinaryIO, data: bytes) -> None:
    """Writes all of some data; a stream without a buffer may write a part of it only, or nothing while it is full."""
    left = memoryview(data)
    while left:
        try:
            written = stream.write(left)
        except BlockingIOError as error:
            written = error.characters_written
        if not written:
            select.select((), (stream,), ())
        left = left[written or 0 :]
