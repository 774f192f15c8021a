"""The problem that a rule's check returns, and the code that settles it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from tf2lint.model import Severity
    from tf2lint.project import Program
    from tf2lint.resolver import Origin
    from tf2lint.source import Positioned


class CompatName(Enum):
    """What a name below `tf.compat.v1` is without that prefix."""

    NAMESPACE = auto()
    """It is `tf.compat.v1` itself."""
    SAME_OBJECT = auto()
    """The same object."""
    OTHER_OBJECT = auto()
    """An object of TensorFlow 2 that may take other arguments."""
    GONE = auto()
    """Missing, or of another meaning."""


class StringEnd(NamedTuple):
    """Another end for a literal string.

    Attributes:
        node: the string.
        old: its end.
        new: what to write instead of that.
        note: what to look at.
    """

    node: ast.Constant
    old: str
    new: str
    note: str


class Insertion(NamedTuple):
    """Code to add to a file; `{tf}` in it stands for TensorFlow.

    Attributes:
        node: the syntax that it is added to.
        lines: the lines of the code, as in the first line of a file; or items of a list.
        like: the statement whose indentation they get, if not that of the syntax.
        is_before: whether it stands before a statement, not behind it.
        is_item: whether the lines are items that follow another one in its list.
        is_inside: whether it is the only argument of a call.
    """

    node: Positioned
    lines: tuple[str, ...]
    like: ast.stmt | None = None
    is_before: bool = False
    is_item: bool = False
    is_inside: bool = False


class Insertions(NamedTuple):
    """Code to add in several places.

    Attributes:
        places: the places, with the code.
        note: what to look at.
    """

    places: tuple[Insertion, ...]
    note: str


class Problem(NamedTuple):
    """What a rule reports about one reference, call or other piece of code.

    Attributes:
        message: what the code uses, what changed, and what to write instead.
        replacements: dotted names to use instead, best first.
        node: the place of the problem, if not the code itself.
        covers: references that are not reported separately, because this problem includes them.
        related: the other places that show what the code is; that of the reference itself is added to them.
        works_in_graph: whether the code works where a graph is the default, so that it is not reported there.
        raises: whether an attribute is there, but raises an `AttributeError` in eager mode. Code that catches that, or
            that has asked for the mode, is right.
        applies: returns whether it is a problem in a program; None if it is one in every program.
        fact: the part of the message before the advice, if what to write instead of a call can take the place of that.
        compat: what a name below `tf.compat.v1` is without that prefix; None if it is not about such a name.
        string_end: the end of a string that settles it; None if there is none.
        severity: its severity; None for that of the rule.
        insertions: the code whose addition settles it; None if there is none.
        is_about_arguments: whether it is about arguments of a call, though not about a change of their parameters.
    """

    message: str
    replacements: tuple[str, ...] = ()
    node: Positioned | None = None
    covers: tuple[ast.AST, ...] = ()
    related: tuple[Origin, ...] = ()
    works_in_graph: bool = False
    raises: bool = False
    applies: Callable[[Program], bool] | None = None
    fact: str = ""
    compat: CompatName | None = None
    string_end: StringEnd | None = None
    severity: Severity | None = None
    insertions: Insertions | None = None
    is_about_arguments: bool = False

    @classmethod
    def with_advice(
        cls,
        fact: str,
        advice: str,
        replacements: tuple[str, ...] = (),
        applies: Callable[[Program], bool] | None = None,
    ) -> Problem:
        """Returns a problem whose message is a fact, and advice that what to write instead of a call can replace.

        Args:
            fact: what the code uses, and what changed.
            advice: what to do.
            replacements: dotted names to use instead, best first.
            applies: returns whether it is a problem in a program; None if it is one in every program.
        """
        return cls(f"{fact}; {advice}", replacements, applies=applies, fact=fact)
