"""Where a report goes: to standard output or into a file."""

from __future__ import annotations

import os
import sys

from tf2lint.config import UsageError
from tf2lint.runner import write_file


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
