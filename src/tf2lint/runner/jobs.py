"""What the check of a file is given, and what it returns.

They are in a file of their own, because a run whose results are all in the cache needs nothing of the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tf2lint.model import Located
    from tf2lint.table import Move


class FileResult(NamedTuple):
    """The result of checking one file.

    Attributes:
        path: the file.
        findings: the findings, ordered by position.
        uses_tensorflow: whether the file uses TensorFlow.
        names_resolved: the number of references to TensorFlow names.
        names_unresolved: the number of references whose name is only known at run time.
        suppressed: the number of findings suppressed by comments.
        notes: notes on suppression comments, each with its line, in notebooks after the cell.
    """

    path: str
    findings: tuple[Located, ...] = ()
    uses_tensorflow: bool = False
    names_resolved: int = 0
    names_unresolved: int = 0
    suppressed: int = 0
    notes: tuple[tuple[str, str], ...] = ()


class Failed(NamedTuple):
    """A file that could not be read or checked.

    Attributes:
        message: the error message, one line that names the file and the cause.
        trace: the traceback of an internal error.
    """

    message: str
    trace: str = ""


class Job(NamedTuple):
    """A file to check, and its settings.

    Attributes:
        path: the file, for messages and to resolve its imports.
        target: the target TensorFlow version.
        codes: the codes of the rules that are on, sorted.
        ignored: the codes of the rules that are off in this file.
        ignored_moves: the moves of findings that are off in this file because the rule that they had before is.
        time_limit: the time limit, in seconds; 0 for no limit.
        source_version: the TensorFlow that the file is written for: `1`, `2`, or `auto`.
        keras_version: the version of Keras; None for the newest one that pip installs beside the target.
    """

    path: str
    target: str
    codes: tuple[str, ...]
    ignored: frozenset[str] = frozenset()
    ignored_moves: frozenset[Move] = frozenset()
    time_limit: float = 0
    source_version: str = "auto"
    keras_version: str | None = None
