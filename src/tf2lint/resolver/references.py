"""References: the places of a program that stand for symbols of a library."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.values import Symbol


class ReferenceKind(StrEnum):
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


class Reference(NamedTuple):
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
    kind: ReferenceKind
    symbols: tuple[Symbol, ...]
    certain: bool = True
    spelled: int = 0
    call: ast.Call | None = None
