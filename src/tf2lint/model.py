"""The data types that the packages of tf2lint exchange; they have no behavior."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Severity(StrEnum):
    """What happens at the target version, the most severe first."""

    ERROR = "error"
    """Running the code raises an error, or the code that it is for does: the line itself, a call of the function, a
    model that is trained or loaded. So it is with files that cannot be checked."""
    WARNING = "warning"
    """Nothing raises, or only in some programs, but numbers, dtypes, shapes, files, or what is trained change."""
    INFO = "info"
    """The program does the same as before."""


class Span(NamedTuple):
    """A range of a source text: lines from 1, columns from 1 in characters, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class RelatedLocation(NamedTuple):
    """Another place that a finding refers to, such as the call that shows what a parameter holds.

    Attributes:
        path: the path of its file, absolute if that of the finding is.
        line: its line, from 1.
        column: its column, from 1, in characters.
        message: what stands there, as a clause.
        cell: the number of the notebook cell, from 1; None outside of notebooks.
        in_message: whether the message of the finding, where it is shown as text, ends with this clause.
    """

    path: str
    line: int
    column: int
    message: str
    cell: int | None = None
    in_message: bool = True


class Rewritten(NamedTuple):
    """What to write instead of the call that a finding is about.

    Attributes:
        code: the expression, on one line, complete; empty if the code is to be deleted, as the message says.
        safety: `safe` if it computes the same; `unsafe` if something may differ.
        note: what may differ, or what to know, as a clause; may be empty.
    """

    code: str
    safety: str
    note: str


#: How safe it is to write the code of a rewrite or a fix: the program computes the same; something may differ; it calls
#: what TensorFlow 1 had, in `tf.compat.v1`.
SAFE: Final = "safe"
UNSAFE: Final = "unsafe"
STOP_GAP: Final = "stop-gap"


class TextEdit(NamedTuple):
    """A change of a source text.

    Attributes:
        span: what is replaced; empty where text is only added.
        text: the new text.
        cell: the number of the cell of a notebook that it changes, from 1; None in other files.
    """

    span: Span
    text: str
    cell: int | None = None


class Fix(NamedTuple):
    """Edits that settle a finding.

    Attributes:
        edits: the edits, which do not overlap.
        safety: `SAFE`, `UNSAFE`, or `STOP_GAP`.
        note: what may differ, or what to look at, as a clause; may be empty.
    """

    edits: tuple[TextEdit, ...]
    safety: str
    note: str


class CoveredFinding(NamedTuple):
    """A finding that is left out because another one tells the same fact.

    Attributes:
        code: the code of its rule.
        name: the name of its rule.
        symbol: the 1.x name that it concerns, starting from `tf`; None if it concerns none.
        line: its line, from 1.
        text: the text of this line, if that is known.
    """

    code: str
    name: str
    symbol: str | None
    line: int
    text: str = ""


class Finding(NamedTuple):
    """One problem in a program: code that breaks or changes meaning at the target version.

    Attributes:
        code: the rule's code, such as `TF101`.
        name: the rule's name, such as `removed-name`.
        severity: what happens at the target version.
        message: what the code uses, what happened to it, and what to write instead.
        path: the path of the file, as passed to the linter.
        span: the position in the file.
        symbol: the 1.x name that the finding concerns, starting from `tf`; None if it concerns none.
        replacements: the dotted names to use instead, best first; may be empty.
        related: the other places that show why this is a problem, if its own line does not.
        rewritten: what to write instead of the call; None if it is about no call, or that is not known.
        covered: the findings that are left out because this one tells the same fact.
        fix: the edits that settle it; None if there are none.
        unfixed: why a construct that could be fixed as a whole is left as it is, as a clause; empty otherwise.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    symbol: str | None = None
    replacements: tuple[str, ...] = ()
    related: tuple[RelatedLocation, ...] = ()
    rewritten: Rewritten | None = None
    covered: tuple[CoveredFinding, ...] = ()
    fix: Fix | None = None
    unfixed: str = ""


class Located(NamedTuple):
    """A finding with the context that a report needs.

    Attributes:
        finding: the finding, with its position in the file or in the notebook cell.
        cell: the number of the notebook cell, from 1; None outside of notebooks.
        line: the text of the line on which the finding begins.
    """

    finding: Finding
    cell: int | None
    line: str


class Result(NamedTuple):
    """What the engine finds in one file.

    Attributes:
        findings: the findings in source order.
        uses_tensorflow: whether the file uses TensorFlow.
        names_resolved: the number of references to names of the library.
        names_unresolved: the number of expressions that choose a name of the library at run time.
    """

    findings: tuple[Finding, ...] = ()
    uses_tensorflow: bool = False
    names_resolved: int = 0
    names_unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a check depends on besides the source.

    Attributes:
        target: the target version, a TensorFlow minor version such as `2.21`;
            None for the newest one that the table covers.
        keras_version: the version of Keras, such as `3.15`, or `2` for Keras 2
            with any TensorFlow; None for the newest one that pip installs
            beside the target.
        select: prefixes of the codes to report; empty for the codes that are on
            by default.
        ignore: prefixes of the codes not to report.
        source_version: the TensorFlow that the source is written for: `1`, `2`,
            or `auto` to decide for each file by its code.
    """

    target: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_version: str = "auto"
    keras_version: str | None = None
