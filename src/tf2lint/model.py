"""The records that the parts of tf2lint hand to each other: data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is at the target version."""

    ERROR = "error"
    """It breaks there."""
    WARNING = "warning"
    """It works there, but is deprecated or means something else."""
    INFO = "info"
    """Style."""


class Span(NamedTuple):
    """A range of a source text: lines from 1, columns from 1 in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Finding(NamedTuple):
    """One thing in a program that breaks or changes at the target version.

    Attributes:
        code: the rule's code, such as `TF101`.
        name: the rule's name, such as `removed-name`.
        severity: the rule's severity.
        message: what was written, what became of it, and what to write.
        path: the file, as it was given to the linter.
        span: where in the file.
        symbol: the 1.x name it is about, from `tf`; None when it is about none.
        replacements: dotted names to use instead, best first; possibly none.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    symbol: str | None = None
    replacements: tuple[str, ...] = ()


class Located(NamedTuple):
    """A finding, with what a report needs of the file around it.

    Attributes:
        finding: with its place in the file, or in its cell.
        cell: the number of the notebook's cell, from 1; None where there are no cells.
        line: the text of the line in which it begins.
    """

    finding: Finding
    cell: int | None
    line: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a check depends on besides the source.

    Attributes:
        target: the TensorFlow minor version that the program shall run on, such
            as `2.21`; None for the newest one that the table knows.
        select: prefixes of the codes that are reported; empty for those that
            are on by default.
        ignore: prefixes of codes that are not reported.
    """

    target: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
