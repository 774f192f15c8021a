"""References: the places of a program that refer to symbols of a library."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.values import Symbol


class ReferenceKind(StrEnum):
    """How a place refers to a symbol."""

    LOAD = "load"
    """An expression evaluates to it."""
    IMPORT = "import"
    """An import statement, or a call that imports, names it."""
    ITERATED = "iterated"
    """A loop, comprehension or filter iterates over what it returns, or `in` searches that."""
    KEY = "key"
    """It is a dictionary, or its `get`, and a constant key is looked up in it."""
    COMPARED = "compared"
    """It is compared with something by `==` or `!=`."""
    HASHED = "hashed"
    """It is a key of a dictionary, or in a set, or looked up in one."""
    IMPURE = "impure"
    """It is a Python function, in no watched library, that returns something else at each call."""
    INDIRECT = "indirect"
    """It is called without being named: through a `functools.partial` or a `super().__init__`."""
    UNIMPORTED = "unimported"
    """An expression evaluates to it through an attribute that only an import binds, and the file has no such import."""


class Origin(NamedTuple):
    """How the resolver knows what an object is, where the code that uses it does not show it.

    Attributes:
        path: the file that shows it; empty for the file that is analyzed.
        line: the line that shows it, from 1.
        clause: what stands there, to add to a message: "train() is called with a tf.Session".
        offset: where in the line it stands, in bytes from 0, like the `col_offset` of a syntax node.
        in_message: whether a message is better with it. It is not where a reader finds the place without being told.
    """

    path: str
    line: int
    clause: str
    offset: int = 0
    in_message: bool = True


class Reference(NamedTuple):
    """One place of a program that refers to a watched symbol.

    Attributes:
        node: the expression, the alias of an import statement, or the loop.
        kind: how it refers to the symbol.
        symbols: what the node may evaluate to, one symbol for each path to it; more than one if a name is bound in
            several places.
        certain: False if on some path it is not a watched symbol.
        written_parts: how many parts at the end of the symbols' names are written out in the node: one in
            `layers.dense`, none in a `dense` that was bound before.
        call: the call, if the node is what is called.
        is_guarded: whether a `try` around it catches an `AttributeError`, or the program has made sure that it runs in
            a graph.
    """

    node: ast.expr | ast.alias | ast.stmt
    kind: ReferenceKind
    symbols: tuple[Symbol, ...]
    certain: bool = True
    written_parts: int = 0
    call: ast.Call | None = None
    is_guarded: bool = False
