"""Writes reports to standard output or to a file."""

from __future__ import annotations

import os
import sys

from tf2lint.config import UsageError
from tf2lint.runner import write_file


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
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Keep Python from flushing it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise UsageError(f"standard output: {error.strerror}") from None
