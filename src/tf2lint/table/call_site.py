"""The code around a call, as conditions of rewrites ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ast


class CallSite(Protocol):
    """The code around a call, as conditions ask about it."""

    @property
    def place(self) -> str:
        """What the call is: `statement`, `with`, `named with`, `assigned`, `operand`; empty for other parts."""

    @property
    def name(self) -> ast.expr | None:
        """What the call is assigned to, or what a `with` statement calls it; None if it gets no name."""

    def program_lacks(self, fact: str) -> bool:
        """Returns whether no file of the program has a fact, such as `methods of HParams`."""

    def is_in(self, name: str) -> bool:
        """Returns whether the call is in a method, whose object is `self`, of a class that derives from a class."""

    def is_with(self, name: str) -> bool:
        """Returns whether the file refers to a member of the library, given its name below `tf` in TensorFlow 1."""

    def is_keyword(self, node: ast.expr) -> bool:
        """Returns whether the call passes an argument by keyword."""

    def is_member(self, node: ast.expr, name: str) -> bool:
        """Returns whether an argument is a member of the library, given one of its names in TensorFlow 1."""

    def is_computed_here(self, node: ast.expr) -> bool:
        """Returns whether what an argument evaluates to is computed in this function, for this call alone."""

    def is_built(self, node: ast.expr) -> bool:
        """Returns whether calls of the library, or of functions in this file, make what an argument evaluates to."""

    def is_deleted(self, node: ast.expr) -> bool:
        """Returns whether all that an argument consists of are calls that are to be deleted."""

    def classes(self, node: ast.expr) -> frozenset[str]:
        """Returns the classes, below `tf`, of the library objects that an argument is or contains, as far as known."""

    def returned(self, node: ast.expr) -> list[ast.expr | None]:
        """Returns what a function of the file that an argument is may return, None for a plain `return`.

        The list is empty if it may be another function.
        """

    def dtype(self, node: ast.expr) -> str:
        """Returns `integer` for a tensor of integers, `float` or `double` for floats; empty if that is unknown."""

    def rank(self, node: ast.expr) -> int | None:
        """Returns the number of dimensions of an argument; None if it is unknown."""

    def member(self, node: ast.expr) -> str:
        """Returns the name below `tf` of the member of the library that an expression is; empty if it is none."""

    def display(self, node: ast.expr) -> ast.expr:
        """Returns the only dictionary, call, or operation that a name is bound to; else the expression itself."""


class UnknownSite:
    """The code around a call of which nothing is known."""

    place = ""
    name: ast.expr | None = None

    def program_lacks(self, _: str) -> bool:
        """See `CallSite`."""
        return False

    def is_in(self, _: str) -> bool:
        """See `CallSite`."""
        return False

    def is_with(self, _: str) -> bool:
        """See `CallSite`."""
        return False

    def is_keyword(self, _: ast.expr) -> bool:
        """See `CallSite`."""
        return False

    def is_member(self, _: ast.expr, __: str) -> bool:
        """See `CallSite`."""
        return False

    def is_computed_here(self, _: ast.expr) -> bool:
        """See `CallSite`."""
        return False

    def is_built(self, _: ast.expr) -> bool:
        """See `CallSite`."""
        return False

    def is_deleted(self, _: ast.expr) -> bool:
        """See `CallSite`."""
        return False

    def classes(self, _: ast.expr) -> frozenset[str]:
        """See `CallSite`."""
        return frozenset()

    def returned(self, _: ast.expr) -> list[ast.expr | None]:
        """See `CallSite`."""
        return []

    def dtype(self, _: ast.expr) -> str:
        """See `CallSite`."""
        return ""

    def rank(self, _: ast.expr) -> int | None:
        """See `CallSite`."""
        return None

    def member(self, _: ast.expr) -> str:
        """See `CallSite`."""
        return ""

    def display(self, node: ast.expr) -> ast.expr:
        """See `CallSite`."""
        return node
