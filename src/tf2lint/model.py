"""The records that the parts of tf2lint hand to each other: data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.values import Symbol


class Severity(StrEnum):
    """How bad a finding is at the target version."""

    ERROR = "error"
    """It breaks there."""
    WARNING = "warning"
    """It works there, but is deprecated or means something else."""
    INFO = "info"
    """Style."""


class UseKind(StrEnum):
    """In what way a symbol is used."""

    LOAD = "load"
    """Its value is taken, by whatever expression."""
    IMPORT = "import"
    """An import statement, or a call that imports, names it."""
    ITERATED = "iterated"
    """A loop, comprehension or filter goes through what it gives, or something is looked up in it."""
    IMPURE = "impure"
    """It is no library's that is watched, but a function of Python that gives something else at each call."""
    INDIRECT = "indirect"
    """It is called without being named: by a `functools.partial` or a `super().__init__`."""
    UNIMPORTED = "unimported"
    """Its value is taken through an attribute that only an import would have bound, and the file has no such import."""


class Use(NamedTuple):
    """One place of a program that stands for a watched symbol.

    Attributes:
        node: the expression, the alias of an import statement, or the loop.
        kind: how the symbol is used.
        symbols: what the expression is, one symbol for each way the program can
            take to it; more than one where a name is bound in several ways.
        certain: False where a way exists on which it is no watched symbol.
        spelled: how many parts at the end of the symbols' names are written out in
            the node: one in `layers.dense`, none in a `dense` that was bound before.
        call: the call of the expression, if it is called.
    """

    node: ast.expr | ast.alias | ast.stmt
    kind: UseKind
    symbols: tuple[Symbol, ...]
    certain: bool = True
    spelled: int = 0
    call: ast.Call | None = None


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
